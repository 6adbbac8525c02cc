"""Parts of reports: one module a subject."""
