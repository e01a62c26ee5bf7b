"""The dashboard's tests: an opened edition, and the app without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cache, settings
from dashboard.queries import edition as editions
from dashboard.queries.edition import Edition

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def opened(edition: Path) -> Edition:
    """The default edition, as the pages read it."""
    return editions.load(edition.parent, edition.name)


@pytest.fixture
def app(edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page: ``app("rankings", indicator="…")``; inbox and decisions are empty, in ``tmp_path``."""
    monkeypatch.setenv(settings.EDITIONS_VARIABLE, str(edition.parent))
    monkeypatch.setenv(settings.INBOX_VARIABLE, str(tmp_path / "inbox"))
    monkeypatch.setenv(settings.DECISIONS_VARIABLE, f"sqlite:///{tmp_path / 'decisions.sqlite'}")
    cache.edition.clear()

    def open_page(page: str = "overview", **parameters: str) -> AppTest:
        test = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
        for name, value in parameters.items():
            test.query_params[name] = value
        test.run()
        if page != "overview":
            test.switch_page(f"../pages/{page}.py")
            test.run()
        return test

    return open_page
