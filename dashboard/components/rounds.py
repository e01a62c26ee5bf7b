"""The strip of naming rounds of one place: a gold dot where it was named."""

from __future__ import annotations

import pandas as pd

from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.queries.frames import records
from dashboard.text import Text


def strip(t: Text, rows: pd.DataFrame) -> str:
    """One item a round (``queries.titles.timeline``); the state is said in words too."""
    items = []
    for row in records(rows):
        words = t.code("title_state", str(row["national"]))
        inner = markup.text(t("rounds.year", year=int(row["year"]))) + tag("i", "", aria_hidden="true")
        inner += tag(
            "span", markup.text(words), class_="sy-only-read" if row["national"] == "unknown" else None
        )
        items.append(
            tag(
                "li",
                inner,
                class_=f"sy-{str(row['national']).replace('_', '-')}",
                title=t("rounds.round", round=int(row["round"])),
            )
        )
    return tag("ol", "".join(items), class_="sy-rounds")
