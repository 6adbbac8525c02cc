"""What the page 项目档案 is made of."""
