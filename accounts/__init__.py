"""Who may come in over a network: accounts, sessions, the audit trail, and the server in front of the pages."""
