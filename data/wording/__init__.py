"""Words that pages and reports share: one module a subject."""
