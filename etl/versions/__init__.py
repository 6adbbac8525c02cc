"""Versions of the warehouse: built, checked, published, kept, backed up, rolled back."""
