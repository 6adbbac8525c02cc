"""The kinds of report: which parts each of them holds, in which order."""
