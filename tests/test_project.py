"""The project files keep their promises: pinned versions, a silent dashboard, one command for CI."""

from __future__ import annotations

import re
import socket
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PINS = [
    line.split("==")
    for name in ("requirements.txt", "requirements-dev.txt")
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("pin", PINS, ids=lambda pin: pin[0])
def test_every_requirement_is_pinned_to_what_is_tested(pin: list[str]) -> None:
    assert len(pin) == 2, f"{pin[0]} is not pinned with =="
    assert version(pin[0]) == pin[1]


def test_the_dashboard_asks_no_outside_host() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"] == {"gatherUsageStats": False, "serverAddress": "127.0.0.1"}
    assert config["server"]["address"] == "127.0.0.1"
    assert config["server"]["headless"] is True
    assert config["client"]["toolbarMode"] == "viewer"
    assert config["client"]["showErrorLinks"] is False
    assert "http" not in str(config)


def test_ci_runs_make_check_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines == ["#!/bin/bash", "set -eu", 'cd "$(dirname "$0")/.."', "exec make check"]


@pytest.mark.parametrize("script", sorted((ROOT / ".ci").iterdir()), ids=lambda path: path.name)
def test_scripts_are_executable_and_parse(script: Path) -> None:
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", script], check=True)


def test_an_old_python_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """A machine whose only python3 is 3.9."""
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "python3").write_text('#!/bin/bash\n[ "$1" = --version ] && echo "Python 3.9.2" || exit 1\n')
    (tools / "python3").chmod(0o755)
    ran = subprocess.run(
        ["/bin/bash", ROOT / ".ci" / "python"],
        cwd=tmp_path,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "需要 Python 3.11 或更高版本，现有：Python 3.9.2" in ran.stderr
    assert not (tmp_path / ".venv").exists()


def test_missing_packages_without_apt_are_named(tmp_path: Path) -> None:
    ran = subprocess.run(
        ["/bin/bash", ROOT / ".ci" / "apt", "chromium", "fonts-noto-cjk"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert re.search("请管理员执行.*chromium fonts-noto-cjk", ran.stderr)


def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = subprocess.run(
            ["make", "run", f"PORT={port}"], cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert ran.returncode != 0
    assert f"端口 {port} 已被占用" in ran.stderr
