"""The same report as text, Word, web page and PDF says the same: values, periods and quotes."""

from __future__ import annotations

from collections import Counter

import pytest

from etl.catalog import ROOT, load_catalog
from etl.extract import Extractor
from etl.read import read_bytes
from tests.etl.documents.rendered import FORMS, Report, as_pdf, as_text, report, stated

DIGESTS = ("620700-zhangye-2023-1.md", "130600-baoding-2023.md", "650200-kelamayi-2023.md")


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_catalog(ROOT))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", DIGESTS)
def test_every_form_yields_the_same_observations(name: str, form: str, extractor: Extractor) -> None:
    told = report(ROOT / "reports" / name)
    ending, write = FORMS[form]
    expected = Counter(stated(as_text(told), "txt", extractor))
    assert len(expected) > 5
    assert Counter(stated(write(told), ending, extractor)) == expected


@pytest.mark.parametrize("form", FORMS)
def test_title_and_date_are_found_in_every_form(form: str) -> None:
    told = report(ROOT / "reports" / DIGESTS[0])
    ending, write = FORMS[form]
    [plain], [document] = read_bytes("a.txt", as_text(told)), read_bytes(f"a.{ending}", write(told))
    assert (document.title, document.date) == (plain.title, plain.date)


def test_a_sentence_over_pages_is_one_and_begins_on_the_first() -> None:
    words = "，".join(f"为第{n}个营区解决用水用电和道路方面的难题{n}件" for n in range(10, 60))
    [document] = read_bytes(
        "a.pdf", as_pdf(Report("某市双拥工作", "2023-06-01", ((False, words + "。"),)), "pdf small pages")
    )
    assert words in document.text
    start = document.text.index(words)
    pages = [document.locator(start), document.locator(start + len(words) - 1)]
    assert pages == ["p1", "p3"]
