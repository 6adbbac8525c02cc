"""One reader's question a page; thin: selection, fetch, show."""
