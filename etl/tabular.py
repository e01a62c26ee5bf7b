"""CSV and YAML files that officials tend: read strictly, refused with the cure.

Every refusal names file, row and column and says what to do, in Chinese and English,
because the people who keep these files are officials and not programmers.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml

E = TypeVar("E", bound=StrEnum)
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CatalogError(ValueError):
    """A file of the catalogue or reference data that cannot be used, and how to mend it."""

    def __init__(self, file: str, row: int | str, column: str, problem: str, cure: str) -> None:
        self.file, self.row, self.column = file, row, column
        super().__init__(f"{file} 第 {row} 行 {column} 列 (row {row}, column {column}): {problem}. {cure}")


def read_table(path: Path, columns: Iterable[str]) -> tuple[str, list[dict[str, str]]]:
    """(name to show, rows) of a CSV file that must have the columns. Raises ``CatalogError``."""
    name = f"{path.parent.name}/{path.name}"
    if not path.is_file():
        raise CatalogError(name, 0, "-", "文件不存在 / file is missing", "请恢复该文件 / restore it")
    reader = csv.DictReader(_text(name, path).splitlines(keepends=True))
    missing = [c for c in columns if c not in (reader.fieldnames or [])]
    if missing:
        raise CatalogError(
            name, 1, missing[0], "缺少列 / column is missing", "请在表头加上该列 / add it to the header"
        )
    rows = list(reader)
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise CatalogError(
                name,
                number,
                "-",
                "列数与表头不符 / wrong number of fields",
                "含逗号的文字请加双引号 / quote text that has commas",
            )
    return name, rows


def _text(name: str, path: Path) -> str:
    """Text of a file; spreadsheets like to save Chinese as GBK, which is refused and not guessed."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        raise CatalogError(
            name, row, "-", "不是 UTF-8 编码 / is not UTF-8", "请另存为 CSV UTF-8 / save it as CSV UTF-8"
        ) from None


def required(name: str, number: int, column: str, value: str) -> str:
    """A value that must be filled in."""
    return unique(name, number, column, value, set())


def unique(name: str, number: int, column: str, value: str, seen: set[str]) -> str:
    """A value that must be filled in and not yet seen; remembers it in ``seen``."""
    if not value:
        raise CatalogError(name, number, column, "为空 / is empty", "请填写 / fill it in")
    if value in seen:
        raise CatalogError(
            name, number, column, f"重复 / duplicate: {value}", "请改用其他编号 / use another id"
        )
    seen.add(value)
    return value


def one_of(name: str, number: int, column: str, value: str, codes: type[E]) -> E:
    """A value that must be a code of an enum."""
    try:
        return codes(value)
    except ValueError:
        allowed = ", ".join(codes)
        raise CatalogError(
            name, number, column, f"无效值 / not allowed: {value!r}", f"可用 / use one of: {allowed}"
        ) from None


def number(name: str, number: int | str, column: str, value: str) -> float:
    """A value that must be a number."""
    try:
        found = float(value)
        if math.isfinite(found):
            return found
    except ValueError:
        pass
    raise CatalogError(
        name, number, column, f"不是数字 / not a number: {value!r}", "请填数字 / enter a number"
    )


def pattern(name: str, number: int, column: str, value: str, form: str, example: str) -> str:
    """A value that must have a form, a regular expression; ``example`` shows one."""
    if re.fullmatch(form, value):
        return value
    raise CatalogError(
        name, number, column, f"格式不对 / wrong form: {value!r}", f"例如 / for example: {example}"
    )


def known(name: str, number: int, column: str, value: str, known: Iterable[str], where: str) -> str:
    """A value that must be one of those defined elsewhere (``where``)."""
    if value not in known:
        raise CatalogError(
            name,
            number,
            column,
            f"未定义 / not defined: {value!r}",
            f"请先在 {where} 中添加 / add it to {where} first",
        )
    return value


def read_yaml(path: Path) -> tuple[str, Any]:
    """(name to show, content) of a YAML file."""
    name = f"{path.parent.name}/{path.name}"
    try:
        return name, yaml.load(_text(name, path), Loader=_LOADER)  # noqa: S506 - a safe loader
    except (OSError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark else 0
        raise CatalogError(
            name,
            row,
            "-",
            f"无法读取 / cannot be read: {error}",
            "请检查缩进与引号 / check indents and quotes",
        ) from None
