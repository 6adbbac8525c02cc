"""The quarterly review (季度讲评): what it has to decide and what was promised."""
