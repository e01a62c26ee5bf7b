"""How hard the property tests try: a little by default, ten thousand texts where asked.

``HYPOTHESIS_PROFILE=thorough python -m pytest tests/etl`` tries 10,000 examples a property. Both
profiles are deterministic: the same code gives the same examples.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from etl.catalog import Catalog
from etl.extract import Extractor
from tests.etl import reading

_ALWAYS = {
    "derandomize": True,
    "database": None,
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much],
}
settings.register_profile("default", max_examples=40, **_ALWAYS)
settings.register_profile("thorough", max_examples=10_000, **_ALWAYS)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor of the shipped catalogue; it holds no state between documents."""
    return reading.extractor()


@pytest.fixture(scope="session")
def catalog(extractor: Extractor) -> Catalog:
    """The shipped catalogue."""
    return extractor.catalog
