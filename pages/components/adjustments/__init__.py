"""What the page 计划调整 is made of."""
