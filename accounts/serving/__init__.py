"""The server in front of the pages: nothing answers without a session but sign-in, its icon and a health check."""
