"""From the archive's rows to the tables that metrics read: plain SQL, one build."""
