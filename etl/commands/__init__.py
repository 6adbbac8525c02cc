"""The command line of ``python -m etl``: arguments in, sentences and exit codes out."""
