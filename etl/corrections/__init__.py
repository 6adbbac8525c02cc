"""Corrections, proposals and withdrawals: what people change in accepted files, with the value they expect."""
