"""What the page 投资完成 is made of."""
