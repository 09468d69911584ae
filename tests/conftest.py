"""What all tests share."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache

import pandas as pd
import pytest
import xdist
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner
from xdist.scheduler import LoadFileScheduling

from data import store
from data.demonstration import build
from data.demonstration.providers import Directory
from tests import empty_register

settings.register_profile("atlas", deadline=None)  # a busy machine must not fail a true statement
settings.load_profile("atlas")

store.memory_store = empty_register.memory_store  # before any test module takes it over by name

# Every visit would read the descriptions of all installed packages again.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

# The directory of a demonstration register depends on the seed and the size alone; what it is made of is drawn once.
_directory, _directories = build.directory, dict[tuple[int, float], Directory]()


def _directory_once(seed: int, weights: pd.DataFrame, scale: float) -> Directory:
    if (seed, scale) not in _directories:
        _directories[seed, scale] = _directory(seed, weights, scale)
    return _directories[seed, scale]


build.directory = _directory_once

TOGETHER = {"tests/data/test_demo_rules.py": "tests/data/test_demo.py"}
"""Modules that share what takes long to make: run by the same process."""


class ByModule(LoadFileScheduling):
    """A module's tests run in one process, so that what they share is made once; the slow modules come first."""

    def _split_scope(self, nodeid: str) -> str:
        module = super()._split_scope(nodeid)
        return TOGETHER.get(module, module)


def pytest_xdist_make_scheduler(config: pytest.Config, log: xdist.remote.Producer) -> ByModule:
    config.option.loadscopereorder = False
    return ByModule(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """What is imported by now stays: looking through it for garbage again and again takes a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


COMMENTED = tuple(f"tests/data/test_{name}.py" for name in ("schema", "store", "dictionary", "migrations"))


@pytest.fixture(scope="module", autouse=True)
def plain_tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """Registers without the COMMENTs on their columns, which rule nothing and take a third of an opening's time.

    Modules that are about the schema itself open registers as the app does.
    """
    whole = store.schema_statements
    with pytest.MonkeyPatch.context() as patch:
        plain = not str(request.path).replace("\\", "/").endswith(COMMENTED)
        patch.setattr(empty_register.Copies, "allowed", plain)
        if plain:
            patch.setattr(store, "schema_statements", lambda: [s for s in whole() if not s.startswith("COMMENT ON")])
        yield
