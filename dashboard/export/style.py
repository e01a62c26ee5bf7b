"""Type and fonts of the files."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

import pylopdf_fonts_zh_cn as bundled

SANS: Final = "Noto Sans SC"
SERIF: Final = "Noto Serif SC"
"""Families of the bundled fonts (pylopdf-fonts-zh-cn, OFL); regular weight only."""

PICTURE_FONTS: Final = f"{SANS}, Source Han Sans SC, Microsoft YaHei, sans-serif"
"""The bundled family first: it draws the PNG; a viewer of the SVG takes what it has."""

OFFICE_SANS: Final = "微软雅黑"
OFFICE_BODY: Final = "仿宋"
OFFICE_HEAD: Final = "黑体"
OFFICE_LATIN: Final = "Times New Roman"
"""Faces named in Office files: every Windows and WPS has them; nothing is embedded."""


_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@cache
def font_folder() -> Path:
    """The folder of the bundled fonts."""
    folder: Path = bundled.sans_path().parent
    return folder


def width_of(text: str, latin: float = 0.56) -> float:
    """Printed width in ems: a Chinese character is 1, a Latin one about half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else latin for c in text)


def legible(text: str) -> str:
    """The text without the control characters that XML cannot hold."""
    return _CONTROL.sub("", text)


def wrapped(text: str, ems: float) -> list[str]:
    """Break a text into lines of at most ``ems``; Latin words stay whole where they fit.

    A closing mark never begins a line.
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of(line + piece) > ems and piece not in "，。；：、）”》！？,.;:)":
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line] if line else lines or [""]


def _pieces(text: str) -> list[str]:
    """Single Chinese characters, and runs of Latin ones with the space after them."""
    pieces: list[str] = []
    for letter in text:
        latin = width_of(letter) < 1
        if (
            latin
            and pieces
            and width_of(pieces[-1][-1]) < 1
            and not pieces[-1].endswith(" ")
            and len(pieces[-1]) < 24
        ):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces
