"""What the page 版本 is made of."""
