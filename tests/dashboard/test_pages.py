"""Every page opens in both languages, answers its parameters, and has designed states."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import settings
from dashboard.components import paper
from dashboard.queries import scores
from dashboard.text import Language

Open = Callable[..., AppTest]
PARAMETERS = (
    *("lead", "group", "place", "indicator", "source", "observation", "cycle", "level", "province"),
    *("edition", "lang", "basis", "chart", "map", "layer", "pillar", "cumulative", "rejected"),
)
PAGES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "pages").glob("*.py"))


def words(app: AppTest) -> str:
    """All HTML and component text of a page."""
    found = [element.proto.body for element in app.get("html")]
    return "\n".join([*found, *(str(element.proto) for element in app.get("bidi_component"))])


HAN = re.compile("[\u3001-\u303f\u3400-\u9fff\uff01-\uffef]")
QUOTED = "sy-quote sy-document sy-refusal sy-swatch-sign"
"""Classes of what is printed as it stands in a source, and of a sign."""
ALWAYS = ("审图号", "双拥")
"""Terms that English words explain beside them."""


class Said(HTMLParser):
    """The texts of a piece of HTML outside quotes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts, self.quoted = list[str](), list[bool]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "path", "img", "input", "col", "use", "rect", "circle", "line"):
            classes = set(str(dict(attrs).get("class")).split())
            inside = bool(self.quoted and self.quoted[-1])
            self.quoted.append(inside or bool(classes & set(QUOTED.split())))

    def handle_endtag(self, tag: str) -> None:
        if self.quoted:
            self.quoted.pop()

    def handle_data(self, data: str) -> None:
        if not (self.quoted and self.quoted[-1]):
            self.texts.append(data)


def said(app: AppTest) -> Iterator[str]:
    """Every text of a page outside quotes, and the labels of its widgets."""
    pieces = [element.proto.body for element in app.get("html")]
    data = [json.loads(element.proto.json or "{}") for element in app.get("bidi_component")]
    for piece in [*pieces, *(str(one["html"]) for one in data if "html" in one)]:
        yield from Said(piece).texts
    for kind in ("selectbox", "multiselect", "button", "checkbox", "expander", "text_input"):
        yield from (element.label for element in app.get(kind))


def left_over(app: AppTest, opened) -> list[str]:
    """Texts with Chinese in them that is no name of a place and no title or words of a source."""
    names = {*opened["places"]["place_name"], *opened["sources"]["title"], *ALWAYS}
    names |= {*opened["sources"]["publisher"].dropna(), *opened["observations"]["value_text"]}
    names |= {*opened["places"]["short_name"], *opened["observations"]["quote"]}
    known = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name))
    return [text for text in said(app) if HAN.search(text) and HAN.search(known.sub("", text))]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens(app: Open, page: str, language: Language, opened) -> None:
    shown = app(page, lang=language)
    assert not shown.exception
    assert words(shown).count('<h1 class="sy-title">') == 1
    assert "sy-answer" in words(shown)
    assert language is Language.ZH or not left_over(shown, opened)


@pytest.mark.parametrize(
    "view",
    [
        {"page": "quality", "quality": "refused"},
        {"page": "catalogue", "catalogue": "practices"},
        {"page": "catalogue", "catalogue": "method"},
        {"page": "index", "scenario": "rubric_example", "detail": "method"},
    ],
    ids=lambda view: "-".join(view.values()),
)
def test_a_section_in_english_has_no_chinese_left(app: Open, view: dict[str, str], opened) -> None:
    shown = app(lang="en", **view)
    assert not shown.exception
    assert not left_over(shown, opened)


def test_a_definition_names_other_indicators(app: Open) -> None:
    shown = app("rankings", indicator="activity.visit_spend")
    assert "“慰问部队金额”" in "".join(said(shown))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_survives_a_hostile_address(app: Open, page: str) -> None:
    attack = "<script>alert(1)</script>"
    shown = app(page, **dict.fromkeys(PARAMETERS, attack))
    assert not shown.exception
    assert "<script>" not in words(shown)


def test_the_address_names_edition_and_choices(app: Open, edition: Path) -> None:
    shown = app("rankings", indicator="activity.glory_plaques", lead="620700")
    assert shown.query_params["edition"] == edition.name
    assert shown.query_params["indicator"] == "activity.glory_plaques"
    assert shown.query_params["lead"] == "620700"


def test_an_edition_that_is_gone_is_named(app: Open, edition: Path) -> None:
    shown = app("overview", edition="2001-01-01-0000000000")
    assert "2001-01-01-0000000000" in words(shown)
    assert edition.name in words(shown)


def test_rankings_without_a_value_say_what_to_do(app: Open) -> None:
    shown = app("rankings", indicator="activity.glory_plaques", province="540000")
    assert not shown.exception
    assert [button.label for button in shown.button if button.key == "button-rankings"] == ["取消筛选"]


def test_a_place_without_data_is_a_designed_state(app: Open) -> None:
    shown = app("place", place="350100")
    assert not shown.exception
    assert [button.label for button in shown.button if button.key == "button-place"] == ["回到主体城市"]


def test_a_figure_leads_to_its_sentence(app: Open, opened) -> None:
    row = opened["observations"].iloc[0]
    shown = app("evidence", observation=row["observation_id"])
    assert f"<mark>{row['value_text']}</mark>" in words(shown)


def test_no_edition_at_all(monkeypatch: pytest.MonkeyPatch, app: Open, tmp_path: Path) -> None:
    monkeypatch.setenv(settings.EDITIONS_VARIABLE, str(tmp_path))
    shown = app()
    assert not shown.exception
    assert "python -m etl build" in words(shown)


def test_a_damaged_edition_names_the_file(
    monkeypatch: pytest.MonkeyPatch, app: Open, edition: Path, tmp_path: Path
) -> None:
    shutil.copytree(edition.parent, tmp_path / "editions")
    (tmp_path / "editions" / edition.name / "values.parquet").write_bytes(b"broken")
    monkeypatch.setenv(settings.EDITIONS_VARIABLE, str(tmp_path / "editions"))
    shown = app()
    assert not shown.exception
    assert "values.parquet" in words(shown)


def test_sources_of_a_place_that_differ_stand_side_by_side(app: Open, opened) -> None:
    rows = opened["conflicts"]
    code = rows["place_code"].value_counts().index[0]
    shown = app("place", place=code)
    assert not shown.exception
    own = rows[rows["place_code"] == code]
    assert words(shown).count("sy-pair sy-narrow") == len(own)
    assert f"{abs(own['difference_pct'].iloc[0]):.1f}%" in words(shown)


def test_a_place_whose_sources_agree_has_no_such_panel(app: Open, opened) -> None:
    code = next(c for c in opened["values"]["place_code"] if c not in set(opened["conflicts"]["place_code"]))
    assert "sy-pair sy-narrow" not in words(app("place", place=code))


@pytest.mark.parametrize("page", ["benchmark", "rankings", "index"])
def test_groups_are_kept_in_the_address(app: Open, page: str, opened) -> None:
    codes = ",".join(sorted(set(opened["values"]["place_code"]))[:3])
    picked = app(page, group="picked", members=codes)
    assert not picked.exception
    assert picked.query_params["members"] == codes
    peers = app(page, group="peers", peers="5")
    assert not peers.exception
    assert peers.query_params["peers"] == "5"


def test_fewer_than_five_places_are_not_compared(app: Open) -> None:
    shown = app("benchmark", group="picked", members="410900")
    assert not shown.exception
    assert "没有一个指标在对标组里凑足 5 地" in words(shown)


def test_the_map_shows_titles_or_scores_and_names_who_has_none(app: Open, opened) -> None:
    items = scores.items(opened)
    assert items
    for item in (items[0], items[-1]):
        shown = app("overview", shows=f"score.{item}", layer="prefecture")
        assert not shown.exception
        assert shown.query_params["shows"] == f"score.{item}"
        codes = scores.unranked(opened, item)["place_code"]
        assert all(code in words(shown) for code in codes)


@pytest.mark.parametrize(
    "words", ["双拥对标 · 张掖市 · 第12届（2021—2025年） · 2023-11", '</style>"; } * { x: 1 \\', "a b"]
)
def test_the_foot_of_a_sheet_says_the_words_as_they_are_and_ends_no_string(words: str) -> None:
    string = paper._quoted(words)
    assert not re.search(r"[\"<;{}]", string[1:-1])
    read = re.sub(
        r"\\([0-9a-f]{1,6}) ?", lambda found: chr(int(found[1], 16)), string[1:-1]
    )  # as CSS reads it
    assert read == words
