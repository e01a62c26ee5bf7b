"""The store of decisions: only appended to, whole when several write at once, out and in as YAML."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from traceback import format_exception

import pytest
from sqlalchemy import event

from etl.__main__ import main
from etl.decisions.declared import Correction, in_force, stamped
from etl.decisions.store import Store, StoreError
from etl.schema import Decision

WRITER = """
import sys
from etl.decisions.store import Store
from etl.decisions.declared import Correction, stamped
from etl.schema import Decision
url, name = sys.argv[1:]
for n in range(60):
    one = Correction("", f"source-{n}", "光荣牌52块", "", "与原文一致", Decision.CONFIRM, "52块", by=name)
    assert Store(url).append([stamped(one)]) == 1
"""


def decision(by: str = "王芳", source: str = "own", kind: Decision = Decision.CONFIRM) -> Correction:
    return stamped(
        Correction("", source, "光荣牌52块", "", "与原文一致", kind, "52块", was_value=52.0, by=by)
    )


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'decisions.sqlite'}"


def test_what_is_appended_comes_back_in_order(url: str) -> None:
    records = [decision(), decision("李强"), decision("李强", kind=Decision.WITHDRAW)]
    assert Store(url).append(records) == 3
    assert Store(url).history() == records
    assert in_force(Store(url).history()) == []


def test_a_record_that_is_there_is_not_added_again(url: str) -> None:
    records = [decision(), decision("李强")]
    Store(url).append(records[:1])
    assert Store(url).append(records) == 1
    assert Store(url).history() == records


def test_many_are_one_transaction_all_or_none(url: str) -> None:
    records = [decision(source=f"source-{n}") for n in range(400)]
    store = Store(url)
    asked: list[str] = []
    event.listen(store._engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    bad = replace(records[0], correction_id="bad", source=None)  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        store.append([*records, bad])
    assert store.history() == []
    asked.clear()
    assert store.append([*records, records[0]]) == 400
    assert store.append(records) == 0
    assert [said.split()[0] for said in asked] == ["SELECT", "INSERT", "SELECT"]
    assert store.history() == records


def test_two_processes_at_once_lose_nothing(url: str) -> None:
    command = [sys.executable, "-c", WRITER, url]
    writers = [subprocess.Popen([*command, name]) for name in ("王芳", "李强")]
    assert [w.wait(timeout=60) for w in writers] == [0, 0]
    seen = [(r.by, r.source) for r in Store(url).history()]
    assert sorted(seen) == sorted((by, f"source-{n}") for by in ("王芳", "李强") for n in range(60))


@pytest.mark.parametrize("change", ["UPDATE decisions SET by = 'x'", "DELETE FROM decisions"])
def test_the_file_refuses_changes(url: str, change: str) -> None:
    Store(url).append([decision()])
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    with pytest.raises(sqlite3.IntegrityError, match="only appended"):
        connection.execute(change)
    connection.close()
    assert len(Store(url).history()) == 1


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////no/such/folder/x.sqlite", "no_such_dialect://x"])
def test_a_store_that_cannot_be_opened_says_so(url: str) -> None:
    with pytest.raises(StoreError, match="cannot be used"):
        Store(url)


@pytest.mark.parametrize(
    "url", ["postgresql://wang:geheim@db/x", "wang:geheim@", "postgresql://wang:geheim@db:port/x"]
)
def test_no_message_holds_a_password(url: str) -> None:
    with pytest.raises(StoreError) as fault:
        Store(url)
    assert "geheim" not in "".join(format_exception(fault.value))


def test_export_and_import_carry_a_store_over(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Store(url).append([decision(), decision("李强", kind=Decision.REJECT)])
    file, other = tmp_path / "out.yml", f"sqlite:///{tmp_path / 'other.sqlite'}"
    assert main(["decisions", "--decisions", url, "export", str(file)]) == 0
    assert main(["decisions", "--decisions", other, "import", str(file)]) == 0
    assert main(["decisions", "--decisions", other, "import", str(file)]) == 0
    assert "0 added" in capsys.readouterr().out
    assert Store(other).history() == Store(url).history()
    assert main(["decisions", "--decisions", other, "list"]) == 0
    shown = capsys.readouterr().out
    assert "superseded" in shown
    assert "李强  reject  own: 52块  与原文一致  [有效 in force]" in shown


def test_a_file_with_one_bad_entry_adds_nothing(tmp_path: Path, url: str) -> None:
    file = tmp_path / "bad.yml"
    file.write_text("- {id: a, source: own, expect: 52块, replace: '', reason: 错}\n- {id: b}\n", "utf-8")
    assert main(["decisions", "--decisions", url, "import", str(file)]) == 2
    assert Store(url).history() == []
