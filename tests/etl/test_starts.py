"""The start guards of the two big patterns: exactly the characters that a match can begin with.

A guard that lacks a character silently loses matches, so the set is derived here from the
pattern's syntax tree and compared.
"""

from __future__ import annotations

import re
import re._constants as codes
import re._parser as parser
from typing import Any

import pytest

from etl import periods, quantities
from etl.catalog import load_catalog

DIGITS = set("0123456789")


def literals(op: Any, value: Any) -> set[str]:
    if op is codes.LITERAL:
        return {chr(value)}
    found: set[str] = set()
    for kind, content in value:
        if kind is codes.LITERAL:
            found.add(chr(content))
        elif kind is codes.RANGE:
            found |= {chr(c) for c in range(content[0], content[1] + 1)}
        elif kind is codes.CATEGORY and content is codes.CATEGORY_DIGIT:
            found |= DIGITS
        else:
            raise ValueError(f"cannot begin a pattern here: {kind} {content}")
    return found


def first_characters(sequence: Any) -> tuple[set[str], bool]:
    """(characters that a match can begin with, whether it can be empty)."""
    found: set[str] = set()
    for op, value in sequence:
        if op in (codes.ASSERT, codes.ASSERT_NOT, codes.AT):
            continue
        if op is codes.SUBPATTERN:
            own, empty = first_characters(value[3])
        elif op is codes.BRANCH:
            branches = [first_characters(branch) for branch in value[1]]
            own, empty = set().union(*(b[0] for b in branches)), any(b[1] for b in branches)
        elif op in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            own, empty = first_characters(value[2])
            empty = empty or value[0] == 0
        else:
            own, empty = literals(op, value), False
        found |= own
        if not empty:
            return found, False
    return found, True


@pytest.mark.parametrize(
    ("guard", "pattern"),
    [
        (quantities.STARTS, quantities.QuantityGrammar(load_catalog().units).pattern),
        (periods.STARTS, periods.PATTERN),
    ],
    ids=["quantities", "periods"],
)
def test_the_guard_is_what_a_match_can_begin_with(guard: str, pattern: re.Pattern[str]) -> None:
    found, empty = first_characters(parser.parse(pattern.pattern))
    [(op, value)] = list(parser.parse(guard))
    assert not empty
    assert found == literals(op, value)
