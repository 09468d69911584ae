"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

from data import store
from tests import empty_register

settings.register_profile("atlas", deadline=None)  # a busy machine must not fail a true statement
settings.load_profile("atlas")

store.memory_store = empty_register.memory_store  # before any test module takes it over by name

# Every visit would read the descriptions of all installed packages again.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

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
