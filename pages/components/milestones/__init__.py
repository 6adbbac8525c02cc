"""What the page 节点挂图 is made of."""
