"""Single projects (项目档案): their file, their place on the map, their procedures."""
