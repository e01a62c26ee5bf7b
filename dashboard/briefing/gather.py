"""Edition -> Material: the tables of one lead place, with words in the language of the briefing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.briefing import standing, tables
from dashboard.briefing.shared import Shared
from dashboard.export.briefing import material as columns
from dashboard.export.briefing.material import Material
from dashboard.queries import groups, place, scores, spine, titles
from dashboard.queries.cycles import Cycle
from dashboard.queries.groups import Group
from dashboard.text import Text
from etl.schema import PROGRAM_VERSION, TitleLevel


def materials(shared: Shared, places: Sequence[str], group: Group, date: str) -> list[Material]:
    """What a briefing of these places is composed from. KeyError for an unknown code."""
    drawn = _map(shared)  # the same for every place
    return [_material(shared, code, group, date, drawn) for code in places]


def _material(shared: Shared, place_code: str, group: Group, date: str, drawn: Mapping[str, Any]) -> Material:
    """Everything about one place."""
    edition, t = shared.edition, shared.text
    own = edition["places"].set_index("place_code").loc[place_code]
    members = groups.members(edition, place_code, group)
    language = t.language
    standings = standing.standing(shared, place_code, members["place_code"])
    return Material(
        place_code=place_code,
        place=t.pick(own["place_name"], own["name_en"]),
        group=t.code("group", group),
        group_size=len(members),
        cycle=cycle_words(t, shared.cycle),
        edition_id=edition.edition_id,
        program_version=str(edition.manifest.get("program_version", PROGRAM_VERSION)),
        date=date,
        language=language,
        catalogue_size=len(shared.indicators),
        standing=standings,
        observations=tables.observations(shared, place_code),
        conflicts=tables.conflicts(shared, place_code),
        gaps=tables.gaps(shared, place_code),
        scores=tables.scores(shared, place_code),
        trends=standing.moved(shared, place_code, standings),
        practices=tables.practices(shared, place_code),
        sources=place.sources(edition, place_code)[list(columns.SOURCES)],
        titles=tables.titles(edition, place_code, t),
        **drawn,
    )


def cycle_words(t: Text, cycle: Cycle) -> str:
    """A cycle in words."""
    return (
        t("cycle.round", round=cycle.round, start=cycle.start, end=cycle.end)
        if cycle.round
        else t("cycle.all")
    )


def _map(shared: Shared) -> dict[str, Any]:
    """The map: index scores where five places or more have one, else national titles on record."""
    t, edition = shared.text, shared.edition
    rows = scores.ranked(edition, scores.INDEX)
    rows = rows.assign(value=rows["score"].round(1))
    if len(rows) >= spine.FEWEST:
        title, unit, source = t("brief.map_index", n=len(rows)), "", t("brief.score_note")
    else:
        rows = titles.counts(edition, TitleLevel.NATIONAL).rename(columns={"shown": "value"})
        rows = rows[rows["level"] == "prefecture"]
        title, unit, source = t("brief.map_titles", n=len(rows)), t("unit.次"), t("brief.title_lists")
    names = edition["places"].set_index("place_code")["name_en"]
    rows = rows.assign(
        place_name=[
            t.pick(zh, names.get(code))
            for code, zh in zip(rows["place_code"], rows["place_name"], strict=True)
        ]
    )
    return {
        "map_title": title,
        "map_unit": unit,
        "map_source": source,
        "map_values": rows[["place_code", "place_name", "value"]],
        "boundaries": edition.boundaries,
    }
