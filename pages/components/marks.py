"""Words and lines on a figure, gathered and put on it at once: one by one, plotly copies all of them each time."""

from typing import Any

import plotly.graph_objects as go


class Marks:
    """Annotations and shapes of one figure."""

    def __init__(self) -> None:
        self.notes: list[dict[str, Any]] = []
        self.shapes: list[dict[str, Any]] = []

    def note(self, **note: Any) -> None:  # noqa: ANN401
        """Add words, without an arrow."""
        self.notes.append({"showarrow": False, **note})

    def shape(self, **shape: Any) -> None:  # noqa: ANN401
        """Add a line, box or path."""
        self.shapes.append(shape)

    def put(self, fig: go.Figure) -> None:
        """Put all of them on the figure."""
        fig.update_layout(annotations=self.notes, shapes=self.shapes)
