"""The overview (总览): a month in a few figures, and who has to act."""
