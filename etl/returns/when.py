"""Of which year a sheet's values are, where no heading, row or column says it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final

from etl.records import At, CellFault, Document, Sheet
from etl.returns.faults import cell_fault
from etl.returns.head import Fields
from etl.returns.names import plain, year_of
from etl.returns.whose import Head
from etl.schema import Fault

_TO: Final = "[-—–~至到]"
_PART: Final = (
    r"年?度?\s*\(?\s*(?:[上下]半年"
    rf"|第?[一二三四1-4]季度|[一二12]{_TO}[二三23]季度|前[一二三1-3]个?季度"
    r"|前(?:\d+|[一二三四五六七八九十]+)个月"
    rf"|\d{{1,2}}月?{_TO}(?:0?[1-9]|1[01])月|(?:0?[1-9]|1[01])月(?!(?:\d{{1,2}}日)?{_TO}12月)"
    rf"|[-./](?:0?[1-9]|1[01])(?!\d|{_TO}12))"
)
_WHOLE_YEAR: Final = re.compile(rf"(?<!\d)((?:19|20)\d\d)(?!\d)(?!{_PART})")
_PART_OF_YEAR: Final = re.compile(rf"(?<!\d)((?:19|20)\d\d){_PART}")


def year_told(sheet: Sheet, head: Head, fields: Fields, document: Document) -> int | CellFault | None:
    """The one year that a sheet speaks of: in its cell, its name, its title, the file's name.

    A fault where what speaks of it means a part of it (2023年上半年, 2023年1—6月): such figures would
    pass for those of the year.
    """
    if "year" in fields:
        return year_of(plain(fields["year"][1]))
    dated = fields["date"][0] if "date" in fields else None
    above = [(at, text) for at, text in head if at != dated]
    file = Path(document.path).stem
    texts = (sheet.name, " ".join(text for _, text in above), document.title, file)
    years = (_years(_WHOLE_YEAR, text) for text in texts)
    year = next((min(each) for each in years if len(each) == 1), None)
    said: list[tuple[At | None, str]] = [(None, sheet.name), *above, (None, document.title), (None, file)]
    for at, text in said:
        parts = _years(_PART_OF_YEAR, text)
        if year in parts or (parts and year is None):
            return cell_fault(Fault.PART_OF_YEAR, sheet.name, at, text)
    return year


def _years(written: re.Pattern[str], text: str) -> set[int]:
    return {int(year) for year in written.findall(unicodedata.normalize("NFKC", text))}
