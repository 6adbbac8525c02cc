"""What the page 问题台账 is made of."""
