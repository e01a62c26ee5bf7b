"""The dashboard's tests: an opened edition, and the app without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard import settings
from dashboard.components import state
from dashboard.queries import edition as editions
from dashboard.queries.edition import Edition

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def opened(edition: Path) -> Edition:
    """The default edition, as the pages read it."""
    return editions.load(edition.parent, edition.name)


@pytest.fixture(scope="session", autouse=True)
def _one_scan() -> Iterator[None]:
    """Every AppTest reads the metadata of all installed packages, which takes longer than most pages."""
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture
def app(edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page: ``app("rankings", indicator="…")``; inbox and decisions are empty, in ``tmp_path``."""
    monkeypatch.setenv(settings.EDITIONS_VARIABLE, str(edition.parent))
    monkeypatch.setenv(settings.INBOX_VARIABLE, str(tmp_path / "inbox"))
    monkeypatch.setenv(settings.DECISIONS_VARIABLE, f"sqlite:///{tmp_path / 'decisions.sqlite'}")

    def open_page(page: str = "overview", **parameters: str) -> AppTest:
        test = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
        for name, value in parameters.items():
            test.query_params[name] = value
        if page != "overview":
            test.session_state[state.ASKED] = page  # as a click did: without the overview before it
        return test.run()

    return open_page
