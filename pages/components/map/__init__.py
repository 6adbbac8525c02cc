"""What the page 项目地图 is made of."""
