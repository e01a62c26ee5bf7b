"""The editions page: one edition, two, a damaged one, an old one; and what is done to them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import settings
from dashboard.components import editions as component
from dashboard.desk import editions as desk
from dashboard.queries import edition as queries
from etl.editions.history import JOURNAL, Cause, history
from etl.workbench.moves import moves
from tests.dashboard.test_pages import left_over, said, words
from tests.dashboard.test_returns import shown as html
from tests.two_editions import EARLIER, PLACE, two_editions

Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def made(edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions, the default one current."""
    return two_editions(edition, tmp_path_factory.mktemp("two") / "editions")


@pytest.fixture
def root(app: Open, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copies of them, which the dashboard shows."""
    copied = Path(shutil.copytree(made, tmp_path / "editions"))
    monkeypatch.setenv(settings.EDITIONS_VARIABLE, str(copied))
    component._compared.clear()
    return copied


def act(shown: AppTest, action: str, by: str = "王芳") -> AppTest:
    """Press, give a name where none was given, confirm."""
    shown.button(key=f"edition-{action}").click().run()
    if by:
        shown.text_input(key="person.field").set_value(by).run()
    return shown.button(key="edition-yes").click().run()


def test_one_edition_says_what_is_needed_to_compare(app: Open) -> None:
    shown = app("editions")
    assert not shown.exception
    assert "还没有可以比较的" in words(shown)


def test_two_editions_are_compared_at_once(app: Open, root: Path, edition: Path) -> None:
    shown = app("editions")
    text = words(shown)
    own = pd.read_parquet(edition / "observations.parquet", columns=["place_code", "source_id"])
    earlier = pd.read_parquet(root / EARLIER / "observations.parquet", columns=["source_id"])
    assert f"新增 {len(own) - len(earlier)} 条数值；" in text
    ranks = moves(root / EARLIER, root / edition.name).ranks
    assert f"{ranks['place_code'].nunique()} 地的名次有变动" in text
    assert shown.query_params["from"] == EARLIER
    assert shown.query_params["to"] == edition.name
    assert "前一版本不参加排名" in words(app("editions", moved=PLACE))


def test_the_other_way_round_what_was_new_is_gone(app: Open, root: Path, edition: Path) -> None:
    (root / JOURNAL).unlink()  # written by an earlier program, or never put into use
    shown = app("editions", **{"from": edition.name, "to": EARLIER, "change": "gone"})
    assert not shown.exception
    assert "比前一版本去掉" in words(shown)
    assert "没有启用记录" in html(shown)
    assert f"{edition.name}|" in words(shown)  # what is gone opens in the edition that has it


def test_in_english_no_chinese_is_left(app: Open, root: Path, opened) -> None:
    shown = app("editions", lang="en")
    assert not shown.exception
    assert not [text for text in left_over(shown, opened) if "王芳" not in text and "李强" not in text]


def test_restoring_makes_everyone_follow_and_says_so(app: Open, root: Path, edition: Path) -> None:
    other = app("editions")  # a second session, which looks at the edition that is current now
    shown = app("editions", chosen=EARLIER)
    act(shown, "restore")
    assert not shown.exception
    assert (root / "CURRENT").read_text() == EARLIER
    assert "已恢复为当前版本" in words(shown)
    assert shown.query_params["edition"] == EARLIER
    assert shown.query_params["from"] == edition.name
    assert history(root)[-1].by == "王芳"
    other.run()
    assert other.query_params["edition"] == edition.name
    assert f"现在的当前版本是 {EARLIER}" in words(other)
    other.button(key="to-current").click().run()
    assert other.query_params["edition"] == EARLIER


def test_nothing_is_done_without_a_name(app: Open, root: Path) -> None:
    shown = act(app("editions", chosen=EARLIER), "restore", by="")
    assert "请先填写您的姓名" in words(shown)
    assert len(history(root)) == 2
    shown.button(key="edition-no").click().run()
    assert not [b for b in shown.button if b.key == "edition-yes"]


def test_pinning_and_pruning(app: Open, root: Path, edition: Path) -> None:
    for name in ("2020-a", "2020-b"):
        shutil.copytree(root / EARLIER, root / name)
    shown = app("editions", chosen="2020-a")
    act(shown, "pin")
    assert history(root)[-1].cause is Cause.PIN
    shown.button(key="edition-prune").click().run()
    shown.number_input(key="editions.keep").set_value(1).run()
    assert "将删除这些版本" in words(shown)
    shown.button(key="edition-yes").click().run()
    assert {p.name for p in root.glob("20*")} == {"2020-a", EARLIER, edition.name}
    shown = app("editions", chosen="2020-a")
    assert "固定（王芳）" in "".join(said(shown))
    act(shown, "unpin")
    assert desk.prunable(root, 1)[0].edition_id == "2020-a"


def test_a_damaged_edition_is_named_and_cannot_be_restored(app: Open, root: Path) -> None:
    (root / EARLIER / "scores.parquet").write_bytes(b"rot")
    shown = app("editions", chosen=EARLIER)
    assert not shown.exception
    assert "已损坏：scores.parquet" in "".join(said(shown))
    assert "无法比较" in words(shown)
    assert shown.button(key="edition-restore").disabled


def test_a_damaged_current_edition_lets_a_person_choose_another(app: Open, root: Path, edition: Path) -> None:
    (root / edition.name / "values.parquet").write_bytes(b"rot")
    shown = app()
    assert "values.parquet" in words(shown)
    shown.selectbox(key="state.widget.edition").set_value(EARLIER).run()
    assert "values.parquet" not in words(shown)
    assert f"现在的当前版本是 {edition.name}" in words(shown)


def test_when_the_current_edition_is_gone_another_can_be_opened(app: Open, root: Path, edition: Path) -> None:
    shutil.rmtree(root / edition.name)
    shown = app()
    assert "没有找到数据版本" in words(shown)
    shown.button(key="open-newest").click().run()
    assert shown.query_params["edition"] == EARLIER


def test_an_edition_of_an_earlier_program_opens_and_is_compared(app: Open, root: Path, edition: Path) -> None:
    old = root / EARLIER
    for table, column in (("observations", "locator"), ("corrections", "decision"), ("values", "why_not")):
        pd.read_parquet(old / f"{table}.parquet").drop(columns=column).to_parquet(old / f"{table}.parquet")
    for table in ("practices", "influence"):
        (old / f"{table}.parquet").unlink()
        manifest = (old / "manifest.json").read_text().replace(f'"{table}.parquet"', '"other.parquet"')
        (old / "manifest.json").write_text(manifest)
    shown = queries.load(root, EARLIER)
    assert shown["observations"]["locator"].isna().all()
    assert shown["practices"].empty
    result = desk.compared(root, EARLIER, edition.name)
    assert result.count("changed") == 0
    assert result.count("new") > 0
    for page in ("editions", "place", "quality"):
        assert not app(page, edition=EARLIER).exception


@pytest.mark.parametrize("name", ["..", "../two", "/etc", ""])
def test_names_never_become_paths(root: Path, edition: Path, name: str) -> None:
    with pytest.raises(queries.MissingEdition):
        desk.compared(root, name, edition.name)
