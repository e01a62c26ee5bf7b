"""A running dashboard and a browser that notices every error and every request to another host."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from etl.catalog import ROOT as DATA
from etl.jobs import status
from tests.browser.checks import SIZES
from tests.conftest import published

ROOT = Path(__file__).resolve().parents[2]
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]

SHIPPED = ("620700-zhangye-2023-1.md", "620700-zhangye-2023-2.md", "450500-beihai-2023.md")
"""Reports of the installation that tests change: with doubts, and built in a third of the time of all."""

Open = Callable[..., Page]

expect.set_options(timeout=20_000)  # a condition holds at once on a quiet machine, on a busy one it may not


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine may be late once: one more try, named in the summary (R)."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def address(edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a dashboard that shows the default edition."""
    root = tmp_path_factory.mktemp("shown")
    (root / "editions").symlink_to(edition.parent)
    with serving(root) as url:
        yield url


@dataclass(frozen=True)
class Office:
    """An installation that people may change: three reports, an edition of them, an empty inbox."""

    root: Path
    address: str
    first: Path
    """Its first edition, kept outside it."""

    @property
    def editions(self) -> Path:
        return self.root / "editions"

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    def begin(self, editions: Path | None = None) -> None:
        """Put it back to its first edition, or to other editions."""
        end = time.monotonic() + 60
        while status(self.editions / ".job").active and time.monotonic() < end:
            time.sleep(0.1)  # a test that failed may have left a build
        for path in (self.editions, self.inbox):
            shutil.rmtree(path, ignore_errors=True)
        for path in self.root.glob("decisions.sqlite*"):
            path.unlink()
        shutil.copytree(editions or self.first.parent, self.editions)


@pytest.fixture(scope="session")
def _office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    root, kept = tmp_path_factory.mktemp("office"), tmp_path_factory.mktemp("first")
    (root / "reports").mkdir()
    for name in SHIPPED:
        shutil.copy(DATA / "reports" / name, root / "reports")
    first = published([root / "reports"], kept)
    with serving(root) as url:
        yield Office(root, url, first)


@pytest.fixture
def office(_office: Office) -> Office:
    """The installation as it began; one server for all tests, since starting one takes seconds."""
    _office.begin()
    return _office


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """A dashboard on the folders ``editions``, ``inbox``, ``reports`` and the decisions below ``root``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", "--server.port", str(port)]
    folders = {f"SHUANGYONG_{name.upper()}": str(root / name) for name in ("editions", "inbox", "reports")}
    store = {"SHUANGYONG_DECISIONS": f"sqlite:///{root / 'decisions.sqlite'}"}
    environment = {**os.environ, **folders, **store}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_for(url: str, seconds: float = 60) -> None:
    """Wait until an address answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except (urllib.error.URLError, TimeoutError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@pytest.fixture(scope="session")
def browser(chromium: str | None) -> Iterator[Browser]:
    """One headless Chromium for all journeys."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def visit(address: str, browser: Browser) -> Iterator[Open]:
    """Open pages: ``visit("rankings", size="phone")``. Fails on console errors and outside requests.

    ``visit("place", tab=page)`` goes on in the window of a page, a new session like any other, and is
    quicker than a new window by a third.
    """
    troubles: list[str] = []
    contexts = []

    def heard(message: ConsoleMessage) -> None:
        # on a page's own address streamlit first looks for its endpoints below the page, then at the root
        expected = "404" in message.text and "/_stcore/" in message.location.get("url", "")
        if message.type == "error" and not expected:
            troubles.append(f"{message.text} {message.location.get('url', '')}")

    def asked(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(address).netloc:
            troubles.append(f"outside request: {url}")

    def new_tab(size: str) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda request: asked(request.url))
        return page

    def open_page(path: str = "", size: str = "desk", tab: Page | None = None) -> Page:
        page = tab or new_tab(size)
        page.goto(f"{address}/{path}")
        page.locator("h1.sy-title").wait_for(timeout=60_000)
        page.wait_for_selector("html[data-known]", state="attached")  # the first view is whole
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles
