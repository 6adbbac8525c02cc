"""“数据出处”: the dialog that answers of any figure: sums of cells, projects, scores; one way a file."""
