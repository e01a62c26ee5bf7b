"""Native, editable charts on slides, from the data of ``dashboard.export.native``."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from dashboard import palette
from dashboard.export.deck import colour, set_face
from dashboard.export.native import POSITION_END, Native, Series, Shape

_TYPES = {
    Shape.BAR: XL_CHART_TYPE.BAR_CLUSTERED,
    Shape.STACKED: XL_CHART_TYPE.BAR_STACKED,
    Shape.LINE: XL_CHART_TYPE.LINE_MARKERS,
    Shape.SCATTER: XL_CHART_TYPE.XY_SCATTER_LINES,
}


def add(
    slide: Any, data: Native, box: tuple[float, float, float, float], alt: str, maximum: float | None = None
) -> Any:
    """Draw a chart into the box (inches). ``maximum`` keeps the scale alike over several slides."""
    content = _scatter_data(data) if data.shape is Shape.SCATTER else _category_data(data)
    frame = slide.shapes.add_chart(_TYPES[data.shape], *(Inches(v) for v in box), content)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    chart = frame.chart
    chart.has_title = False
    chart.font.size = Pt(10)
    chart.font.color.rgb = colour(palette.INK)
    set_face(chart.font)
    _axes(chart, data, maximum)
    for drawn, series in zip(chart.plots[0].series, data.series, strict=True):
        _colour(drawn, data, series)
    _legend(chart, data)
    return chart


def _category_data(data: Native) -> CategoryChartData:
    content = CategoryChartData(number_format=data.number_format)
    content.categories = list(data.categories)
    for series in data.series:
        content.add_series(series.name, series.values)
    return content


def _scatter_data(data: Native) -> XyChartData:
    content = XyChartData(number_format=data.number_format)
    for series in data.series:
        drawn = content.add_series(series.name)
        for x, y in zip(series.x, series.values, strict=True):
            drawn.add_data_point(x, y)
    return content


def _axes(chart: Any, data: Native, maximum: float | None) -> None:
    """Light rules only; bars from zero, the first row on top."""
    values, categories = chart.value_axis, chart.category_axis
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = data.axis_format, False
    if data.few:
        values.major_unit = 1
    values.major_gridlines.format.line.color.rgb = colour(palette.RULE)
    categories.format.line.color.rgb = colour(palette.RULE)
    categories.has_major_gridlines = False
    if data.shape in (Shape.BAR, Shape.STACKED):
        categories.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        _no_skipping(categories)
        if data.two_sided:
            categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        elif data.shape is Shape.BAR:
            values.minimum_scale = 0.0
        if data.positions:
            values.maximum_scale, values.major_unit = POSITION_END, 25
        elif maximum is not None:
            values.maximum_scale = maximum
        chart.plots[0].gap_width = 45
        chart.plots[0].overlap = 100 if data.shape is Shape.STACKED else -5
    elif data.shape is Shape.SCATTER:
        categories.tick_labels.number_format, categories.tick_labels.number_format_is_linked = "0", False
        categories.major_unit = 1
        years = [x for s in data.series for x in s.x] or [0.0]
        categories.minimum_scale, categories.maximum_scale = min(years) - 1, max(years) + 1


def _no_skipping(categories: Any) -> None:
    """Every category gets its label, however small the chart."""
    axis = categories._element
    skip = etree.Element(qn("c:tickLblSkip"))
    skip.set("val", "1")
    anchor = axis.find(qn("c:noMultiLvlLbl"))
    if anchor is None:
        axis.append(skip)
    else:
        anchor.addprevious(skip)


def _colour(drawn: Any, data: Native, series: Series) -> None:
    """Fill, line, marks and labels of one series."""
    if data.shape in (Shape.LINE, Shape.SCATTER):
        _line(drawn, series)
        _name_last(drawn, data, series)
        return
    drawn.invert_if_negative = False
    if series.colour is None:
        drawn.format.fill.background()
        return
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = colour(series.colour)
    for i, tint in series.marked:
        point = drawn.points[i].format.fill
        point.solid()
        point.fore_color.rgb = colour(tint)
    if series.labelled:
        labels = drawn.data_labels
        labels.show_value = True
        labels.number_format, labels.number_format_is_linked = data.number_format, False
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        labels.font.size = Pt(9)
        set_face(labels.font)


def _line(drawn: Any, series: Series) -> None:
    tint = colour(series.colour or palette.GROUP)
    drawn.smooth = False
    drawn.format.line.color.rgb = tint
    drawn.format.line.width = Pt(2)
    drawn.marker.style = XL_MARKER_STYLE.CIRCLE
    drawn.marker.size = 7
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = tint
    drawn.marker.format.line.color.rgb = tint


def _name_last(drawn: Any, data: Native, series: Series) -> None:
    """The series' name at its last point, instead of a legend."""
    seen = [i for i, v in enumerate(series.values) if v is not None]
    if not seen:
        return
    label = drawn.points[seen[-1]].data_label
    frame = label.text_frame
    frame.text = series.name
    label.position = XL_LABEL_POSITION.ABOVE
    for run in frame.paragraphs[0].runs:
        run.font.size = Pt(9)
        run.font.color.rgb = colour(series.colour or palette.GROUP)
        set_face(run.font)


def _legend(chart: Any, data: Native) -> None:
    """A legend only where bars stand side by side; the rest is labelled or has a caption."""
    chart.has_legend = data.shape is Shape.BAR and len(data.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(9)
        set_face(chart.legend.font)
