"""What brings Guatu to an office's machine: the bundle, its installer, service files."""
