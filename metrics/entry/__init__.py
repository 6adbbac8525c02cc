"""Entry (入库入统): how long projects wait from start to library and statistics."""
