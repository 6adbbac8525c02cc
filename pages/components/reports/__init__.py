"""What the page 报告 is made of."""
