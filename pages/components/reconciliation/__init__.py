"""What the page 报统对账 is made of."""
