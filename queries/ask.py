"""Run one named statement of queries/sql with bound parameters."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas as pd

from data.scope import Scope
from data.store import Store

FOLDER = Path(__file__).resolve().parent / "sql"
_PARAMETER = re.compile(r"\$([a-z_]+)")


@cache
def statement(name: str) -> str:
    """The text of queries/sql/<name>.sql."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def declared_parameters(name: str) -> set[str]:
    """Names of the $parameters that the statement uses, comments apart."""
    return set(_PARAMETER.findall(re.sub(r"--.*$", "", statement(name), flags=re.M)))


def ask(store: Store, name: str, scope: Scope | None = None, **params: object) -> pd.DataFrame:
    """The answer to one question.

    The scope's $role, $organisation and $shelters are bound where the statement declares them.
    Raises TypeError where the parameters given are not those that the statement declares.
    """
    declared = declared_parameters(name)
    given = dict(params) | {k: v for k, v in (scope.params() if scope else {}).items() if k in declared}
    if set(given) != declared:
        raise TypeError(f"{name}: declared {sorted(declared)}, given {sorted(given)}")
    return store.read(statement(name), given)
