"""Definitions (规则与口径): what the figures are by another measure."""
