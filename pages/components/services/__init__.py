"""What the page 要素保障 is made of."""
