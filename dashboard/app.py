"""Entry of the dashboard: path guard, page set-up, navigation. No numbers here.

Run from the project's folder: ``python -m streamlit run dashboard/app.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # streamlit puts only dashboard/ there
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402

from dashboard import settings  # noqa: E402
from dashboard.components import lost, page, shell, state  # noqa: E402

SECTIONS = {
    "nav.look": (
        *("overview", "rankings", "trends", "benchmark", "place"),
        *("evidence", "index", "quality", "catalogue", "briefing"),
    ),
    "nav.work": ("intake", "review", "editions"),
}
PAGES = tuple(name for names in SECTIONS.values() for name in names)


def main() -> None:
    """Set up the page, draw the sidebar and run the page that was chosen."""
    state.begin()
    t = shell.language()
    st.set_page_config(page_title=t("app.name"), page_icon=str(page.ASSETS / "icon.png"), layout="wide")
    page.style()
    pages = {
        name: st.Page(ROOT / "pages" / f"{name}.py", title=t(f"nav.{name}"), url_path=name) for name in PAGES
    }
    # the default page alone has no path of its own: behind it stands the overview once more
    first = ROOT / "pages" / f"{PAGES[0]}.py"
    root = st.Page(first, title=t(f"nav.{PAGES[0]}"), url_path="~", default=True, visibility="hidden")
    entries = {t(section): [pages[name] for name in names] for section, names in SECTIONS.items()}
    chosen = st.navigation({"": [root, *lost.pages(pages, t)], **entries}, expanded=True)
    asked = PAGES[0] if chosen is root and state.first() else state.destination()
    if asked in pages:
        st.switch_page(pages[asked])
    if shell.start(settings.load().editions_root, t):
        chosen.run()
        state.end()


main()
