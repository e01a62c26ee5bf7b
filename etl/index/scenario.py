"""Scenarios: what a panel decided, as files in data/catalog/scenarios/*.yml.

A scenario says how the index is made (method, weights, thresholds, cycle, comparison group), who set
it and why. It may hold a rubric instead: points for practices and indicator levels (``rubric``).
The loader is strict: an unknown key, a wrong type or a value out of range is refused with the file,
the place in it and the cure.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

import yaml

from etl.index.aggregate import AGGREGATORS, MEANS, Rules
from etl.index.scale import NORMALISERS, WINSOR
from etl.index.uncertainty import Sources

ROOT: Final = Path(__file__).resolve().parents[2] / "data" / "catalog" / "scenarios"
WEIGHT_METHODS: Final = ("equal", "given", "entropy", "critic", "pca")


class ScenarioError(ValueError):
    """A scenario that cannot be used; the message names file, place and cure."""


@dataclass(frozen=True, slots=True)
class Group:
    """Comparison group: it sets the scales, and only its places are ranked. Empty = no restriction."""

    levels: tuple[str, ...] = ("prefecture",)
    provinces: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    population_min: float | None = None
    population_max: float | None = None
    """万人."""


@dataclass(frozen=True, slots=True)
class Normalise:
    """Normalisation; ``goalposts`` maps an indicator to its [low, high] marks, in comparable values."""

    method: str = "percentile"
    winsor: float = WINSOR
    goalposts: dict[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Member:
    """One panel member's points for pillars, on a scale of the member's own."""

    member: str
    pillars: dict[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights: of indicators within their pillar by ``method``; of pillars as given, or by the panel.

    ``indicators`` overrides single indicators (1 = as the others under equal; 0 = left out).
    """

    method: str = "equal"
    indicators: dict[str, float] = field(default_factory=dict)
    pillars: dict[str, float] = field(default_factory=dict)
    """Empty: the catalogue's weights."""
    panel: tuple[Member, ...] = ()
    """Budget allocation: the mean of the members' shares; takes the place of ``pillars``."""


@dataclass(frozen=True, slots=True)
class Veto:
    """A condition that bars from the ranking: a practice answered so, or a value below/above a mark."""

    practice_id: str | None = None
    answer: str = "no"
    indicator_id: str | None = None
    below: float | None = None
    above: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """Points for a comparable value of at least (or, where less is better, at most) ``value``."""

    value: float
    points: float


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a rubric: a practice worth points, or an indicator with levels."""

    pillar_id: str
    practice_id: str | None = None
    points: float = 0.0
    indicator_id: str | None = None
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that decides an index, and who decided it."""

    scenario_id: str
    name_zh: str
    name_en: str
    set_by: str
    reason: str
    example: bool = False
    """True for an illustration that nobody has adopted."""
    cycle: tuple[int, int] | None = None
    """Assessment years, first and last; none = the latest value of each place and indicator."""
    group: Group = Group()
    min_places: int = 5
    """An indicator that fewer places of the group state is not scored."""
    normalise: Normalise = Normalise()
    weights: Weights = Weights()
    rules: Rules = Rules()
    vetoes: tuple[Veto, ...] = ()
    quota: float = 0.3
    """Places that would be named: a share of those ranked below 1, a number from 1 on."""
    bounds: tuple[float, float] = (0.5, 2.0)
    """A pillar's weight may vary from so many to so many times what it is, for attainable ranks."""
    uncertainty: Sources = Sources()
    rubric: tuple[Item, ...] = ()

    def with_weights(self, pillars: dict[str, float]) -> Scenario:
        """The same with other pillar weights, as when a slider is moved."""
        return replace(self, weights=replace(self.weights, pillars=dict(pillars), panel=()))

    def places_in_quota(self, ranked: int) -> int:
        """Number of places that the quota names among ``ranked``."""
        return min(ranked, int(self.quota)) if self.quota >= 1 else int(self.quota * ranked + 0.5)


def load_scenario(name: str | Path, root: Path = ROOT) -> Scenario:
    """Load ``root/<name>.yml``, or the file ``name`` if it is a path that ends in .yml.

    Raises ``ScenarioError`` when there is none, or it is wrong.
    """
    path = Path(name) if str(name).endswith((".yml", ".yaml")) else root / f"{name}.yml"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        known = ", ".join(sorted(p.stem for p in root.glob("*.yml")))
        raise ScenarioError(f"{path}: no such scenario; there are: {known}") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ScenarioError(f"{path}: not readable as YAML in UTF-8: {error}") from error
    scenario = parse_scenario(content, path.name)
    if scenario.scenario_id != path.stem:
        raise ScenarioError(f"{path.name}: scenario_id is {scenario.scenario_id!r}; call it {path.stem!r}, as the file")
    return scenario


def load_scenarios(root: Path = ROOT) -> dict[str, Scenario]:
    """All scenarios of a folder by id, sorted."""
    return {p.stem: load_scenario(p.stem, root) for p in sorted(root.glob("*.yml"))}


def parse_scenario(content: Any, where: str = "scenario") -> Scenario:
    """A checked scenario from parsed YAML; raises ``ScenarioError``."""
    scenario: Scenario = _read(Scenario, content, where)
    for fault in _faults(scenario):
        raise ScenarioError(f"{where}: {fault}")
    return scenario


def _faults(s: Scenario) -> list[str]:
    """What is wrong beyond types, in words that say the cure."""
    checks = [
        (s.normalise.method in NORMALISERS, f"normalise.method must be one of {', '.join(NORMALISERS)}"),
        (0 <= s.normalise.winsor < 0.5, "normalise.winsor must be from 0 to below 0.5"),
        (s.weights.method in WEIGHT_METHODS, f"weights.method must be one of {', '.join(WEIGHT_METHODS)}"),
        (s.rules.pillar_method in MEANS, f"rules.pillar_method must be one of {', '.join(MEANS)}"),
        (s.rules.index_method in AGGREGATORS, f"rules.index_method must be one of {', '.join(AGGREGATORS)}"),
        (0 <= s.rules.pillar_share <= 1, "rules.pillar_share must be from 0 to 1"),
        (s.quota > 0, "quota must be above 0"),
        (0 <= s.bounds[0] <= 1 <= s.bounds[1], "bounds must be [at most 1, at least 1]"),
        (s.cycle is None or s.cycle[0] <= s.cycle[1], "cycle must be [first year, last year]"),
        (s.uncertainty.draws >= 1, "uncertainty.draws must be at least 1"),
        (set(s.uncertainty.normalisations) <= set(NORMALISERS) - {"goalposts"}, "uncertainty.normalisations: unknown"),
        (set(s.uncertainty.aggregations) <= set(AGGREGATORS), "uncertainty.aggregations: unknown"),
        (all((v.practice_id is None) != (v.indicator_id is None) for v in s.vetoes), "a veto names a practice_id or an indicator_id"),
        (all((i.practice_id is None) != (i.indicator_id is None) for i in s.rubric), "an item names a practice_id or an indicator_id"),
        (all(i.levels or i.points > 0 for i in s.rubric), "an item needs points above 0, or levels"),
    ]
    numbers = [*s.weights.pillars.values(), *s.weights.indicators.values()]
    numbers += [n for m in s.weights.panel for n in m.pillars.values()]
    checks.append((all(n >= 0 for n in numbers), "weights must not be negative"))
    return [message for holds, message in checks if not holds]


def _read(kind: Any, value: Any, where: str) -> Any:
    """``value`` as ``kind`` (dataclass, tuple, dict, union with None or scalar), strictly."""
    if is_dataclass(kind):
        return _read_dataclass(kind, value, where)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return None if value is None else _read(next(k for k in inner if k is not NoneType), value, where)
    if origin is tuple and isinstance(value, list):
        kinds = [inner[0]] * len(value) if inner[1:] == (Ellipsis,) else inner
        if len(kinds) != len(value):
            raise ScenarioError(f"{where}: write a list of {len(kinds)}, not of {len(value)}")
        return tuple(_read(k, v, f"{where}[{n}]") for n, (k, v) in enumerate(zip(kinds, value, strict=True)))
    if origin is dict and isinstance(value, dict):
        return {str(k): _read(inner[1], v, f"{where}.{k}") for k, v in value.items()}
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if kind is str and isinstance(value, bool):  # YAML reads a bare no as false
        return "yes" if value else "no"
    if isinstance(kind, type) and isinstance(value, kind) and (kind is not int or not isinstance(value, bool)):
        return value
    raise ScenarioError(f"{where}: {value!r} is not {getattr(kind, '__name__', kind)}")


def _read_dataclass(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise ScenarioError(f"{where}: write keys and values here, not {value!r}")
    hints, known = get_type_hints(kind), {f.name: f for f in fields(kind)}
    if unknown := sorted(map(str, set(value) - set(known))):
        raise ScenarioError(f"{where}: unknown {', '.join(unknown)}; known are {', '.join(known)}")
    needed = [n for n, f in known.items() if f.default is MISSING and f.default_factory is MISSING]
    if missing := [n for n in needed if n not in value]:
        raise ScenarioError(f"{where}: {', '.join(missing)} is missing")
    return kind(**{name: _read(hints[name], given, f"{where}: {name}") for name, given in value.items()})
