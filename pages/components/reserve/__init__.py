"""What the page 储备库 is made of."""
