"""The store of reviewers' decisions: appended to, never changed; SQLite by default, any SQLAlchemy URL.

Nothing here updates or deletes. On SQLite the file itself refuses it (triggers), and several may write
at once: what is added is one transaction, a writer waits for the one before (write-ahead log).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

from etl.decisions.declared import Correction
from etl.schema import Decision, PeriodKind

WAIT_SECONDS: Final = 30
"""How long a writer waits for others: thousands of records take a second."""

_METADATA: Final = MetaData()
DECISIONS: Final = Table(
    "decisions",
    _METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("correction_id", String(64), nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("expect", Text, nullable=False),
    Column("replace", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decision", String(16), nullable=False),
    Column("figure", Text, nullable=False),
    Column("occurrence", Integer, nullable=False),
    Column("cell", Text, nullable=False),
    Column("was_indicator", Text, nullable=False),
    Column("was_value", Float(53)),
    Column("indicator", Text, nullable=False),
    Column("period_kind", String(16)),
    Column("period_start", Integer),
    Column("period_end", Integer),
    Column("place", String(16), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", String(40), nullable=False),
)
_NAMES: Final = [f.name for f in fields(Correction)]
_UNUSABLE: Final = "审核库无法使用 / decisions cannot be used"
_CURE: Final = "检查路径和权限 / check path and permissions"
_REFUSE: Final = (
    "CREATE TRIGGER IF NOT EXISTS decisions_no_{0} BEFORE {0} ON decisions"
    " BEGIN SELECT RAISE(ABORT, 'decisions are only appended'); END"
)


class StoreError(ValueError):
    """The store cannot be opened, read or written; says what to do."""


class Store:
    """Decisions behind a URL; opened anew for each call, so that no session holds a lock."""

    def __init__(self, url: str) -> None:
        """Prepare the store. Raises ``StoreError`` when it cannot be opened."""
        try:
            self._url = make_url(url)
        except (
            ArgumentError,
            ValueError,
        ):  # whatever is wrong with it, it may hold a password: not repeated, not chained
            raise StoreError(f"{_UNUSABLE}: 地址写法不对 / the URL does not parse. {_CURE}") from None
        try:
            self._engine = create_engine(self._url, poolclass=NullPool)
            if self._engine.dialect.name == "sqlite":
                event.listen(self._engine, "connect", _patient)
            with self._engine.begin() as connection:
                _prepare(connection, self._engine)
        except (SQLAlchemyError, ImportError, OSError) as error:
            raise self._fault(error) from error

    def append(self, records: Iterable[Correction]) -> int:
        """Add all of the records or, on an error, none; returns how many were new.

        One whose id is there already is left as it is.
        """
        rows = [{name: getattr(record, name) for name in _NAMES} for record in records]
        try:
            try:
                return self._add(rows)
            except IntegrityError:  # somebody added one of them in between: it is known now
                return self._add(rows)
        except SQLAlchemyError as error:
            raise self._fault(error) from error

    def _add(self, rows: list[dict[str, Any]]) -> int:
        with self._engine.begin() as connection:
            known = set(connection.scalars(select(DECISIONS.c.correction_id)))
            new = {row["correction_id"]: row for row in reversed(rows) if row["correction_id"] not in known}
            if new:
                connection.execute(insert(DECISIONS), list(new.values())[::-1])
        return len(new)

    def history(self) -> list[Correction]:
        """Every record, oldest first."""
        order = select(*(DECISIONS.c[name] for name in _NAMES)).order_by(DECISIONS.c.at, DECISIONS.c.number)
        try:
            with self._engine.connect() as connection:
                return [_record(dict(row._mapping)) for row in connection.execute(order)]
        except SQLAlchemyError as error:
            raise self._fault(error) from error

    def _fault(self, error: Exception) -> StoreError:
        """Which store cannot be used, why, and what to do; without its password, which drivers may repeat."""
        reason = str(error).splitlines()[0]
        if self._url.password:
            reason = reason.replace(str(self._url.password), "***")
        where = self._url.set(query={}).render_as_string(hide_password=True)
        return StoreError(f"{_UNUSABLE}: {where}: {reason}. {_CURE}")


def _record(row: dict[str, Any]) -> Correction:
    kind = row["period_kind"]
    typed = {"decision": Decision(row["decision"]), "period_kind": PeriodKind(kind) if kind else None}
    return Correction(**row | typed)


def _patient(connection: Any, _: object) -> None:
    """SQLite waits for another writer, and readers do not stop it."""
    connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")


def _prepare(connection: Connection, engine: Engine) -> None:
    """Make the table where it is missing; others may do the same at this moment."""
    if engine.dialect.name != "sqlite":
        _METADATA.create_all(connection)
        return
    connection.execute(CreateTable(DECISIONS, if_not_exists=True))
    for change in ("UPDATE", "DELETE"):
        connection.execute(text(_REFUSE.format(change)))
