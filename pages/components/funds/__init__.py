"""What the page 资金 is made of."""
