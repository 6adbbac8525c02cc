"""The largest amount that a project of a district can have: more is a slip of the unit, or no amount at all."""

from decimal import Decimal

LARGEST_PROJECT_WAN = Decimal(10) ** 7  # 万元: 1 000 亿元, a default of ours
