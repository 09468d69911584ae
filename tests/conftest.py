"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from data import store

settings.register_profile("atlas", deadline=None)  # a busy machine must not fail a true statement
settings.load_profile("atlas")

COMMENTED = tuple(f"tests/data/test_{name}.py" for name in ("schema", "store", "dictionary", "migrations"))


@pytest.fixture(scope="module", autouse=True)
def plain_tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """Registers without the COMMENTs on their columns, which rule nothing and take a third of an opening's time.

    Modules that are about the schema itself open registers as the app does.
    """
    whole = store.schema_statements
    with pytest.MonkeyPatch.context() as patch:
        if not str(request.path).replace("\\", "/").endswith(COMMENTED):
            patch.setattr(store, "schema_statements", lambda: [s for s in whole() if not s.startswith("COMMENT ON")])
        yield
