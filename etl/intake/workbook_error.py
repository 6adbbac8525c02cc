"""The error of a file that cannot be read at all."""


class WorkbookError(ValueError):
    """A file that cannot be read; its text is for the person who sent it, with the next step."""
