"""What the page 总览 is made of."""
