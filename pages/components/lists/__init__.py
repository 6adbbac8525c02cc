"""What the page 四类清单 is made of."""
