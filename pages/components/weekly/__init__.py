"""What the page 周调度 is made of."""
