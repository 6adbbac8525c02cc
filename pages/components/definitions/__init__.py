"""What the page 规则与口径 is made of."""
