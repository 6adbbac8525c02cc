"""One module a metric: a connection, a district's profile and a cut-off in, a DataFrame out."""
