"""The tables of one place as a briefing shows them: codes and names in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.briefing.shared import Shared
from dashboard.export.briefing import material as columns
from dashboard.export.frames import records
from dashboard.queries import place, ranking
from dashboard.queries import scores as published
from dashboard.queries.edition import Edition
from dashboard.text import Text


def observations(shared: Shared, place_code: str) -> pd.DataFrame:
    """All observations with the reason of those that are not compared."""
    t = shared.text
    rows = place.observations(shared.edition, place_code)
    words = shared.indicators.set_index("indicator_id")
    reasons = place.why_not(shared.edition, place_code)
    listed = records(rows)
    made = rows.assign(
        name=[words["name"][i] for i in rows["indicator_id"]],
        pillar=[words["pillar"][i] for i in rows["indicator_id"]],
        qualifier=[t.code("qualifier", str(q)) for q in rows["qualifier"]],
        qualifier_code=rows["qualifier"].astype(str),
        period=[t.period(r) for r in listed],
        unit=[t.unit(str(u)) for u in rows["unit"]],
        status=[_status(t, r, reasons) for r in listed],
        quote=[t.quote(r) for r in listed],
    )
    return made[list(columns.OBSERVATIONS)]


def _status(t: Text, row: Mapping[str, Any], reasons: Mapping[str, str]) -> str:
    """Counted, or why not."""
    if row["used"]:
        return t("evidence.counted")
    fallback = "PART_ONLY" if row["scope"] == "sub" else "OTHER_VALUE"
    return t("evidence.not_counted", reason=t.code("why", reasons.get(row["observation_id"], fallback)))


def conflicts(shared: Shared, place_code: str) -> pd.DataFrame:
    """Pairs of figures that contradict each other, the kept one first."""
    t = shared.text
    words = shared.indicators.set_index("indicator_id")
    rows = place.conflicts(shared.edition, place_code)
    made = rows.assign(
        name=[words["name"][i] for i in rows["indicator_id"]],
        unit=[t.unit(str(words["unit"][i])) for i in rows["indicator_id"]],
        period=[t.period(r) for r in records(rows)],
        difference_pct=rows["difference_pct"].round(1),
    )
    return made[list(columns.CONFLICTS)]


def gaps(shared: Shared, place_code: str) -> pd.DataFrame:
    """Indicators without a comparable value in the cycle, each with the reason."""
    t, edition = shared.text, shared.edition
    own = ranking.chosen_values(edition, shared.cycle, "place_code", place_code)
    compared = set(own.loc[own["comparable"], "indicator_id"])
    reasons = dict(zip(own["indicator_id"], own["why_not"], strict=True))
    seen = edition["observations"]
    elsewhere = set(seen.loc[seen["place_code"] == place_code, "indicator_id"])
    rows = []
    for row in records(shared.indicators):
        code = row["indicator_id"]
        if code not in compared:
            why = reasons.get(code) or ("OTHER_CYCLE" if code in elsewhere else "NOT_MENTIONED")
            rows.append((row["pillar"], row["name"], t.code("why", str(why))))
    return pd.DataFrame(rows, columns=list(columns.GAPS))


def scores(shared: Shared, place_code: str) -> pd.DataFrame:
    """Index and pillar scores of the default scenario; none where the edition has none."""
    own = published.of_place(shared.edition, place_code)
    names = dict(zip(shared.indicators["pillar_id"], shared.indicators["pillar"], strict=True))
    own = own.assign(item=[names.get(i, shared.text("brief.section.index")) for i in own["item_id"]])
    return own.assign(score=own["score"].round(1))[list(columns.SCORES)]


def practices(shared: Shared, place_code: str) -> pd.DataFrame:
    """Yes/no practices that the sources state, each with its sentence."""
    t, edition = shared.text, shared.edition
    rows = edition["practices"]
    rows = rows[rows["place_code"] == place_code].merge(edition["practice_catalogue"], on="practice_id")
    rows = rows.merge(
        edition["sources"][["source_id", "title", "date"]], on="source_id", how="left"
    ).sort_values("order")
    pillars = dict(zip(shared.indicators["pillar_id"], shared.indicators["pillar"], strict=True))
    made = rows.assign(
        pillar=[pillars.get(p, p) for p in rows["pillar_id"]],
        name=[t.pick(zh, en) for zh, en in zip(rows["name_zh"], rows["name_en"], strict=True)],
        answer=[t.code("answer", str(a)) for a in rows["answer"]],
    )
    return made[list(columns.PRACTICES)]


def titles(edition: Edition, place_code: str, t: Text) -> pd.DataFrame:
    """Titles on record, national and provincial."""
    rows = edition["titles"]
    own = rows[rows["place_code"] == place_code].sort_values(["level", "year"])
    own = own.assign(source=own["source"].where(own["source_id"].notna(), t("titles.list")))
    return own.rename(columns={"complete_list": "complete"})[list(columns.TITLES)]
