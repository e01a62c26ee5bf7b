"""Parts of the briefing page: what goes in, a preview, and the files.

Files are composed and written on the click, outside the script, and are not kept in the session.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import briefing
from dashboard.briefing import Choice
from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.components import page, state
from dashboard.components.view import View
from dashboard.export.briefing.model import Block, Briefing, Figure, Grid, Heading, Paragraph
from dashboard.export.briefing.render import MEDIA, BriefFormat, name_of
from dashboard.export.briefing.sections import BUILDERS
from dashboard.export.spec import file_name
from dashboard.queries import groups
from dashboard.queries.edition import Edition

MOST = 60
"""Places of one panel briefing: about two minutes of work."""


def choose(view: View) -> Choice:
    """Draw the choices: places and sections; group, cycle and language come from the sidebar."""
    t = view.t
    rows = groups.with_data(view.edition)
    names = dict(zip(rows["place_code"], view.names(rows), strict=True))
    default = [view.lead] if view.lead and view.lead in names else list(names)[:1]
    places = state.several(
        "places", t("briefing.places"), list(names), default, lambda c: names[c], MOST, t("briefing.choose")
    )
    sections = list(BUILDERS)
    if len(places) == 1:
        sections = state.several(
            "sections",
            t("briefing.sections"),
            sections,
            sections,
            lambda s: t(f"brief.section.{s}"),
            len(BUILDERS),
            t("briefing.choose"),
        )
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
    return Choice(tuple(places), view.group, view.cycle, today, t.language, tuple(sections))


def answer(view: View, choice: Choice) -> str:
    """What will be made, in a sentence."""
    if len(choice.places) == 1:
        place = view.place_name(choice.places[0])
        return view.t("briefing.answer", place=place, n=len(choice.sections), cycle=view.cycle_name())
    return view.t("briefing.answer_panel", n=len(choice.places), cycle=view.cycle_name())


@st.cache_resource(max_entries=8, show_spinner=False)
def _composed(edition_id: str, choice: Choice, _edition: Edition) -> Briefing:
    """The briefing as content, without pictures: about 200 kB."""
    return briefing.brief(_edition, choice)


def _file(edition: Edition, choice: Choice, target: BriefFormat) -> bytes:
    return briefing.write(briefing.brief(edition, choice), target)


def downloads(view: View, choice: Choice) -> None:
    """One button a format, and the edition as open data."""
    t, edition = view.t, view.edition
    made = _composed(edition.edition_id, choice, edition)
    with st.container(horizontal=True, gap="small", key="briefing-downloads"):
        for target in BriefFormat:
            st.download_button(
                t(f"briefing.file.{target.value}"),
                data=partial(_file, edition, choice, target),
                file_name=name_of(made, target),
                mime=MEDIA[target],
                key=f"briefing-{target.value}",
                on_click="ignore",
            )
        st.download_button(
            t("briefing.file.data"),
            data=partial(briefing.open_data, edition, choice.date),
            file_name=file_name((t("briefing.open_data"),), edition.edition_id, choice.date, "zip"),
            mime="application/zip",
            key="briefing-data",
            on_click="ignore",
        )
    page.caption(t("briefing.templates"))


def preview(view: View, choice: Choice) -> None:
    """Statements, captions and references of each section, the first one open."""
    made = _composed(view.edition.edition_id, choice, view.edition)
    for section in made.sections:
        with st.expander(section.title, expanded=section.section_id == made.sections[0].section_id):
            st.html("".join(_block(view, block) for block in section.blocks))


def _block(view: View, block: Block) -> str:
    """One block in words."""
    if isinstance(block, Heading):
        return tag("h3", markup.text(block.text))
    if isinstance(block, Figure):
        return tag("p", markup.text(view.t("briefing.figure", title=block.table.title)), class_="sy-caption")
    if isinstance(block, Grid):
        words = view.t("briefing.grid", title=block.caption, n=len(block.frame))
        return tag("p", markup.text(words), class_="sy-caption")
    if not isinstance(block, Paragraph):
        return tag("p", markup.text(block.text), class_="sy-note")
    return "".join(_sentence(s.text, s.references) for s in block.sentences)


def _sentence(text: str, references: tuple[str, ...]) -> str:
    """A statement with its references under it."""
    under = "".join(tag("p", markup.text(r), class_="sy-source") for r in references)
    return tag("div", tag("p", markup.text(text)) + under, class_="sy-statement")
