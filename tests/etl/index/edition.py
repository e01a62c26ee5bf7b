"""A small invented edition for the tests of tables and scenarios; never shipped."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from etl.index.report import typed

PILLARS = ("org", "edu", "honour")
INDICATORS = {
    "org.stations": ("org", "higher", "population"),
    "org.complaints": ("org", "lower", "none"),
    "org.rare": ("org", "higher", "none"),
    "edu.bases": ("edu", "higher", "none"),
    "edu.memorials": ("edu", "none", "none"),
    "honour.titles": ("honour", "higher", "none"),
}
CODES = [f"11{n:02d}00" for n in range(1, 9)] + ["110101"]
"""Eight prefectures and a county."""


def value_row(code: str, indicator: str, value: float, **more: Any) -> dict[str, Any]:
    """One row of ``values``; ``more`` overrides columns."""
    per_head = value / 100 if INDICATORS[indicator][2] == "population" else None
    row = {
        "place_code": code, "place_name": f"地方{code}", "indicator_id": indicator, "year": 2022,
        "period_kind": "year", "period_start": 2022, "period_end": 2022, "value": value, "value_low": value,
        "value_high": value * 1.1, "qualifier": "at_least", "annual_value": value, "per_head_value": per_head,
        "comparable": True, "latest": True, "observation_ids": [f"{code}-{indicator}"], "source_id": code,
        "conflict": False,
    }  # fmt: skip
    return row | more


def edition(seed: int = 1) -> dict[str, pd.DataFrame]:
    """Tables of an edition with every indicator stated by all places but the rare one (two places)."""
    rng = np.random.default_rng(seed)
    rows = [
        value_row(code, indicator, float(rng.integers(1, 50)))
        for indicator in INDICATORS
        for n, code in enumerate(CODES)
        if indicator != "org.rare" or n < 2
    ]
    values = pd.DataFrame(rows)
    places = [
        {
            "place_code": c, "place_name": f"地方{c}", "short_name": c, "province_code": "110000",
            "level": "county" if c == "110101" else "prefecture", "population": 100.0 + n,
        }
        for n, c in enumerate(CODES)
    ]  # fmt: skip
    indicators = [
        {
            "indicator_id": i, "order": n, "pillar_id": p, "name_zh": i, "name_en": i, "unit": "个",
            "measure": "stock", "better": b, "denominator": d, "combine": "sum", "counts": "",
            "counts_en": "",
        }
        for n, (i, (p, b, d)) in enumerate(INDICATORS.items(), 1)
    ]  # fmt: skip
    pillars = [
        {"pillar_id": p, "order": n, "name_zh": p, "name_en": p, "weight": float(p != "honour")}
        for n, p in enumerate(PILLARS, 1)
    ]
    observations = pd.DataFrame(
        {"observation_id": [r["observation_ids"][0] for r in rows], "confidence": 0.9}
    )
    practices = [
        {"practice_id": "org.in_plan", "place_code": CODES[0], "answer": "yes"},
        {"practice_id": "org.in_plan", "place_code": CODES[1], "answer": "no"},
        {"practice_id": "org.in_plan", "place_code": CODES[2], "answer": "yes"},
    ]
    return {
        "values": typed("values", values),
        "places": typed("places", pd.DataFrame(places)),
        "indicators": typed("indicators", pd.DataFrame(indicators)),
        "pillars": typed("pillars", pd.DataFrame(pillars)),
        "observations": observations,
        "sources": pd.DataFrame({"source_id": CODES, "place_code": CODES}),
        "practices": pd.DataFrame(practices),
        "practice_catalogue": pd.DataFrame({"practice_id": ["org.in_plan"]}),
    }


SCENARIO: dict[str, Any] = {
    "scenario_id": "test",
    "name_zh": "试验",
    "name_en": "Test",
    "set_by": "tests",
    "reason": "to test",
    "rules": {"pillar_share": 0.4, "pillars_needed": 2},
    "uncertainty": {"draws": 200},
}
