"""Hand-written charts for the tests of the exporters: every kind, and the awkward cases."""

from __future__ import annotations

import pandas as pd

from dashboard.export.spec import ChartKind, ChartTable, ColumnMeta
from dashboard.text import Language

NASTY = "张&掖<市>\"'/"
COMMON = {
    "edition_id": "2023-08-02-0123456789",
    "date": "2026-11-24",
    "name_parts": ("张掖市", "服务站数"),
    "sources": ("来源：《巩固提升双拥模范城（县）工作综述》，2023-05-09", "30 地中 22 地有数"),
    "notes": ("口径：本辖区各级服务中心（站）合计。",),
    "quotes": ("全市有退役军人服务中心（站）963个。——《工作综述》，2023-05-09",),
}
VALUE = ColumnMeta(
    "shown", "退役军人服务中心（站）数", "Veteran service stations", unit="个", definition="各级合计"
)
PLACE = ColumnMeta("place_name", "地方", "Place")


def frame(n: int, lead: str = "张掖市") -> pd.DataFrame:
    """``n`` places, the third of them the lead place."""
    names = [f"示例{i:03d}市" for i in range(n)]
    if n > 2:
        names[2] = lead
    shown = [float(1000 - 7 * i) for i in range(n)]
    return pd.DataFrame(
        {"place_name": names, "shown": shown, "low": [v - 30 for v in shown], "high": [v + 60 for v in shown]}
    )


def bar(n: int = 8, lead: str = "张掖市", **changes: object) -> ChartTable:
    """Bars of ``n`` places."""
    given: dict[str, object] = {
        "kind": ChartKind.BAR,
        "title": f"退役军人服务中心（站）数，{n} 个地级市，2020—2023 年，单位：个",
        "frame": frame(n, lead),
        "columns": (PLACE, VALUE),
        "roles": {"label": "place_name", "value": "shown"},
        "lead": lead,
        "median": 950.0,
        **COMMON,
        **changes,
    }
    return ChartTable(**given)  # type: ignore[arg-type]


def interval(n: int = 8) -> ChartTable:
    """Intervals of ``n`` places."""
    roles = {"label": "place_name", "value": "shown", "low": "low", "high": "high"}
    columns = (PLACE, VALUE, ColumnMeta("low", "下限", "Low", "个"), ColumnMeta("high", "上限", "High", "个"))
    return bar(n, kind=ChartKind.INTERVAL, roles=roles, columns=columns)


def line() -> ChartTable:
    """Two places over four years, one year missing."""
    rows = [("张掖市", y, v) for y, v in ((2019, 4.0), (2020, 5.5), (2021, None), (2022, 7.0))]
    rows += [("酒泉市", y, v) for y, v in ((2019, 3.0), (2020, 3.2), (2021, 3.9), (2022, 5.1))]
    data = pd.DataFrame(rows, columns=["place_name", "year", "shown"])
    roles = {"label": "place_name", "x": "year", "value": "shown"}
    columns = (PLACE, ColumnMeta("year", "年份", "Year"), VALUE)
    return bar(kind=ChartKind.LINE, frame=data, roles=roles, columns=columns, median=4.4)


def span() -> ChartTable:
    """A year as a point, several years as a span."""
    rows = [("张掖市", 2019, 2022, 120.0), ("张掖市", 2023, 2023, 150.0), ("酒泉市", 2018, 2022, 80.0)]
    data = pd.DataFrame(rows, columns=["place_name", "start", "end", "shown"])
    roles = {"label": "place_name", "start": "start", "end": "end", "value": "shown"}
    columns = (PLACE, ColumnMeta("start", "起始年", "From"), ColumnMeta("end", "截止年", "To"), VALUE)
    return bar(kind=ChartKind.SPAN, frame=data, roles=roles, columns=columns, median=90.0)


SPINE_ROLES = ("name", "pillar", "shown", "worst", "lower", "median", "upper", "best", "standing")


def spine() -> ChartTable:
    """Four indicators in two pillars, one where the group is all alike, one without a value."""
    rows = [
        ("领导小组成员单位数（个）", "组织领导", 38.0, 20.0, 26.0, 30.0, 36.0, 52.0, "better"),
        ("服务中心（站）数（个/万人）", "组织领导", 8.5, 3.0, 5.0, 8.4, 9.0, 12.0, "middle"),
        ("宣传教育面（%）", "宣传教育", 90.0, 90.0, 90.0, 90.0, 90.0, 90.0, "none"),
        ("上访人次（人次）", "宣传教育", 50.0, 55.0, 40.0, 20.0, 10.0, 0.0, "worse"),
    ]
    data = pd.DataFrame(rows, columns=list(SPINE_ROLES))
    roles = dict(
        zip(
            ("label", "group", "value", "worst", "lower", "median", "upper", "best", "standing"),
            SPINE_ROLES,
            strict=True,
        )
    )
    columns = (
        ColumnMeta("pillar", "方面", "Pillar"),
        ColumnMeta("name", "指标", "Indicator"),
        ColumnMeta("shown", "张掖市", "Zhangye"),
    )
    columns += (ColumnMeta("median", "中位数", "Median"), ColumnMeta("best", "最好", "Best"))
    return bar(kind=ChartKind.SPINE, frame=data, roles=roles, columns=columns, median=None)


def square(code: str, x: float, y: float) -> dict[str, object]:
    """A square place of four degrees."""
    ring = [[x, y], [x + 4, y], [x + 4, y + 4], [x, y + 4], [x, y]]
    return {
        "type": "Feature",
        "properties": {"place_code": code, "name": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def china_map() -> ChartTable:
    """Six square places, one without a value, and a dashed line."""
    codes = [f"62{i:02d}00" for i in range(1, 7)]
    areas = [square(c, 85 + 5 * i, 30 + 2 * (i % 2)) for i, c in enumerate(codes)]
    dash = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "LineString", "coordinates": [[109, 15], [110, 11]]},
    }
    layers = {"prefecture": {"features": areas}, "province": {"features": []}, "lines": {"features": [dash]}}
    data = frame(5).assign(place_code=codes[:5])
    roles = {"label": "place_name", "code": "place_code", "value": "shown"}
    return bar(
        5, kind=ChartKind.MAP, frame=data, roles=roles, boundaries={"source": "测试边界", "layers": layers}
    )


def every_kind() -> list[ChartTable]:
    """One chart of each kind."""
    return [bar(), line(), span(), interval(), spine(), china_map()]


def english() -> ChartTable:
    """A chart in English."""
    return bar(language=Language.EN, title="Veteran service stations, 8 prefectures, 2020–2023, number")
