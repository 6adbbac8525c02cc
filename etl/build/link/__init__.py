"""Which statistics project is which key project's: what the data say by themselves, and what people decided.

``propose`` compares the two sides and writes down every pair worth a look: certain ones as linked, doubtful ones as
pending, each with the evidence. ``settle`` puts people's decisions above that. Names are read in names.py and marks.py,
compared in compare.py, weighed in rules.py; everything that goes over all pairs is SQL (etl/sql/link).
"""

from etl.build.link.proposing import propose
from etl.build.link.settling import settle

__all__ = ["propose", "settle"]
