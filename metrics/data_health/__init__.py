"""Data quality (数据质量): what is missing, late or contradictory in what came in."""
