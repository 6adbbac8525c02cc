"""DataFrame in, widget or figure out: one component a file."""
