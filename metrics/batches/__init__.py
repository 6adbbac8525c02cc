"""Batches (分批次): where each stands against its yardstick, and what flows between them."""
