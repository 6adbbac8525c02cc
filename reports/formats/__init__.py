"""File formats of a report: Word, PowerPoint, Excel, PDF and pictures."""
