"""What the page 各区县总览 shows of many districts."""
