"""The ledger of issues (问题交办销号台账): from raised to closed, by kind, level and unit."""
