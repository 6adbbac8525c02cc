"""Provenance (出处): the cells of the workbooks that a figure was made of."""
