"""Parsed YAML to frozen dataclasses, strictly: unknown keys and wrong types are refused by name."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints


class ScenarioError(ValueError):
    """A scenario that cannot be used; the message names file, place and cure."""


def read_as(kind: Any, value: Any, where: str) -> Any:
    """``value`` as ``kind``: a dataclass, tuple, dict, union with None, or scalar.

    ``where`` names the place in messages. Raises ``ScenarioError``.
    """
    if is_dataclass(kind):
        return _dataclass(kind, value, where)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return None if value is None else read_as(next(k for k in inner if k is not NoneType), value, where)
    if origin is tuple and isinstance(value, list):
        return _tuple(inner, value, where)
    if origin is dict and isinstance(value, dict):
        return {str(k): read_as(inner[1], v, f"{where}.{k}") for k, v in value.items()}
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if kind is str and isinstance(value, bool):  # YAML reads a bare no as false
        return "yes" if value else "no"
    if (
        isinstance(kind, type)
        and isinstance(value, kind)
        and (kind is not int or not isinstance(value, bool))
    ):
        return value
    raise ScenarioError(f"{where}: {value!r} is not {getattr(kind, '__name__', kind)}")


def _tuple(inner: tuple[Any, ...], value: list[Any], where: str) -> tuple[Any, ...]:
    kinds = [inner[0]] * len(value) if inner[1:] == (Ellipsis,) else list(inner)
    if len(kinds) != len(value):
        raise ScenarioError(f"{where}: write a list of {len(kinds)}, not of {len(value)}")
    return tuple(read_as(k, v, f"{where}[{n}]") for n, (k, v) in enumerate(zip(kinds, value, strict=True)))


def _dataclass(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise ScenarioError(f"{where}: write keys and values here, not {value!r}")
    hints, known = get_type_hints(kind), {f.name: f for f in fields(kind)}
    if unknown := sorted(map(str, set(value) - set(known))):
        raise ScenarioError(f"{where}: unknown {', '.join(unknown)}; known are {', '.join(known)}")
    needed = [n for n, f in known.items() if f.default is MISSING and f.default_factory is MISSING]
    if missing := [n for n in needed if n not in value]:
        raise ScenarioError(f"{where}: {', '.join(missing)} is missing")
    return kind(**{name: read_as(hints[name], given, f"{where}: {name}") for name, given in value.items()})
