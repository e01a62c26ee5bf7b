"""National titles of several places by naming round, as an HTML grid of dots."""

from __future__ import annotations

from dashboard.charts import markup
from dashboard.charts.markup import tag


def html(
    years: list[int],
    rows: list[tuple[str, str, list[str]]],
    words: dict[str, str],
    lead: str | None,
    caption: str,
) -> str:
    """One row a place (code, name, state by round); ``words`` says each state."""
    head = tag("th", "", scope="col") + "".join(tag("th", str(year), scope="col") for year in years)
    body = "".join(_row(code, name, states, words, code == lead) for code, name, states in rows)
    content = tag("caption", markup.text(caption), class_="sy-only-read")
    content += tag("thead", tag("tr", head)) + tag("tbody", body)
    return tag(
        "div",
        tag("table", content, class_="sy-grid"),
        class_="sy-scroll",
        tabindex="0",
        role="region",
        aria_label=caption,
    )


def _row(code: str, name: str, states: list[str], words: dict[str, str], lead: bool) -> str:
    """One place."""
    button = tag("button", markup.text(name), type="button", class_="sy-pick", data_pick=code)
    cells = [
        tag("td", _dot(words[state]), class_=f"sy-{state.replace('_', '-')}", data_tip=words[state])
        for state in states
    ]
    return tag("tr", tag("th", button, scope="row") + "".join(cells), class_="sy-lead" if lead else None)


def _dot(words: str) -> str:
    """The dot, and the same in words."""
    return tag("i", "", aria_hidden="true") + tag("span", markup.text(words), class_="sy-only-read")
