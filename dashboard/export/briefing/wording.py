"""Figures, ranks and references in words: the small parts that statements are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from dashboard.export.briefing.material import Material
from dashboard.text import Text

_LONGEST_QUOTE: Final = 160


def amount(t: Text, value: float, unit: str, per: str = "none", yearly: bool = False) -> str:
    """A figure for prose with its unit: ``8.51个/万人``, ``年均 320万元``."""
    figure = t.amount(value, unit, per if per != "none" else "").text
    return t("brief.yearly", figure=figure) if yearly else figure


def basis(t: Text, row: Mapping[str, Any], value: float) -> str:
    """A figure on the indicator's comparable basis."""
    return amount(t, value, str(row["raw_unit"]), str(row["per"]), bool(row["yearly"]))


def reference(t: Text, quote: str, title: str, date: object) -> str:
    """A reference: the sentence, then title and date of its source."""
    said = quote if len(quote) <= _LONGEST_QUOTE else quote[: _LONGEST_QUOTE - 1] + "…"
    day = str(date) if isinstance(date, str) and date else t("brief.undated")
    return t("brief.reference", quote=said, title=title, date=day)


def by_observation(t: Text, observations: pd.DataFrame) -> dict[str, str]:
    """Reference text by observation id."""
    columns = [observations[c] for c in ("observation_id", "quote", "title", "date")]
    return {
        str(i): reference(t, str(q), str(title), date) for i, q, title, date in zip(*columns, strict=True)
    }


def cited(references: Mapping[str, str], ids: Iterable[Any], most: int = 2) -> tuple[str, ...]:
    """The references of these observations, at most ``most``, each once."""
    known = [references[str(i)] for i in ids if str(i) in references]
    return tuple(dict.fromkeys(known))[:most]


def standing_sentence(t: Text, row: Mapping[str, Any]) -> str:
    """One indicator: as stated, on its comparable basis, against the group."""
    plain = amount(t, float(row["value"]), str(row["raw_unit"]))
    code = str(row["qualifier_code"])
    stated = qualified(t, code, plain)
    if row["stated"]:
        stated = t.pick(f"“{row['stated']}”", stated)
    own = basis(t, row, float(row["shown"]))
    fields = {
        "name": row["name"],
        "stated": stated,
        "period": row["period"],
        "shown": qualified(t, code, own),
    }
    head = t("brief.stated", **fields) if plain == own else t("brief.stated_and_basis", **fields)
    return head + t(
        "brief.against", median=basis(t, row, float(row["median"])), rank=rank(t, row), n=int(row["n"])
    )


def qualified(t: Text, code: str, figure: str) -> str:
    """A figure with the word that keeps its 余, 近 or 约; ``code`` of Qualifier."""
    return t(f"brief.qualified.{code}", figure=figure)


def rank(t: Text, row: Mapping[str, Any]) -> str:
    """A rank; with its interval where the figures' qualifiers leave it open."""
    low, high = row["rank_best"], row["rank_worst"]
    if pd.isna(low) or pd.isna(high) or int(low) == int(high):
        return t("brief.rank", rank=int(row["rank"]))
    return t("brief.rank_interval", rank=int(row["rank"]), low=int(low), high=int(high))


def edition_reference(t: Text, m: Material) -> str:
    """What stands behind a statement that was computed: the edition and the method."""
    return t("brief.computed", edition=m.edition_id, group=m.group, cycle=m.cycle)


METHOD: Final = tuple(f"brief.method.{i}" for i in range(1, 7))


def method(t: Text, m: Material, keys: Iterable[str] = METHOD) -> list[str]:
    """How the figures were read and compared, a statement each."""
    fields = {"edition": m.edition_id, "version": m.program_version, "cycle": m.cycle}
    return [t(key, **fields, group=m.group, n=m.group_size) for key in keys]


def listing(t: Text, words: Iterable[object], most: int = 8) -> str:
    """A list in prose; what is more than ``most`` is counted."""
    given = [str(w) for w in words]
    shown = t.listing(given[:most])
    return shown if len(given) <= most else t("brief.and_more", shown=shown, n=len(given))
