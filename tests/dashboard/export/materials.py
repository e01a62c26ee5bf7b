"""Hand-written material of a briefing: an ordinary place, one with almost nothing, an awkward one."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.export.briefing import material as columns
from dashboard.export.briefing.material import Material
from dashboard.text import Language
from tests.dashboard.export.samples import NASTY, china_map

QUOTE = "全市有退役军人服务中心（站）963个。"
TITLE = "张掖市巩固提升双拥模范城（县）工作综述"


def standing(place: str) -> pd.DataFrame:
    """Three indicators: in the best quarter, in the worst, without a direction."""
    shared = {
        "pillar": "组织领导",
        "per": "none",
        "yearly": False,
        "qualifier": "确数",
        "period": "2023年",
        "n": 6,
        "best_place": place,
        "rank": 1,
        "rank_best": 1,
        "rank_worst": 1,
    }
    group = {"worst": 100.0, "lower": 200.0, "median": 300.0, "upper": 500.0, "best": 963.0}
    one = {"indicator_id": "org.service_stations", "name": "服务中心（站）数", "unit": "个", "raw_unit": "个"}
    rows = [
        {**shared, **group, **one, "better": "higher", "value": 963.0, "shown": 963.0, "standing": "better"},
        {
            **shared,
            **group,
            **one,
            "indicator_id": "edu.coverage",
            "name": "宣传教育面",
            "unit": "%",
            "raw_unit": "%",
            "better": "higher",
            "value": 90.0,
            "shown": 90.0,
            "rank": 5,
            "rank_best": 4,
            "rank_worst": 6,
            "standing": "worse",
        },
        {
            **shared,
            **group,
            **one,
            "name": "人数",
            "better": "none",
            "value": 3,
            "shown": 3.0,
            "standing": "none",
        },
    ]
    codes = ["exact", "at_least", "about"]
    made = [
        {**r, "qualifier_code": c, "observation_ids": [f"o{i}"], "stated": stated}
        for i, (r, c, stated) in enumerate(zip(rows, codes, ("963个", "90%以上", ""), strict=True))
    ]
    return pd.DataFrame(made, columns=list(columns.STANDING))


def observations(n: int) -> pd.DataFrame:
    """``n`` observations in two pillars."""
    rows = [
        {
            "observation_id": f"o{i}",
            "pillar": "组织领导" if i % 2 else "宣传教育",
            "name": f"指标{i % 7}",
            "value": 963.0 + i,
            "unit": "个",
            "qualifier": "不少于" if i % 2 else "确数",
            "qualifier_code": "at_least" if i % 2 else "exact",
            "period": "2023年",
            "status": "计入",
            "value_text": str(963 + i),
            "quote": QUOTE,
            "title": TITLE,
            "date": "2023-05-09",
            "source_id": "s1",
        }
        for i in range(n)
    ]
    return pd.DataFrame(rows, columns=list(columns.OBSERVATIONS))


def bare(place: str = "空白县") -> Material:
    """A place about which there is nothing at all."""
    return Material(
        place_code="620999",
        place=place,
        group="同级地方",
        group_size=1,
        cycle="第12届",
        edition_id="2023-08-02-0123456789",
        program_version="0.1.0",
        date="2026-11-24",
        language=Language.ZH,
        catalogue_size=87,
    )


def full(place: str = "张掖市", n: int = 12) -> Material:
    """A place with something in every section."""
    source = ("s1", TITLE, None, "2023-05-09", 20, 12, 8)
    conflict = ("服务中心（站）数", "2023年", "个", 963.0, 940.0, -2.4, "o0", "o1")
    trends = [("a", "双清单", "项", 2019, 2022, 27.0, 20.0), ("a", "双清单", "项", 2023, 2023, 33.0, 20.0)]
    scores = [
        ("index", "综合指数", 61.2, 3, 22, 2, 6, 0.8),
        ("org", "组织领导", 70.0, 2, 22, 1, 4, 0.9),
        ("edu", "宣传教育", 55.0, None, 22, None, None, 0.3),
    ]
    drawn = china_map()
    return replace(
        bare(place),
        place_code="620300",
        group_size=6,
        standing=standing(place),
        observations=observations(n),
        conflicts=pd.DataFrame([conflict], columns=list(columns.CONFLICTS)),
        gaps=pd.DataFrame([("拥军支前", "慰问金", "来源中没有提到")], columns=list(columns.GAPS)),
        scores=pd.DataFrame(scores, columns=list(columns.SCORES)),
        trends=pd.DataFrame(trends, columns=list(columns.TRENDS)),
        practices=pd.DataFrame(
            [("组织领导", "纳入规划", "有", QUOTE, TITLE, "2023-05-09")], columns=list(columns.PRACTICES)
        ),
        sources=pd.DataFrame([source], columns=list(columns.SOURCES)),
        titles=pd.DataFrame([("national", 2020, 11, "命名名单", True)], columns=list(columns.TITLES)),
        map_title="全国双拥模范城命名次数",
        map_unit="次",
        map_source="命名名单",
        map_values=drawn.frame.rename(columns={"shown": "value"})[["place_code", "place_name", "value"]],
        boundaries=drawn.boundaries,
    )


def nasty() -> Material:
    """An awkward name, a formula for a quote, 300 observations."""
    made = full(NASTY, 300)
    return replace(made, observations=made.observations.assign(quote="=1+1 & <b>“引文”</b>"))
