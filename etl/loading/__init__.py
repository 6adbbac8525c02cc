"""A file on its way into the archive: read, proven or asked, accepted, told in a report."""
