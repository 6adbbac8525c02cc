"""Everything at rest, and the few modules that read it."""
