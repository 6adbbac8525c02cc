"""The wall chart of milestones (节点挂图): who has to do what by which day, and what was done."""
