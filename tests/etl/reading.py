"""Short ways to read a few sentences of our own, for the tests of the stages."""

from __future__ import annotations

import shutil
from array import array
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from etl.catalog import ROOT, load_catalog
from etl.extract import Extractor
from etl.pipeline import read_document
from etl.records import Document, Finding, Quantity, QuantityKind, Reading, Sentence
from etl.schema import Reason
from etl.segment import segment

CHINESE_DIGITS = "零一二三四五六七八九"


@cache
def extractor() -> Extractor:
    """The extractor of the shipped catalogue."""
    return Extractor(load_catalog(ROOT))


def document(
    text: str, title: str = "", date: str | None = "2023-08-01", place: str | None = "张掖市"
) -> Document:
    """A report of 张掖市 of August 2023, unless said otherwise."""
    return Document("own", "own.md", "", text, 0, title=title, date=date, place_name=place)


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, as the pipeline cuts them."""
    return segment(document(text))


def sentence(text: str) -> Sentence:
    """A text that is one sentence as it stands."""
    return Sentence(text, array("i", range(len(text))), 0, "")


def figures(text: str) -> list[Quantity]:
    """Everything that the grammar sees in a sentence."""
    return extractor().grammar.find(sentence(text))


def values(text: str) -> list[Quantity]:
    """The figures that are values, not dates, ordinals or names."""
    return [q for q in figures(text) if q.kind is QuantityKind.VALUE]


def read(text: str, **header: str | None) -> Reading:
    """All stages over one report; ``header`` as of ``document``."""
    return read_document(document(text, **header), extractor())  # type: ignore[arg-type]


def accepted(text: str, **header: str | None) -> list[Finding]:
    """The findings that count."""
    return [f for f in read(text, **header).findings if f.accepted]


def facts(text: str, **header: str | None) -> list[tuple[str, float]]:
    """(indicator, value) of what counts, in order."""
    return [(c.indicator_id, f.value or 0.0) for f in accepted(text, **header) for c in f.candidates]


def reasons(text: str, **header: str | None) -> list[Reason | None]:
    """Why each figure is not used; None for one that is."""
    return [f.reason for f in read(text, **header).findings]


def printed(finding: Finding) -> str:
    """The figure as its sentence has it."""
    return finding.sentence.text[finding.quantity.start : finding.quantity.end]


def data_copy(folder: Path) -> Path:
    """A copy of catalogue and reference data that a test may change; returns the data folder."""
    for name in ("catalog", "reference"):
        shutil.copytree(ROOT / name, folder / "data" / name)
    return folder / "data"


def chinese(number: int, two: str = "二") -> str:
    """A whole number below 10^12 in Chinese numerals: 120305 -> 十二万零三百零五."""
    text = "零"
    for scale in ("", "万", "亿"):
        number, section = divmod(number, 10_000)
        if scale == "":
            text = _section(section, two) if section else ""
            below = section
            continue
        gap = "零" if text and below < 1000 and not text.startswith("零") else ""
        if section:
            text = _section(section, two) + scale + gap + text
        below = section
    text = text.removeprefix("零")
    return text[1:] if text.startswith("一十") else text or "零"


def _section(number: int, two: str) -> str:
    digits = f"{number:04d}"
    text = ""
    for digit, scale in zip(digits, "千百十 ", strict=True):
        if digit == "0":
            text += "零" if text and not text.endswith("零") else ""
            continue
        word = two if digit == "2" and scale in "千百" else CHINESE_DIGITS[int(digit)]
        text += word + scale.strip()
    return text.rstrip("零")


WORDS = """
2023年 去年 今年以来 4年来 累计 先后 每年 其中 同时 目前
走访慰问 慰问金 退役军人 优抚对象 驻军 官兵 部队 市财政
投入 发放 悬挂 光荣牌 优待证 和 等 双拥 国防教育 基地 服务站 安置 随军家属 培训 招聘会 岗位 出动
抢险 转移群众 植树 荣获 全国双拥模范城 连续 省级 甘州区 民乐县 某部 第 三 十 百 万
亿 余 多 近 约 超过 以上 左右
个 名 人次 万元 元 亩 % 块 项 场 “ ” （ ） 《 》 ， 。 ； ： 、 至 — - . / + 1 2 30 400 5.5 1,200 ０ ９ １２
2024 五星级 〔2023〕5号
66123部队 # - **
"""
PHRASES = st.sampled_from([*WORDS.split(), "\n", "\n\n", "\u3000", "\u200b"])
TEXTS = st.lists(PHRASES | st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60).map("".join)
"""Texts that look like reports in part, and in part like nothing at all."""
