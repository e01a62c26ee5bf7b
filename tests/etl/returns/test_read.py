# ruff: noqa: E501 - tables of cells
"""Returns that are right, in every layout, and files that are strange inside."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from etl.extract import Extractor
from etl.pipeline import read_document, run
from etl.read import read_bytes
from etl.records import Note, Reading
from etl.schema import Flag, Problem
from tests.etl.returns.corpus import Grid, csv, listed, places, put, xlsx, years

Facts = list[tuple[str, str, int, float]]
ROOT = Path(__file__).resolve().parents[3]


def read(extractor: Extractor, data: bytes, file: str = "报表.xlsx", note: Note | None = None) -> Reading:
    [document] = read_bytes(file, data, note)
    return read_document(document, extractor)


def facts(reading: Reading) -> Facts:
    rows = reading.rows.observations
    assert not reading.rows.faults
    columns = ("place_name", "indicator_id", "period_end", "value")
    return list(zip(*(rows[c] for c in columns), strict=True))


VISITS, PLAQUES, RATE = "activity.visit_spend", "activity.glory_plaques", "activity.plaque_rate"


def test_indicators_as_rows_and_years_as_columns(extractor: Extractor) -> None:
    found = facts(read(extractor, xlsx(years())))
    assert found[:4] == [
        ("张掖市", VISITS, 2021, 100), ("张掖市", VISITS, 2022, 120), ("张掖市", VISITS, 2023, 130),
        ("张掖市", PLAQUES, 2021, 8000),
    ]  # fmt: skip
    assert len(found) == 12


def test_places_as_rows_and_the_year_in_the_title(extractor: Extractor) -> None:
    found = facts(read(extractor, xlsx(places())))
    assert found[:2] == [("张掖市", VISITS, 2023, 130), ("张掖市", PLAQUES, 2023, 8200)]
    assert {place for place, *_ in found} == {"张掖市", "芜湖市", "漳州市"}


def test_figures_of_a_note_below_the_table_are_listed_as_refused(extractor: Extractor) -> None:
    noted = put(years(), A8="注：2023年另有企业捐赠30万元。", A9="注：2023年为预计数", A10="说明：按年度统计")
    reading = read(extractor, xlsx(noted))
    assert len(facts(reading)) == 12
    refused = reading.rows.rejected
    assert list(zip(refused["locator"], refused["reason"], strict=True)) == [("报表!A8", "NO_INDICATOR")]


@pytest.mark.parametrize(
    "heading", ["2022年走访慰问金额（万元）", "（2022年）走访慰问金额", "走访慰问金额（万元）（2022年度）"]
)
def test_year_indicator_and_unit_in_one_heading(extractor: Extractor, heading: str) -> None:
    grid = [["地方", heading, "2023年悬挂光荣牌数（块）"], ["张掖市", 1, 2]]
    assert facts(read(extractor, xlsx(grid))) == [("张掖市", VISITS, 2022, 1), ("张掖市", PLAQUES, 2023, 2)]


def test_one_value_a_row(extractor: Extractor) -> None:
    assert facts(read(extractor, xlsx(listed()))) == [
        ("张掖市", VISITS, 2022, 120), ("张掖市", VISITS, 2023, 130), ("芜湖市", PLAQUES, 2023, 9100),
    ]  # fmt: skip


def test_years_below_or_above_merged_indicators(extractor: Extractor) -> None:
    head = [
        ["地方", "走访慰问金额（万元）", "", "悬挂光荣牌数", ""],
        ["", "2022年", "2023年", "2022年", "2023年"],
    ]
    row = ["张掖市", 1, 2, 3, 4]

    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:A2", "地方")
        sheet.merge_range("B1:C1", "走访慰问金额（万元）")
        sheet.merge_range("D1:E1", "悬挂光荣牌数")

    expected = [
        ("张掖市", VISITS, 2022, 1),
        ("张掖市", VISITS, 2023, 2),
        ("张掖市", PLAQUES, 2022, 3),
        ("张掖市", PLAQUES, 2023, 4),
    ]
    assert facts(read(extractor, xlsx([*head, row], change=merge))) == expected
    turned = [
        ["地方", "2022年", "2022年", "2023年", "2023年"],
        ["", "走访慰问金额", "悬挂光荣牌数", "走访慰问金额", "悬挂光荣牌数"],
    ]
    assert sorted(facts(read(extractor, xlsx([*turned, ["张掖市", 1, 3, 2, 4]])))) == sorted(expected)


def test_a_place_merged_over_its_rows_is_that_of_each(extractor: Extractor) -> None:
    grid = put(listed(), A3="")

    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_range("A2:A3", "张掖市")

    assert facts(read(extractor, xlsx(grid, change=merge)))[1] == ("张掖市", VISITS, 2023, 130)


def test_the_place_may_be_the_sheets_or_the_files_name_or_noted(extractor: Extractor) -> None:
    grid = put(years(), A1="")
    assert facts(read(extractor, xlsx(grid, "芜湖市")))[0][0] == "芜湖市"
    assert facts(read(extractor, xlsx(grid), "漳州市2023年报表.xlsx"))[0][0] == "漳州市"
    assert facts(read(extractor, xlsx(years()), note=Note(place="芜湖市")))[0][0] == "芜湖市"


@pytest.mark.parametrize(
    ("cell", "value", "low", "flag"),
    [
        ("1.2亿元", 12000, 12000, Flag.CONVERTED),
        ("5000元", 0.5, 0.5, Flag.CONVERTED),
        ("３００", 300, 300, None),
        ("1,234.5", 1234.5, 1234.5, None),
        ("1 234", 1234, 1234, None),
        ("约300", 300, 285, None),
        ("300余万元", 300, 300, None),
        ("120万元", 120, 120, None),
    ],
)
def test_figures_in_words(
    extractor: Extractor, cell: str, value: float, low: float, flag: Flag | None
) -> None:
    rows = read(extractor, xlsx(put(years(), C3=cell))).rows.observations
    assert (rows["value"][0], rows["value_low"][0]) == (value, low)
    assert rows["flags"][0] == ([flag] if flag else [])
    assert rows["value_text"][0] == cell


def test_a_unit_of_the_column_converts_all_of_it(extractor: Extractor) -> None:
    assert facts(read(extractor, xlsx(put(years(), B3="元", C3=12345))))[0][3] == 1.2345
    assert facts(read(extractor, xlsx(put(places(), B2="走访慰问金额（亿元）", B3=1.3))))[0][3] == 13000


def test_a_cell_shown_as_per_cent_is_one(extractor: Extractor) -> None:
    def share(book: Any, sheet: Any) -> None:
        sheet.write("C5", 0.935, book.add_format({"num_format": "0.0%"}))

    reading = read(extractor, xlsx(years(), change=share))
    assert facts(reading)[6] == ("张掖市", RATE, 2021, 93.5)
    assert reading.rows.observations["flags"][6] == [Flag.CONVERTED]


def test_a_formula_is_read_by_its_stored_value_and_said_so(extractor: Extractor) -> None:
    def solved(book: Any, sheet: Any) -> None:
        sheet.write_formula("C3", "=D3-20", None, 100)

    reading = read(extractor, xlsx(years(), change=solved))
    assert facts(reading)[0][3] == 100
    assert reading.rows.observations["flags"][0] == [Flag.FORMULA]


def test_totals_that_add_up_are_left_out_above_or_below(extractor: Extractor) -> None:
    total = ["合计", 680, 24500, ""]
    for grid in ([*places(), total], [*places()[:2], total, *places()[2:]]):
        reading = read(extractor, xlsx(grid))
        assert len(facts(reading)) == 9
        assert set(reading.rows.rejected["reason"]) == {"TOTAL_ROW"}


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8-sig"), ("\t", "gb18030"), (";", "utf-8"), ("|", "utf-16")]
)
def test_csv_whatever_its_delimiter_and_encoding(extractor: Extractor, delimiter: str, encoding: str) -> None:
    reading = read(extractor, csv(listed(), delimiter, encoding), "报表.csv")
    assert len(facts(reading)) == 3


def bomb(last: str) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"], book.active[last] = "指标", 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, change: Any) -> bytes:
    """A workbook with one of its parts changed."""
    old, stream = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return stream.getvalue()


CELLS = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000,) * 2)
from etl.read import read_bytes
[document] = read_bytes("x.xlsx", sys.stdin.buffer.read())
print(document.problems[0])
"""


def test_cells_by_the_million_are_refused_before_they_are_laid_out() -> None:
    """The dimension says A1:B2: what a file declares of itself is not believed."""
    lying = with_part(
        bomb("XFD1048576"), "xl/worksheets/sheet1.xml", lambda x: x.replace(b"A1:XFD1048576", b"A1:B2")
    )
    command = [sys.executable, "-c", CELLS]
    done = subprocess.run(command, input=lying, capture_output=True, timeout=30, cwd=ROOT, check=True)
    assert done.stdout.decode().strip() == Problem.TOO_MANY_CELLS


def test_ten_million_cells_in_a_table_of_open_document_are_refused() -> None:
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = f"""<o:document-content xmlns:o="{space}office:1.0" xmlns:t="{space}table:1.0" xmlns:x="{space}text:1.0">
      <o:body><o:spreadsheet><t:table t:name="a"><t:table-row t:number-rows-repeated="100000">
      <t:table-cell t:number-columns-repeated="100" o:value-type="float" o:value="1"><x:p>1</x:p></t:table-cell>
      </t:table-row></t:table></o:spreadsheet></o:body></o:document-content>"""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    [document] = read_bytes("x.ods", stream.getvalue())
    assert document.problems == (Problem.TOO_MANY_CELLS,)


def test_merged_ranges_without_end_take_no_time(extractor: Extractor) -> None:
    ranges = "".join(f'<mergeCell ref="A{n}:XFD{n + 900000}"/>' for n in range(10, 3000))
    merges = f"<mergeCells>{ranges}</mergeCells></worksheet>".encode()
    data = with_part(xlsx(years()), "xl/worksheets/sheet1.xml", lambda x: x.replace(b"</worksheet>", merges))
    assert len(facts(read(extractor, data))) == 12


def test_an_external_entity_is_refused(extractor: Extractor) -> None:
    declared = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet'
    data = with_part(
        xlsx(years()), "xl/worksheets/sheet1.xml", lambda x: x.replace(b"<worksheet", declared, 1)
    )
    assert read(extractor, data).problems == (Problem.UNSAFE_XML,)


@pytest.mark.parametrize(
    ("file", "data", "problem"),
    [
        ("x.xlsx", b"MZ\x90\x00" + bytes(200), Problem.NOT_AS_NAMED),
        ("x.xlsx", xlsx(years())[:-400], Problem.DAMAGED_FILE),
        ("x.xlsx", xlsx([]), Problem.EMPTY),
        ("x.csv", b" \n", Problem.EMPTY),
    ],
)
def test_what_is_no_workbook_is_named(file: str, data: bytes, problem: Problem) -> None:
    [document] = read_bytes(file, data)
    assert document.problems == (problem,)


def tables(folder: Path, **files: bytes | Grid) -> dict[str, pd.DataFrame]:
    for name, content in files.items():
        data = xlsx(content) if isinstance(content, list) else content
        (folder / name.replace("_", ".")).write_bytes(data)
    return run([folder]).tables


def test_a_return_and_a_report_about_the_same_thing_meet(tmp_path: Path) -> None:
    report = "---\ntitle: 张掖市双拥工作\nplace: 张掖市\ndate: 2023-06-01\n---\n2022年，走访慰问退役军人，发放慰问金140万元。全市悬挂光荣牌8300块。\n"
    found = tables(tmp_path, 报表_xlsx=years(), 报告_md=report.encode())
    conflicts = found["conflicts"].set_index("indicator_id")
    assert (conflicts.loc[VISITS, "kept_value"], conflicts.loc[VISITS, "other_value"]) == (120, 140)
    assert (conflicts.loc[PLAQUES, "kept_value"], conflicts.loc[PLAQUES, "other_value"]) == (8200, 8300)
    sources = found["sources"].set_index("source_id")
    assert (sources["found"] == sources["accepted"] + sources["rejected"]).all()
    assert dict(sources["kind"]) == {"报表": "return", "报告": "report"}


def test_denominators_come_from_the_nearest_year(tmp_path: Path) -> None:
    grid = [*years(), ["常住人口", "万人", 110, "", 120, ""], ["退役军人和优抚对象人数", "人", "", 20000, 40000, ""],
            ["退役军人培训人次", "人次", 500, 600, 700, ""]]  # fmt: skip
    values = tables(tmp_path, 报表_xlsx=grid)["values"].set_index(["indicator_id", "year"])
    visits, trained = values.loc[VISITS], values.loc["policy.training_persons"]
    assert list(visits["denominator_value"]) == [110, 120, 120]
    assert list(visits["denominator_year"]) == [2021, 2023, 2023]
    assert list(visits["mixed_years"]) == [False, True, False]
    assert list(trained["per_head_value"]) == pytest.approx([2.5, 3.0, 1.75])
    assert set(visits["denominator_source"]) == {"报表"}


def test_faults_are_published_with_their_words(tmp_path: Path) -> None:
    found = tables(tmp_path, 报表_xlsx=put(years(), C3="见附件", D4=-5))
    assert list(found["faults"]["cell"]) == ["C3", "D4"]
    assert found["faults"]["cure"][0] == "数值格只填数字；说明请写在备注"
    assert list(found["sources"]["status"]) == ["failed"]
    assert len(found["rejected"]) == 12
    assert len(found["observations"]) == 0
