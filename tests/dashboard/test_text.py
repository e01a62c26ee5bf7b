"""Both catalogues hold the same keys, with the same fields, and exactly those that are used."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dashboard.text import Language, Text, files
from etl import schema
from etl.catalog import ROOT as DATA

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [*sorted((ROOT / "dashboard").rglob("*.py")), *sorted((ROOT / "pages").glob("*.py"))]


def units() -> set[str]:
    lines = (DATA / "catalog" / "indicators.csv").read_text(encoding="utf-8").splitlines()[1:]
    return {line.split(",")[4] for line in lines}


FAMILIES = {
    "unit": units(),
    "qualifier": set(schema.Qualifier),
    "period": set(schema.PeriodKind),
    "flag": set(schema.Flag),
    "reason": set(schema.Reason),
    "why": set(schema.WhyNot),
    "problem": set(schema.Problem),
    "better": set(schema.Better),
    "measure": set(schema.Measure),
    "level": set(schema.PlaceLevel),
    "language": set(Language),
}
"""Codes that are looked up by value; the keys of these families must cover them."""


def catalogue(language: Language) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path in files(language):
        with path.open("rb") as source:
            for message in (m for m in read_po(source, locale=language) if m.id):
                key = message.id[0] if isinstance(message.id, tuple) else message.id
                forms = message.string if isinstance(message.string, tuple) else (message.string,)
                assert key not in found, f"{path.name}: {key} is defined twice"
                found[str(key)] = tuple(str(form) for form in forms)
    return found


def used() -> tuple[set[str], tuple[str, ...], tuple[str, ...]]:
    """Keys written out in the code, and the starts and ends of those that it puts together."""
    keys, starts, ends = set(), set(), set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                keys.add(node.value)
            if isinstance(node, ast.JoinedStr):
                first, last = node.values[0], node.values[-1]
                starts |= {str(first.value)} if isinstance(first, ast.Constant) else set()
                ends |= {str(last.value)} if isinstance(last, ast.Constant) else set()
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".code"):
                starts |= {f"{node.args[0].value}."} if isinstance(node.args[0], ast.Constant) else set()
    return keys, tuple(s for s in starts if "." in s), tuple(e for e in ends if e.startswith("_"))


def called() -> set[str]:
    """Keys that are given to a ``Text``: t("…"), t.count("…"), view.t("…")."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("t", "count"):
                words = ast.walk(node.args[0]) if node.args else ()
                found |= {w.value for w in words if isinstance(w, ast.Constant) and isinstance(w.value, str)}
    return {key for key in found if "." in key and key[-1] not in "._"}


def test_both_languages_hold_the_same_keys() -> None:
    assert catalogue(Language.ZH).keys() == catalogue(Language.EN).keys()


@pytest.mark.parametrize("language", list(Language))
def test_no_message_is_empty(language: Language) -> None:
    assert not [key for key, forms in catalogue(language).items() if not all(forms)]


def test_problems_are_sentences_of_their_own() -> None:
    english = Text(Language.EN)
    assert all(english.code("problem", str(code))[0].isupper() for code in schema.Problem)


def test_translations_fill_the_same_fields() -> None:
    def fields(forms: tuple[str, ...]) -> set[str]:
        return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}

    zh, en = catalogue(Language.ZH), catalogue(Language.EN)
    assert not {key for key in zh if fields(zh[key]) != fields(en[key])}


def test_every_message_is_used() -> None:
    keys, starts, ends = used()
    built = {key for key in catalogue(Language.ZH) if key.startswith(starts) or key.endswith(ends)}
    assert not catalogue(Language.ZH).keys() - keys - built


def test_every_key_in_the_code_has_a_message() -> None:
    assert not called() - catalogue(Language.ZH).keys()


@pytest.mark.parametrize("family", FAMILIES)
def test_every_code_has_a_word(family: str) -> None:
    for language in Language:
        t = Text(language)
        assert not {code for code in FAMILIES[family] if t.code(family, code) == f"{family}.{code}"}


def test_plural_forms_follow_the_language() -> None:
    assert Text(Language.EN).count("titles.times", 1) == "named 1 time"
    assert Text(Language.EN).count("titles.times", 3) == "named 3 times"
    assert Text(Language.ZH).count("titles.times", 1200) == "1,200 次获命名"


def test_amounts_in_both_languages() -> None:
    assert Text(Language.ZH).amount(18500, "万元").text == "1.85亿元"
    assert Text(Language.EN).amount(18500, "万元").text == "185 million yuan"
    assert Text(Language.ZH).amount(2.5, "个", "population").text == "2.5个/万人"


@pytest.mark.parametrize(
    ("locator", "zh", "en"),
    [
        ("p3", "第3页", "page 3"),
        ("¶12", "第12段", "paragraph 12"),
        ("†1", "脚注1", "footnote 1"),
        ("‡2", "尾注2", "endnote 2"),
        ("表!C5", "工作表“表”单元格 C5", "sheet 表, cell C5"),
        ("p3!A!C5", "工作表“p3!A”单元格 C5", "sheet p3!A, cell C5"),
    ],
)
def test_a_place_in_the_original_is_said_in_words(locator: str, zh: str, en: str) -> None:
    assert (Text(Language.ZH).locator(locator), Text(Language.EN).locator(locator)) == (zh, en)


def test_names_fall_back_to_chinese() -> None:
    assert Text(Language.EN).pick("张掖市", None) == "张掖市"
    assert Text(Language.EN).pick("张掖市", "Zhangye") == "Zhangye"
    assert Text(Language.ZH).pick("张掖市", "Zhangye") == "张掖市"
