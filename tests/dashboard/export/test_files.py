"""Each file of a chart is opened again, and holds what the table holds."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pandas as pd
import pytest
from PIL import Image
from pptx.enum.chart import XL_TICK_LABEL_POSITION

from dashboard.export import deck_table, draw_pptx, picture
from dashboard.export.files import name_of, write
from dashboard.export.spec import ChartKind, ChartTable, ColumnMeta, Format, file_name
from tests.dashboard.export import opened, samples

EVERY = [
    *samples.every_kind(),
    samples.bar(80),
    samples.bar(150),
    samples.bar(4, lead=samples.NASTY),
    samples.bar(1, lead="示例000市"),
    samples.bar(0),
    samples.english(),
]
NAMES = [f"{t.kind}-{len(t.frame)}" for t in EVERY]


@pytest.fixture(params=EVERY, ids=NAMES)
def table(request: pytest.FixtureRequest) -> ChartTable:
    made: ChartTable = request.param
    return made


def test_csv_holds_the_displayed_rows(table: ChartTable) -> None:
    data = write(table, Format.CSV)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == list(table.shown.columns)
    assert len(rows) - 1 == len(table.frame)


def test_xlsx_holds_rows_chart_and_notes(table: ChartTable) -> None:
    book = opened.book(write(table, Format.XLSX))
    data, chart, notes = book.worksheets
    assert data.max_row - 1 == len(table.frame)
    assert [c.value for c in data[1]] == list(table.shown.columns)
    assert len(chart._charts) == 1
    words = [str(c.value) for row in notes.iter_rows() for c in row]
    assert set(table.sources) <= set(words)
    assert table.quotes[0] in words


def test_pptx_has_title_native_chart_table_and_notes(table: ChartTable) -> None:
    data = write(table, Format.PPTX)
    show = opened.slides(data)
    assert show.slide_width / show.slide_height == pytest.approx(16 / 9, abs=0.001)
    assert table.title in show.slides[0].shapes.title.text
    assert len(opened.native_charts(show)) >= (len(table.frame) > 0)
    assert opened.table_rows(show) == len(table.frame)
    notes = show.slides[0].notes_slide.notes_text_frame.text
    assert all(line in notes for line in (*table.quotes, *table.sources))
    assert opened.runs_without_east_asian_face(data) == []


def test_pictures_are_sound(table: ChartTable) -> None:
    picture = Image.open(io.BytesIO(write(table, Format.PNG)))
    drawn = write(table, Format.SVG).decode()
    assert picture.width > 1200
    assert drawn.startswith("<svg")
    assert "Noto Sans SC" in drawn


def test_bars_have_the_right_categories_and_values() -> None:
    table = samples.bar(8)
    (chart,) = opened.native_charts(opened.slides(write(table, Format.PPTX)))
    plot = chart.plots[0]
    pairs = dict(zip(plot.categories, plot.series[0].values, strict=True))
    assert pairs == {
        **dict(zip(table.frame["place_name"], table.frame["shown"], strict=True)),
        "对标组中位数": 950.0,
    }


def test_figures_of_negative_bars_stand_outside_them_and_labels_at_the_edge() -> None:
    frame = pd.DataFrame({"place_name": ["安置率", "服务站"], "shown": [6.25, -2.75]})
    table = samples.bar(frame=frame, median=None, lead="")
    drawn = picture.svg(table)
    anchor = {
        figure: re.search(rf'text-anchor="(\w+)"[^>]*>{figure}<', drawn) for figure in ("6.25", "−2.75")
    }
    assert [found and found[1] for found in anchor.values()] == ["start", "end"]
    chart = opened.native_charts(opened.slides(write(table, Format.PPTX)))[0]
    assert chart.category_axis.tick_label_position == XL_TICK_LABEL_POSITION.LOW
    assert chart.value_axis.minimum_scale is None
    sheet = opened.part(write(table, Format.XLSX), "xl/charts/chart1.xml")
    assert '<c:tickLblPos val="low"/>' in sheet
    assert "<c:min " not in sheet


def test_slides_round_what_was_computed_and_sheets_keep_it() -> None:
    frame = pd.DataFrame({"place_name": ["张掖市"], "shown": [353.66434]})
    table = samples.bar(frame=frame, columns=(samples.PLACE, replace(samples.VALUE, figures=4)))
    assert "353.7" in opened.slide_text(opened.slides(write(table, Format.PPTX)).slides[0])
    assert opened.book(write(table, Format.XLSX)).worksheets[0]["B2"].value == 353.66434


def test_a_long_chart_goes_on_over_slides_with_one_scale() -> None:
    charts = opened.native_charts(opened.slides(write(samples.bar(80), Format.PPTX)))
    assert len(charts) == 5
    assert sum(len(c.plots[0].categories) for c in charts) == 80 + 5
    assert len({c.value_axis.maximum_scale for c in charts}) == 1


def test_xlsx_chart_points_at_its_figures() -> None:
    table = samples.line()
    sheet = opened.book(write(table, Format.XLSX)).worksheets[1]
    assert [c.value for c in sheet["A"]][1:] == ["2019", "2020", "2021", "2022"]
    assert [c.value for c in sheet["B"]] == ["张掖市", 4, 5.5, None, 7]
    assert sheet._charts[0].series[0].val.numRef.f.endswith("$B$2:$B$5")


def test_a_yearly_mean_is_not_taken_for_a_year() -> None:
    frame = pd.DataFrame({"place_name": ["甲市", "乙市"], "shown": [33.75, 2020.0], "year": [2020, 2021]})
    columns = (
        ColumnMeta("place_name", "地方", "Place"),
        ColumnMeta("shown", "事项数", "Items", "项·年均"),
        ColumnMeta("year", "年份", "Year"),
    )
    table = samples.bar(frame=frame, columns=columns, median=None)
    text = opened.slide_text(opened.slides(write(table, Format.PPTX)).slides[0])
    assert "33.75" in text
    assert "2021" in text


def test_a_long_table_ends_without_a_lonely_row() -> None:
    frame = pd.DataFrame({"place_name": [f"示例{i}市" for i in range(40)], "note": ["字" * 60] * 40})
    cut = [len(part) for part in deck_table.pages(frame, [4.0, 4.0], 3.0)]
    assert sum(cut) == 40
    assert max(cut) - min(cut) <= 1


def test_an_offices_template_is_used_for_a_chart() -> None:
    own = opened.slides(draw_pptx.draw())
    own.slide_layouts.get_by_name("figure").name = "图表"
    own.slide_width = own.slide_height
    buffer = io.BytesIO()
    own.save(buffer)
    made = opened.slides(write(samples.bar(), Format.PPTX, buffer.getvalue()))
    assert made.slide_width == made.slide_height
    assert made.slides[0].slide_layout.name == "图表"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)"])
def test_text_never_becomes_a_formula(text: str) -> None:
    frame = pd.DataFrame({"place_name": [text], "shown": [1.0]})
    table = samples.bar(frame=frame)
    cell = opened.book(write(table, Format.XLSX)).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert f"'{text}," in write(table, Format.CSV).decode("utf-8-sig")


def test_two_places_of_one_name_stay_two_rows() -> None:
    frame = pd.DataFrame({"place_name": ["海州区", "海州区"], "shown": [2.0, 1.0]})
    table = samples.bar(frame=frame, median=None)
    assert write(table, Format.SVG).decode().count("海州区<") == 2


def test_missing_values_are_neither_zero_nor_dropped() -> None:
    frame = pd.DataFrame({"place_name": ["甲市", "乙市"], "shown": [2.0, None]})
    table = samples.bar(frame=frame, median=None)
    (chart,) = opened.native_charts(opened.slides(write(table, Format.PPTX)))
    assert list(chart.plots[0].series[0].values) == [2.0, None]
    assert opened.book(write(table, Format.XLSX)).worksheets[0]["B3"].value is None


def test_a_chart_that_lacks_a_column_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks value"):
        samples.bar(roles={"label": "place_name", "value": "gone"})
    with pytest.raises(ValueError, match="lacks nowhere"):
        samples.bar(columns=(ColumnMeta("nowhere", "无", "None"),))


def test_names_are_chinese_and_safe() -> None:
    assert name_of(samples.bar(), Format.PNG) == "张掖市_服务站数_2023-08-02-0123456789_2026-11-24.png"
    assert file_name(('a/b\\c:*?"<>|', "..", "x" * 500), "e", "d", "csv") == f"a_b_c_{'x' * 40}_e_d.csv"
    assert len(file_name(("长" * 90, "名" * 90), "e", "d", "csv").encode()) < 255


def test_every_kind_has_its_roles() -> None:
    assert {t.kind for t in samples.every_kind()} == set(ChartKind)
