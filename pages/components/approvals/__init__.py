"""What the page 前期手续 is made of."""
