"""What the page 入库入统 is made of."""
