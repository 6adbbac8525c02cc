"""What the page 数据接入 is made of."""
