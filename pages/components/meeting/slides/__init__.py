"""Slides of the quarterly review: DataFrames in, one SVG string of 1920 × 1080 out, one message a slide."""
