"""Money beside the works (资金): financing needs in the three groups, funds for preliminary work."""
