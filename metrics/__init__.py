"""One module a metric: a connection, a district's profile and a cut-off in, a DataFrame out."""

import pandas as pd

# Frames are small: to choose rows and to go through them costs a fraction with texts as Python's own than with Arrow's.
pd.options.mode.string_storage = "python"
