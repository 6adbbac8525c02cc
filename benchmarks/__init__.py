"""Benchmarks: how long what takes, as ratios to a bare scan in the same run."""
