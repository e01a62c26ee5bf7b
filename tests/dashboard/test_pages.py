"""Every page opens in both languages, answers its parameters, and has designed states."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import settings
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


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens(app: Open, page: str, language: Language) -> None:
    shown = app(page, lang=language)
    assert not shown.exception
    assert words(shown).count('<h1 class="sy-title">') == 1
    assert "sy-answer" in words(shown)


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
