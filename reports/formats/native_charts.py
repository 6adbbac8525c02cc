"""Charts that PowerPoint itself draws: editable, with their figures in an embedded workbook, names as text."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pptx.chart.chart import Chart as Drawn
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn
from pptx.util import Pt
from xlsxwriter import Workbook

from reports.content import Chart
from reports.formats import fonts

TYPES = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "lines": XL_CHART_TYPE.LINE_MARKERS,
}
TONES = {
    "ahead": "0B5CAD", "normal": "9FB4C8", "slow": "B26B00", "behind": "A8420F", "not_due": "E3E8ED", "quiet": "C9D1D9",
}  # fmt: skip
LIGHT_TONES = ("normal", "not_due", "quiet")
NUMBERS = {
    "percent": "0.0%",
    "count": "0;;",  # no label on nothing
    "money": "#,##0",
    "points": "+0.0;\u22120.0;0.0",
    "score": "0.00",
}
INK, GREY = RGBColor(0x1C, 0x24, 0x2D), RGBColor(0x5A, 0x66, 0x73)
CROWDED, MANY = 14, 22  # bars from which labels are smaller


class _NamesAreText(CategoryWorkbookWriter):
    """The embedded workbook, in which a name that begins with = is no formula."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401
        book = Workbook(xlsx_file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        yield book, book.add_worksheet()
        book.close()


class _Data(CategoryChartData):
    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        return _NamesAreText(self)


def draw(shapes: Any, chart: Chart, place: tuple[int, int, int, int]) -> None:  # noqa: ANN401  (pptx's)
    """Draw the chart at left, top, width, height."""
    data = _Data(number_format=NUMBERS.get(chart.kind, "General"))
    data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, [cell.value for cell in series.cells])
    drawn: Drawn = shapes.add_chart(TYPES[chart.form], *place, data).chart
    size = Pt(9 if len(chart.categories) > MANY else 11 if len(chart.categories) > CROWDED else 14)
    drawn.font.size, drawn.font.name, drawn.font.color.rgb = size, fonts.SLIDE, INK
    drawn.has_title = False
    _axes(drawn, chart)
    _legend(drawn, chart)
    plot = drawn.plots[0]
    if chart.form != "lines":
        plot.gap_width = 35
    if chart.form == "stacked":
        plot.overlap = 100
    for written, series in zip(plot.series, chart.series, strict=True):
        _series(written, chart, series.tone, series.tones)
    for properties in drawn._chartSpace.iter(qn("a:defRPr")):  # noqa: SLF001  (east-asian face: no API)
        _east_asian(properties)


def _axes(drawn: Drawn, chart: Chart) -> None:
    """Categories from the top, no ticks; values stand on the marks, so their axis is not drawn."""
    drawn.category_axis.reverse_order = chart.form != "lines"
    drawn.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    drawn.category_axis.format.line.color.rgb = GREY
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    drawn.value_axis.has_major_gridlines = False
    drawn.value_axis.visible = False
    drawn.value_axis.minimum_scale = 0


def _legend(drawn: Drawn, chart: Chart) -> None:
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False


def _series(written: Any, chart: Chart, tone: str, tones: tuple[str, ...]) -> None:  # noqa: ANN401  (pptx's)
    colour = RGBColor.from_string(TONES[tone])
    labels = written.data_labels
    labels.show_value, labels.number_format = True, NUMBERS.get(chart.kind, "General")
    labels.number_format_is_linked = False
    if chart.form == "lines":
        written.format.line.color.rgb, written.format.line.width, written.smooth = colour, Pt(2.5), False
        written.marker.format.fill.solid()
        written.marker.format.fill.fore_color.rgb = written.marker.format.line.color.rgb = colour
        labels.position = XL_LABEL_POSITION.BELOW if tone == "ahead" else XL_LABEL_POSITION.ABOVE
        labels.font.color.rgb = colour if tone == "ahead" else GREY
        return
    written.format.fill.solid()
    written.format.fill.fore_color.rgb = colour
    written.invert_if_negative = False
    for at, own in enumerate(tones):
        fill = written.points[at].format.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(TONES[own])
    if chart.form == "stacked":
        labels.position = XL_LABEL_POSITION.CENTER
        labels.font.color.rgb = INK if tone in LIGHT_TONES else RGBColor(0xFF, 0xFF, 0xFF)


def _east_asian(properties: Any) -> None:  # noqa: ANN401  (an rPr element)
    for name in ("a:latin", "a:ea"):
        for element in properties.findall(qn(name)):
            properties.remove(element)
    for name in ("a:latin", "a:ea"):  # in this order, after the fill
        element = properties.makeelement(qn(name), {"typeface": fonts.SLIDE})
        properties.append(element)
