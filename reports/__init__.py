"""Bulletins, slides and workbooks: what they say is content made from metrics, each format only writes it down."""
