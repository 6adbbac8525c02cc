"""What the page 数据质量 is made of."""
