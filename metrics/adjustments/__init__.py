"""What the page 计划调整 asks."""
