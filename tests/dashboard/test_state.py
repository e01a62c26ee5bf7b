"""The address and the session: who wins when."""

from __future__ import annotations

import pytest
import streamlit as st

from dashboard.components import state


class Address(dict[str, str]):
    """Streamlit's query parameters, as far as they are used."""

    def to_dict(self) -> dict[str, str]:
        return dict(self)

    def from_dict(self, values: dict[str, str]) -> None:
        self.clear()
        self.update(values)


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Address:
    found = Address()
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "query_params", found)
    return found


def run(default: str = "a") -> str:
    state.begin()
    value = state.get("place", ("a", "b", "c"), default)
    state.end()
    return value


def test_the_default_is_written_out(address: Address) -> None:
    assert run() == "a"
    assert address == {"place": "a"}


def test_a_changed_address_wins(address: Address) -> None:
    run()
    address["place"] = "b"
    assert run() == "b"


def test_a_click_wins_over_an_address_that_is_behind(address: Address) -> None:
    run()
    state.put("place", "c")
    address["place"] = "b"
    assert run() == "c"
    assert address == {"place": "c"}


def test_an_unknown_value_is_refused_and_named(address: Address) -> None:
    address["place"] = "<script>"
    assert run() == "a"
    assert state.refused() == ["place"]


def test_very_long_values_are_not_read(address: Address) -> None:
    address["place"] = "b" * (state.LONGEST + 1)
    assert run() == "a"
    assert state.refused() == []


def test_links_name_what_the_view_used(address: Address) -> None:
    run()
    assert state.link("rankings", level="county") == "rankings?place=a&level=county"
