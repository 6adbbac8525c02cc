"""What the page 季度讲评 is made of."""
