"""What the page 储备库 asks."""
