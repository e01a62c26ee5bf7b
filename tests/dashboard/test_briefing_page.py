"""Downloads of briefing and chart panels: made on the click, kept nowhere, in the office's template."""

from __future__ import annotations

import gc
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from dashboard import briefing
from dashboard.components import briefing as parts
from dashboard.export import draw_pptx

Open = Callable[..., AppTest]
Made = dict[str, Callable[[], bytes]]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """What each download button of a page was given, by key."""
    found: Made = {}

    def button(label: str, data: Callable[[], bytes], key: str, **more: object) -> bool:
        assert more["on_click"] == "ignore"  # a click runs no script
        found[key] = data
        return False

    monkeypatch.setattr(parts.st, "download_button", button)
    return found


def held(least: int) -> int:
    """How many byte strings of that size anything in the process still refers to."""
    gc.collect()
    parts = gc.get_referents(*gc.get_objects())
    return len({id(part) for part in parts if type(part) is bytes and len(part) > least})


def test_a_briefing_is_made_on_the_click_and_not_kept(app: Open, made: Made) -> None:
    shown = app("briefing", lead="620700")
    assert not shown.exception
    assert set(made) >= {"briefing-pptx", "briefing-docx", "briefing-pdf", "briefing-xlsx", "briefing-data"}
    assert all(callable(data) for data in made.values())
    made["briefing-docx"]()  # loads what stays: fonts, boundaries
    before = held(100_000)
    assert len(made["briefing-docx"]()) > 100_000
    assert held(100_000) <= before


def test_a_panel_has_a_preview_and_its_name(app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    monkeypatch.setattr(parts.st, "download_button", lambda label, file_name, **_: names.append(file_name))
    shown = app("briefing", places="620700,410900")
    assert not shown.exception
    titles = [one.label for one in shown.expander]
    assert len(titles) == 6  # ranking, two places, conflicts, missing, method
    assert "张掖市" in titles
    assert any("等2地" in name for name in names)


def test_a_charts_slide_takes_the_offices_template(
    app: Open, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Presentation(io.BytesIO(draw_pptx.draw()))
    own.slide_width = own.slide_height
    own.save(str(tmp_path / "office.pptx"))
    monkeypatch.setattr(briefing, "TEMPLATES", tmp_path)
    assert not app("rankings", indicator="activity.glory_plaques").exception
    slides = next(data for key, data in made.items() if key.startswith("pptx-"))
    show = Presentation(io.BytesIO(slides()))
    assert show.slide_width == show.slide_height
