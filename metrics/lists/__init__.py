"""The four lists (四类清单): in the library, starts, under construction, completions of a month, quarter or year."""
