"""Reconciliation (报统对账): reported against booked, with reasons, closed to zero."""
