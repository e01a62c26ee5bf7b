"""The summary: true statements with figures, each with its reference. No praise, no claim beyond the data."""

from __future__ import annotations

import pandas as pd

from dashboard.export.briefing import wording
from dashboard.export.briefing.material import Material
from dashboard.export.briefing.model import Sentence
from dashboard.export.frames import records
from dashboard.export.spec import Standing
from dashboard.text import Text


def sentences(t: Text, m: Material) -> tuple[Sentence, ...]:
    """All statements of the summary: the standing first, what it rests on last."""
    made = [
        headline(t, m),
        *(notable(t, m) if len(judged(m)) else []),
        index(t, m),
        titles(t, m),
        conflicts(t, m),
        unjudged(t, m),
        gaps(t, m),
        basis(t, m),
    ]
    return tuple(one for one in made if one is not None)


def basis(t: Text, m: Material) -> Sentence:
    """What the briefing rests on: sources, figures, indicators."""
    if m.sources.empty:
        return Sentence(
            t("brief.no_sources", place=m.place, edition=m.edition_id), (wording.edition_reference(t, m),)
        )
    dates = sorted(str(d) for d in m.sources["date"].dropna())
    span = _span(t, dates[0], dates[-1]) if dates else ""
    fields = {"place": m.place, "sources": len(m.sources), "span": span, "figures": len(m.observations)}
    text = t("brief.basis", **fields, indicators=m.observations["name"].nunique(), catalogue=m.catalogue_size)
    return Sentence(text, tuple(_source(t, row) for row in records(m.sources.head(6))))


def _span(t: Text, first: str, last: str) -> str:
    """The dates of the sources; one date when they are alike."""
    return t("brief.dated", first=first, last=last) if first != last else t("brief.dated_once", date=first)


def _source(t: Text, row: dict[str, object]) -> str:
    day = row["date"] if isinstance(row["date"], str) else t("brief.undated")
    return t("brief.source", title=row["title"], date=day)


def titles(t: Text, m: Material) -> Sentence:
    """National titles on record; nothing is concluded from their absence."""
    own = m.titles[m.titles["level"] == "national"].sort_values("year")
    if own.empty:
        return Sentence(t("brief.no_title", place=m.place), (t("brief.title_lists"),))
    years = wording.listing(t, [int(y) for y in own["year"]], most=20)
    text = t("brief.titles", place=m.place, n=len(own), years=years)
    cited = (t("brief.title_reference", source=r["source"], year=int(r["year"])) for r in records(own))
    return Sentence(text, tuple(dict.fromkeys(cited)))


def index(t: Text, m: Material) -> Sentence | None:
    """The composite index, where the place reaches one."""
    own = m.scores[m.scores["item_id"] == "index"]
    if own.empty or pd.isna(own["score"].iloc[0]):
        return None
    row = own.iloc[0]
    score = f"{float(row['score']):.1f}"
    if pd.isna(row["rank"]):
        return Sentence(
            t("brief.index_unranked", place=m.place, score=score), (wording.edition_reference(t, m),)
        )
    fields = {"place": m.place, "score": score, "rank": int(row["rank"]), "n": int(row["ranked_places"])}
    text = t("brief.index", **fields)
    if pd.notna(row["rank_low"]) and pd.notna(row["rank_high"]):
        text += t("brief.index_interval", low=int(row["rank_low"]), high=int(row["rank_high"]))
    else:
        text += t("brief.index_end")
    return Sentence(text, (wording.edition_reference(t, m),))


def judged(m: Material) -> pd.DataFrame:
    """Indicators with a direction and at least five places."""
    return m.standing[m.standing["standing"] != Standing.NONE]


def headline(t: Text, m: Material) -> Sentence:
    """How many comparable indicators lie on which side of the group's median."""
    rows = judged(m)
    reference = (wording.edition_reference(t, m),)
    if rows.empty:
        return Sentence(t("brief.no_position", place=m.place, group=m.group, n=m.group_size), reference)
    sign = rows["better"].map({"higher": 1.0, "lower": -1.0}).astype(float)
    gap = (rows["shown"].astype(float) - rows["median"].astype(float)) * sign
    counts = {"better": int((gap > 0).sum()), "worse": int((gap < 0).sum()), "same": int((gap == 0).sum())}
    text = t("brief.position", place=m.place, group=m.group, n=m.group_size, compared=len(rows), **counts)
    return Sentence(text, reference)


def unjudged(t: Text, m: Material) -> Sentence | None:
    """How many indicators with a value are not judged; None when all are."""
    rest = len(m.standing) - len(judged(m))
    return Sentence(t("brief.position_rest", n=rest), (wording.edition_reference(t, m),)) if rest else None


def notable(t: Text, m: Material) -> list[Sentence]:
    """The indicators in the best and the worst quarter, three of each, with their evidence."""
    references = wording.by_observation(t, m.observations)
    made = []
    for standing, key in ((Standing.BETTER, "brief.in_best"), (Standing.WORSE, "brief.in_worst")):
        rows = ranked(m, standing)
        if rows.empty:
            made.append(Sentence(t(f"{key}_none"), (wording.edition_reference(t, m),)))
            continue
        names = wording.listing(t, rows["name"])
        made.append(Sentence(t(key, n=len(rows), names=names), (wording.edition_reference(t, m),)))
        for row in records(rows.head(3)):
            cited = wording.cited(references, row["observation_ids"])
            made.append(Sentence(wording.standing_sentence(t, row), cited))
    return made


def ranked(m: Material, standing: Standing) -> pd.DataFrame:
    """Indicators of one standing, the most telling first: by rank over the number of places."""
    rows = m.standing[m.standing["standing"] == standing]
    share = rows["rank"].astype(float) / rows["n"].astype(float)
    return rows.assign(_share=share).sort_values(
        ["_share", "name"], ascending=[standing == Standing.BETTER, True]
    )


def gaps(t: Text, m: Material) -> Sentence:
    """What the sources do not say."""
    silent = int((m.gaps["state"] == t("why.NOT_MENTIONED")).sum())
    other = len(m.gaps) - silent
    text = t("brief.gaps", catalogue=m.catalogue_size, silent=silent, other=other)
    return Sentence(text, (wording.edition_reference(t, m),))


def conflicts(t: Text, m: Material) -> Sentence:
    """Where sources contradict each other."""
    if m.conflicts.empty:
        return Sentence(t("brief.no_conflicts"), (wording.edition_reference(t, m),))
    references = wording.by_observation(t, m.observations)
    first = m.conflicts.iloc[0]
    names = wording.listing(t, m.conflicts["name"].unique())
    return Sentence(
        t("brief.conflicts", n=len(m.conflicts), names=names),
        wording.cited(references, [first["kept_id"], first["other_id"]]),
    )
