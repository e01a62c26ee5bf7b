"""A synthetic edition of national size, for measuring only: never shipped, never among real figures.

3,000 places x 90 indicators x 12 years: every cell of the grid is a row of ``values`` (3.24 million).
Sentences, documents and refused figures are those of the newest year (270,000 observations); each
place and year is a source. Places, pillars, rounds and boundaries are the reference's own; every
figure is drawn at random, and the sentence says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as parquet

from etl.conform import to_arrow
from etl.editions.history import CURRENT
from etl.publish import MANIFEST
from etl.schema import TABLES, Doubt, WhyNot

Frames = dict[str, pd.DataFrame]
EDITION = "2024-12-31-0000000000"
LAST = 2024


@dataclass(frozen=True, slots=True)
class Size:
    """How large an edition is."""

    places: int = 3000
    indicators: int = 90
    years: int = 12


def national(base: Mapping[str, pd.DataFrame], size: Size = Size(), seed: int = 1) -> Frames:
    """All tables of ``etl.schema``; ``base`` gives the reference tables (those of any edition)."""
    rng = np.random.default_rng(seed)
    places, indicators = _places(base["places"], size.places, rng), _indicators(base, size.indicators)
    values = _values(places, indicators, size.years, rng)
    newest = values[values["year"] == LAST].reset_index(drop=True)
    observations, documents = _sentences(newest, indicators)
    refused = _rejected(documents, places)
    sources = _sources(places, size.years, observations, refused, documents)
    kept = ("pillars", "practice_catalogue", "naming_rounds", "influence", "corrections")
    tables = {name: base[name] for name in kept} | {
        "titles": base["titles"][base["titles"]["place_code"].isin(places["place_code"])].assign(
            source_id=None
        ),
        "corrections": base["corrections"].iloc[:0],
        "faults": base["faults"].iloc[:0],
        "doubts": _doubts(observations, rng),
        "places": places,
        "indicators": indicators,
        "values": values.drop(columns="unit"),
        "observations": observations,
        "documents": documents,
        "rejected": refused,
        "sources": sources,
        "practices": _practices(base, documents, places, rng),
        "conflicts": _conflicts(observations),
        "scores": _scores(places, indicators, base["pillars"], rng),
        "contributions": _contributions(newest, indicators, rng),
    }
    return {name: tables[name][table.column_names] for name, table in TABLES.items()}


def write(tables: Frames, boundaries: bytes, root: Path) -> Path:
    """Write an edition below ``root``, current there; unchecked: checking 3 million rows takes minutes."""
    folder = root / EDITION
    folder.mkdir(parents=True)
    for name, frame in tables.items():
        parquet.write_table(to_arrow(TABLES[name], frame), folder / f"{name}.parquet")
    (folder / "boundaries.json").write_bytes(boundaries)
    (folder / MANIFEST).write_text(f'{{"edition_id": "{EDITION}", "inputs": {{}}, "run": {{}}}}')
    (root / CURRENT).write_text(EDITION)
    return folder


def _places(places: pd.DataFrame, count: int, rng: np.random.Generator) -> pd.DataFrame:
    """The first places of each level from the top, all with a population."""
    order = places["level"].map({"province": 0, "prefecture": 1, "county": 2})
    kept = places.iloc[np.argsort(order.to_numpy(), kind="stable")[:count]].reset_index(drop=True)
    drawn = pd.Series(rng.lognormal(4, 0.8, len(kept)).round(2))
    return kept.assign(
        population=kept["population"].astype(float).fillna(drawn),
        population_year=kept["population_year"].fillna(2020),
        population_source=kept["population_source"].fillna("drawn at random"),
    )


def _indicators(base: Mapping[str, pd.DataFrame], count: int) -> pd.DataFrame:
    """The catalogue, its first entries repeated under other ids when it is too short."""
    rows = base["indicators"].sort_values("order").head(count)
    more = rows.head(count - len(rows))
    more = more.assign(
        indicator_id=more["indicator_id"] + "_again",
        name_zh=more["name_zh"] + "（再）",
        name_en=more["name_en"] + " again",
    )
    joined = pd.concat([rows, more], ignore_index=True)
    return joined.assign(order=np.arange(1, len(joined) + 1))


def _values(
    places: pd.DataFrame, indicators: pd.DataFrame, years: int, rng: np.random.Generator
) -> pd.DataFrame:
    """One row a place, indicator and year; ``unit`` comes along for the sentences."""
    n, m = len(places), len(indicators)
    place, item, year = (
        a.ravel() for a in np.meshgrid(np.arange(n), np.arange(m), np.arange(years), indexing="ij")
    )
    level = rng.lognormal(3, 1, (n, m))[place, item]
    value = np.ceil(level * (1 + 0.03 * year) * rng.uniform(0.9, 1.1, len(place)))
    at_least = rng.random(len(place)) < 0.3
    population = places["population"].to_numpy(float)[place]
    per_head = (indicators["denominator"] == "population").to_numpy()[item]
    flow, excluded = (indicators["measure"] == "flow").to_numpy()[item], rng.random(len(place)) < 0.05
    when = year + LAST - years + 1
    number = np.char.zfill(np.arange(len(place)).astype("U8"), 8)
    take = lambda frame, column, at: frame[column].astype("category").iloc[at].reset_index(drop=True)  # noqa: E731
    return pd.DataFrame(
        {
            "place_code": take(places, "place_code", place),
            "place_name": take(places, "place_name", place),
            "indicator_id": take(indicators, "indicator_id", item),
            "unit": take(indicators, "unit", item),
            "year": when.astype("int32"),
            "period_kind": "year",
            "period_start": when.astype("int32"),
            "period_end": when.astype("int32"),
            "value": value,
            "value_low": value,
            "value_high": np.where(at_least, np.ceil(value * 1.1), value),
            "qualifier": np.where(at_least, "at_least", "exact"),
            "years": np.where(flow, 1.0, np.nan),
            "annual_value": value,
            "denominator_value": np.where(per_head, population, np.nan),
            "denominator_year": np.where(per_head, 2020.0, np.nan),
            "denominator_source": np.where(per_head, "drawn at random", None),
            "mixed_years": per_head & (when != 2020),
            "per_head_value": np.where(per_head, value / population, np.nan),
            "comparable": ~excluded,
            "why_not": np.where(excluded, WhyNot.NO_BASIS.value, None),
            "latest": when == LAST,
            "observation_ids": list(number.reshape(-1, 1)),
            "source_id": pd.Series(np.char.add(places["place_code"].to_numpy("U6"), "-")[place])
            + when.astype("U4"),
            "conflict": False,
        }
    )


def _sentences(rows: pd.DataFrame, indicators: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """An observation for each value, and the documents in which their sentences stand."""
    names = indicators.set_index("indicator_id")["name_zh"]
    figure = rows["value"].astype(int).astype(str) + rows["unit"].astype(str)
    before = "随机示例：" + rows["indicator_id"].astype(str).map(names).astype(str)
    quote = before + figure + "。"
    lengths = quote.str.len()
    starts = lengths.groupby(rows["source_id"]).cumsum() - lengths + before.str.len()
    place = rows[["place_code", "place_name", "indicator_id", "source_id"]].astype(str)
    shared = rows[
        ["value", "value_low", "value_high", "qualifier", "period_kind", "period_start", "period_end"]
    ]
    seen = pd.concat([place, shared], axis=1).assign(
        observation_id=rows["observation_ids"].str[0].astype(str),
        value_text=figure,
        unit=rows["unit"].astype(str),
        period_text="",
        scope="self",
        char_start=starts.astype("int32"),
        char_end=(starts + figure.str.len()).astype("int32"),
        quote=quote,
        section="",
        locator=None,
        rule_id=place["indicator_id"] + "/drawn",
        matched=[[]] * len(rows),
        confidence=0.9,
        flags=[["carried_period"] if i % 50 == 0 else [] for i in range(len(rows))],
        remark=None,
    )
    texts = quote.groupby(rows["source_id"]).agg("".join) + "共计999项。"
    documents = texts.rename("text").rename_axis("source_id").reset_index().assign(char_start=0)
    return seen, documents


def _rejected(documents: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """One refused figure a document: its last."""
    ends = documents["text"].str.len() - 2
    names = places.set_index("place_code")["place_name"]
    codes = documents["source_id"].str[:6]
    return pd.DataFrame({"source_id": documents["source_id"], "place_code": codes}).assign(
        place_name=codes.map(names),
        char_start=ends - 3,
        char_end=ends,
        quote="共计999项。",
        section="",
        locator=None,
        value_text="999",
        value=999.0,
        unit_text="项",
        reason="NO_INDICATOR",
        indicator_id=None,
        detail="项",
        remark=None,
    )


def _sources(
    places: pd.DataFrame, years: int, seen: pd.DataFrame, refused: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """A source for each place and year."""
    known = places[["place_code", "place_name"]].merge(
        pd.DataFrame({"year": np.arange(LAST - years + 1, LAST + 1)}), how="cross"
    )
    key = known["place_code"] + "-" + known["year"].astype(str)
    length = key.map(documents.set_index("source_id")["text"].str.len()).fillna(0).astype(int)
    used, not_used = (
        key.map(rows["source_id"].value_counts()).fillna(0).astype(int) for rows in (seen, refused)
    )
    return known.assign(
        source_id=key, kind="report", title=known["place_name"] + known["year"].astype(str) + "年随机示例",
        publisher=None, date=known["year"].astype(str) + "-12-31", path=key + ".md", sha256="0" * 64,
        char_start=0, char_end=length, characters=length, sentences=used, found=used + not_used,
        accepted=used, rejected=not_used, observations=used, status="ok", problems=[[]] * len(known),
    )  # fmt: skip


def _practices(
    base: Mapping[str, pd.DataFrame], documents: pd.DataFrame, places: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Half of the practices for every place."""
    grid = documents[["source_id"]].merge(base["practice_catalogue"][["practice_id"]], how="cross")
    grid = grid[rng.random(len(grid)) < 0.5].reset_index(drop=True)
    codes = grid["source_id"].str[:6]
    names = places.set_index("place_code")["place_name"]
    return grid.assign(
        place_code=codes, place_name=codes.map(names), answer="yes", char_start=0, char_end=4,
        quote="随机示例。", section="", locator=None, matched=[[]] * len(grid), year=LAST,
    )  # fmt: skip


def _conflicts(seen: pd.DataFrame) -> pd.DataFrame:
    """One observation in ninety against its neighbour."""
    kept = seen.iloc[:-1:90].reset_index(drop=True)
    other = seen.iloc[1::90].reset_index(drop=True).head(len(kept))
    return kept.assign(
        kept_id=kept["observation_id"], other_id=other["observation_id"], kept_value=kept["value"],
        other_value=kept["value"] * 1.2, difference_pct=20.0,
    )  # fmt: skip


def _doubts(seen: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One observation in nine, as in the default edition; one in ten of them could move a rank."""
    kept = seen.iloc[:-1:9].reset_index(drop=True)
    other = seen.iloc[1::9].reset_index(drop=True).head(len(kept))
    kinds = pd.Series([[[kind] for kind in Doubt][n % len(Doubt)] for n in range(len(kept))])
    conflict, jump = (kinds.map(lambda of, kind=kind: kind in of) for kind in (Doubt.CONFLICT, Doubt.JUMP))
    shift = np.where(rng.random(len(kept)) < 0.1, rng.integers(-9, 10, len(kept)), 0)
    return kept.assign(
        order=np.arange(1, len(kept) + 1), kinds=kinds,
        other_id=other["observation_id"].where(conflict, None), other_value=other["value"].where(conflict),
        before_year=np.where(jump, LAST - 1, np.nan), before_value=(kept["value"] / 4).where(jump),
        index_shift=0, pillar_shift=0, indicator_shift=np.sort(shift)[::-1], share=1 / len(kept),
    )  # fmt: skip


def _scores(
    places: pd.DataFrame, indicators: pd.DataFrame, pillars: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Index, pillars and indicators of the default scenario."""
    scored = pillars.loc[pillars["weight"] > 0, "pillar_id"]
    items = [("index", "index"), *(("pillar", p) for p in scored)]
    items += [("indicator", i) for i in indicators["indicator_id"]]
    blocks = [_score_block(kind, item, places, rng) for kind, item in items]
    return pd.concat(blocks, ignore_index=True)


def _score_block(kind: str, item: str, places: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Scores and ranks of one item."""
    n = len(places)
    score = rng.uniform(0, 100, n)
    rank = pd.Series(-score).rank(method="min").astype(int)
    given: dict[str, Any] = {
        "scenario_id": "default", "kind": kind, "item_id": item, "score": score, "score_low": np.nan,
        "score_high": np.nan, "ranked": True, "rank": rank, "ranked_places": n,
        "rank_low": (rank - 9).clip(1), "rank_median": rank * 1.0, "rank_high": (rank + 9).clip(upper=n),
        "p_top": np.clip(1.5 - rank / n, 0, 1), "rank_best": (rank - 20).clip(1),
        "rank_worst": (rank + 20).clip(upper=n), "rank_exact": True, "coverage": 0.95, "why_not": None,
        "vetoes": [[]] * n,
    }  # fmt: skip
    return places[["place_code", "place_name"]].assign(**given)


def _contributions(rows: pd.DataFrame, indicators: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Each indicator's part in the index of each place."""
    pillars = indicators.set_index("indicator_id")["pillar_id"]
    score = rng.uniform(0, 100, len(rows))
    weight = 1 / len(indicators)
    names = rows[["place_code", "place_name", "indicator_id", "value"]].astype(
        dict.fromkeys(("place_code", "place_name", "indicator_id"), str)
    )
    return names.assign(
        scenario_id="default", pillar_id=names["indicator_id"].map(pillars), score=score, weight=weight,
        pull=weight * (score - 50),
    )  # fmt: skip
