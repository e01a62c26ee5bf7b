"""Scenarios: what a panel decided, as files in data/catalog/scenarios/*.yml.

A scenario says how the index is made (method, weights, thresholds, cycle, comparison group), who set
it and why. It may hold a rubric instead: points for practices and indicator levels (``rubric``).
The loader is strict: an unknown key, a wrong type or a value out of range is refused with the file,
the place in it and the cure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import yaml

from etl.index.aggregate import AGGREGATORS, MEANS
from etl.index.levels import Rules
from etl.index.scale import NORMALISERS, WINSOR
from etl.index.strict import ScenarioError, read_as
from etl.index.uncertainty import Sources
from etl.schema import Answer

ROOT: Final = Path(__file__).resolve().parents[2] / "data" / "catalog" / "scenarios"
FREE: Final = tuple(n for n in NORMALISERS if n != "goalposts")
"""Normalisations that need no marks, so they can be drawn."""
EXAMPLE: Final = "an example must say so in its names: 示例, example"
NAMES_ONE: Final = "a veto or an item names either a practice_id or an indicator_id"
WEIGHT_METHODS: Final = ("equal", "given", "entropy", "critic", "pca")


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
    group: Group = field(default_factory=Group)
    min_places: int = 5
    """An indicator that fewer places of the group state is not scored."""
    normalise: Normalise = field(default_factory=Normalise)
    weights: Weights = field(default_factory=Weights)
    rules: Rules = field(default_factory=Rules)
    vetoes: tuple[Veto, ...] = ()
    quota: float = 0.3
    """Places that would be named: a share of those ranked below 1, a number from 1 on."""
    bounds: tuple[float, float] = (0.5, 2.0)
    """A pillar's weight may vary from so many to so many times what it is, for attainable ranks."""
    uncertainty: Sources = field(default_factory=Sources)
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
        raise ScenarioError(
            f"{path.name}: scenario_id is {scenario.scenario_id!r}; call it {path.stem!r}, as the file"
        )
    return scenario


def load_scenarios(root: Path = ROOT) -> dict[str, Scenario]:
    """All scenarios of a folder by id, sorted."""
    return {p.stem: load_scenario(p.stem, root) for p in sorted(root.glob("*.yml"))}


def parse_scenario(content: Any, where: str = "scenario") -> Scenario:
    """A checked scenario from parsed YAML; raises ``ScenarioError``."""
    scenario: Scenario = read_as(Scenario, content, where)
    for fault in _faults(scenario):
        raise ScenarioError(f"{where}: {fault}")
    return scenario


def _faults(s: Scenario) -> Iterator[str]:
    """What is wrong beyond types, in words that say the cure."""
    for where, given, known in (
        ("normalise.method", s.normalise.method, NORMALISERS),
        ("weights.method", s.weights.method, WEIGHT_METHODS),
        ("rules.pillar_method", s.rules.pillar_method, MEANS),
        ("rules.index_method", s.rules.index_method, AGGREGATORS),
        *(("uncertainty.normalisations", n, FREE) for n in s.uncertainty.normalisations),
        *(("uncertainty.aggregations", a, AGGREGATORS) for a in s.uncertainty.aggregations),
    ):
        if given not in known:
            yield f"{where}: {given} is none of {', '.join(known)}"
    yield from (message for holds, message in _ranges(s) if not holds)


def _ranges(s: Scenario) -> list[tuple[bool, str]]:
    """(holds, what to write) of the numbers and the choices between two keys."""
    weights = [*s.weights.pillars.values(), *s.weights.indicators.values()]
    weights += [n for m in s.weights.panel for n in m.pillars.values()]
    named: list[Veto | Item] = [*s.vetoes, *s.rubric]
    return [
        (not s.example or ("示例" in s.name_zh and "example" in s.name_en), EXAMPLE),
        (0 <= s.normalise.winsor < 0.5, "normalise.winsor must be from 0 to below 0.5"),
        (
            all(a < b for a, b in s.normalise.goalposts.values()),
            "normalise.goalposts must be [low, high], low < high",
        ),
        (0 <= s.rules.pillar_share <= 1, "rules.pillar_share must be from 0 to 1"),
        (s.quota > 0, "quota must be above 0"),
        (0 <= s.bounds[0] <= 1 <= s.bounds[1], "bounds must be [at most 1, at least 1]"),
        (s.cycle is None or s.cycle[0] <= s.cycle[1], "cycle must be [first year, last year]"),
        (s.uncertainty.draws >= 1, "uncertainty.draws must be at least 1"),
        (
            bool(s.uncertainty.normalisations and s.uncertainty.aggregations),
            "uncertainty needs a method of each kind",
        ),
        (all(n >= 0 for n in weights), "weights must not be negative"),
        (all(v.answer in set(Answer) for v in s.vetoes), "a veto's answer must be yes or no"),
        (all((v.practice_id is None) != (v.indicator_id is None) for v in named), NAMES_ONE),
        (
            all(i.levels if i.indicator_id else i.points > 0 for i in s.rubric),
            "an item needs levels, or points above 0",
        ),
    ]
