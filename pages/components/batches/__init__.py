"""What the page 批次进度 is made of."""
