"""Rank shifts of single values: by hand, and against the index worked out anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.index import shifts
from etl.index.build import Result, compute
from etl.index.levels import Rules
from etl.index.matrix import Matrix
from etl.index.ranks import competition_rank
from etl.index.scenario import Normalise, Scenario
from etl.index.shifts import rank_shifts

NOBODY = np.zeros(5, dtype=bool)


def result(x: np.ndarray, share: float = 0.0, needed: int = 1, join: str = "arithmetic") -> Result:
    """Two pillars of two indicators each, on fixed marks 0 and 100: scores are the values themselves."""
    n, k = x.shape
    codes, ids = tuple(f"p{i}" for i in range(n)), tuple(f"i{j}" for j in range(k))
    matrix = Matrix(
        codes, codes, np.ones(n, bool), ids, ("a", "b"), np.arange(k) % 2, np.ones(k, bool),
        np.array([1.0, 2.0]), x, x, x, np.ones(x.shape),
    )  # fmt: skip
    marks = Normalise("goalposts", 0.0, dict.fromkeys(ids, (0.0, 100.0)))
    rules = Rules(join, join, pillar_share=share, pillars_needed=needed)
    return compute(matrix, Scenario("s", "s", "s", "s", "s", min_places=1, rules=rules, normalise=marks))


def test_by_hand() -> None:
    # Pillar a is i0, pillar b is i1, b weighs two thirds: index 10, 20, 30, 40, 50, ranks 5 to 1.
    x = np.repeat([[10.0], [20.0], [30.0], [40.0], [50.0]], 2, axis=1)
    found = rank_shifts(
        result(x), NOBODY, np.array([2, 2, 2, 4]), np.array([1, 0, 1, 0]), np.array([90.0, 0.0, np.nan, 44.0])
    )
    # Place 2 with 90 in b: index 70, first of all, two ranks up everywhere it counts. With 0 in a:
    # index 20, level with place 1, so third as before (ties share the better rank), and last in a. Without b:
    # its index is a's 30, rank kept; in b it would stand behind the four others, two down. Place 4
    # with 44 in a stays first in the pillar and the index.
    assert found.tolist() == [[-2, -2, -2], [0, 2, 2], [0, 2, 2], [0, 0, 0]]


def test_a_place_that_would_lose_its_rank_goes_behind_the_last() -> None:
    x = np.repeat([[10.0], [20.0], [30.0], [40.0], [50.0]], 2, axis=1)
    found = rank_shifts(result(x, needed=2), NOBODY, np.array([4]), np.array([0]), np.array([np.nan]))
    assert found.tolist() == [[4, 4, 4]]


def test_a_barred_place_moves_in_no_index() -> None:
    x = np.repeat([[10.0], [20.0], [30.0], [40.0], [50.0]], 2, axis=1)
    barred = np.array([True, False, False, False, False])
    one = result(x)
    held = compute(one.matrix, one.scenario, barred)
    found = rank_shifts(held, barred, np.array([0]), np.array([0]), np.array([90.0]))
    assert found.tolist() == [[0, -4, -4]]


def test_copeland_moves_nothing() -> None:
    x = np.repeat([[10.0], [20.0], [30.0]], 2, axis=1)
    one = result(x, join="copeland")
    assert not rank_shifts(one, NOBODY[:3], np.array([0]), np.array([0]), np.array([90.0])).any()


def anew(one: Result, place: int, column: int, value: float) -> list[float]:
    """The shifts by working out the whole index with the one value changed."""
    x = one.matrix.value.copy()
    x[place, column] = value
    other = compute(replace(one.matrix, value=x), one.scenario)
    pillar = one.matrix.pillar_of[column]

    def ranks(r: Result) -> list[float]:
        known = (
            np.where(r.index.ranked, r.index.index, np.nan),
            np.where(r.index.pillar_reached[:, pillar], r.index.pillars[:, pillar], np.nan),
            r.index.scores[:, column],
        )
        found = [competition_rank(scores) for scores in known]
        others = [np.count_nonzero(~np.isnan(np.delete(scores, place))) for scores in known]
        return [f[place] if f[place] == f[place] else n + 1 for f, n in zip(found, others, strict=True)]

    return [b - a for a, b in zip(ranks(one), ranks(other), strict=True)]


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.5, 1.0]), st.integers(1, 2), st.booleans())
def test_as_the_index_worked_out_anew(seed: int, share: float, needed: int, geometric: bool) -> None:
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 12, (7, 4)) * 8.0
    x[rng.random(x.shape) < 0.3] = np.nan
    one = result(x, share, needed, "geometric" if geometric else "arithmetic")
    place, column = rng.integers(0, 7, 6), rng.integers(0, 4, 6)
    trial = np.where(rng.random(6) < 0.3, np.nan, rng.integers(0, 12, 6) * 8.0)
    trial[~one.enough[column]] = np.nan
    found = rank_shifts(one, np.zeros(7, bool), place, column, trial)
    known = [
        bool(np.count_nonzero(~np.isnan(np.delete(x[:, j], i)))) for i, j in zip(place, column, strict=True)
    ]
    for n in np.flatnonzero(known):  # an indicator that nobody else states is not scored anew
        assert found[n].tolist() == anew(one, place[n], column[n], trial[n])


def test_many_trials_are_taken_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.random.default_rng(1).integers(0, 100, (5, 4)).astype(float)
    place, column = np.divmod(np.arange(20), 4)
    whole = rank_shifts(result(x), NOBODY, place, column, np.full(20, np.nan))
    monkeypatch.setattr(shifts, "CHUNK", 7)
    assert (rank_shifts(result(x), NOBODY, place, column, np.full(20, np.nan)) == whole).all()
    assert whole.any()
