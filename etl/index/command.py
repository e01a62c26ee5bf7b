"""``python -m etl index SCENARIO``: scores of an edition under a scenario, as Parquet files.

The same scenario and edition give the same bytes. The command line itself is ``etl.__main__``'s.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from etl.index.report import score_tables
from etl.index.scenario import load_scenario
from etl.index.strict import ScenarioError
from etl.schema import NotRanked, ScoreKind

INPUTS: Final = (
    "values", "indicators", "pillars", "places", "observations", "sources", "practices", "practice_catalogue",
)  # fmt: skip
"""Tables of an edition that an index is made of."""


def read_inputs(edition: Path) -> dict[str, pd.DataFrame]:
    """The tables that an index needs, from the folder of an edition; raises ``OSError`` if one is gone."""
    return {name: pd.read_parquet(edition / f"{name}.parquet") for name in INPUTS}


def index(scenario: str, edition: Path) -> tuple[dict[str, pd.DataFrame], str]:
    """Tables ``scores``, ``contributions``, ``influence`` and a summary in words.

    ``scenario`` is an id or the path of a .yml file. Raises ``ScenarioError`` or ``OSError``.
    """
    chosen = load_scenario(scenario)
    tables = score_tables(read_inputs(edition), chosen)
    return tables, summarise(tables["scores"], f"{chosen.name_zh} / {chosen.name_en}")


def summarise(scores: pd.DataFrame, name: str) -> str:
    """Who is ranked and why others are not, one line each."""
    rows = scores[scores["kind"].eq(ScoreKind.INDEX)].sort_values(["rank", "place_code"], kind="stable")
    ranked = rows[rows["ranked"]]
    lines = [f"{name}: {len(ranked)} / {len(rows)} 个地方参加排名 places ranked"]
    for row in ranked.to_dict("records"):
        sure = "" if pd.isna(row["rank_low"]) else f"  [{row['rank_low']}–{row['rank_high']}]"
        lines.append(f"{row['rank']:>4}  {row['place_name']}  {row['score']:.1f}{sure}")
    for reason in NotRanked:
        names = rows.loc[rows["why_not"].eq(reason), "place_name"]
        if len(names):
            lines.append(f"{reason}: {len(names)}  {'、'.join(names)}")
    return "\n".join(lines)


__all__ = ["INPUTS", "ScenarioError", "index", "read_inputs", "summarise"]
