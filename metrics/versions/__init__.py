"""Versions: what a load or a new version changed in the figures."""
