"""Every failure has its sentence in the reader's language, with its facts as plain text."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import pytest
from streamlit.testing.v1 import AppTest

from data.errors import AtlasError, RegisterUnreadable
from data.paths import ROOT
from ui import failures

for module in sorted((ROOT / "data").glob("*errors.py")):
    importlib.import_module(f"data.{module.stem}")


def leaves(kind: type) -> list[type]:
    """The failures themselves, the families that only group them apart."""
    below = kind.__subclasses__()
    return [leaf for sub in below for leaf in leaves(sub)] if below else [kind]


@pytest.mark.parametrize("kind", leaves(AtlasError), ids=lambda kind: kind.__name__)
def test_every_failure_says_something_and_quotes_only_its_own_facts(kind):
    """The facts are filled with a value that takes any format; a fact that the sentence lacks would raise KeyError."""
    assert kind.template.strip()
    values = dict.fromkeys(kind.__dataclass_fields__, Anything())
    assert kind.template.format(**values)


class Anything:
    def __format__(self, spec: str) -> str:
        return "x"


@dataclass
class Example(AtlasError):
    written: str
    size_mb: float
    on: datetime
    rows: tuple[int, ...]
    template: ClassVar[str] = "{written} has {size_mb:.1f} MB since {on:%Y-%m-%d}: {rows}"


def test_facts_are_shown_as_plain_text_and_numbers_keep_their_format():
    error = Example("[x](https://example.org) **b**", 12.345, datetime(2025, 3, 7), (1, 2))
    assert (
        failures.words(error) == "\\[x\\]\\(https\\://example.org\\) \\*\\*b\\*\\* has 12.3 MB since 2025-03-07: 1, 2"
    )


def page() -> None:
    import streamlit as st

    from data.errors import RegisterUnreadable
    from ui import failures

    with failures.explained():
        raise RegisterUnreadable(path="/x", detail="<b>no</b>")
    st.write("never reached")


def test_a_failure_ends_the_page_in_words():
    at = AppTest.from_function(page).run()
    assert not at.exception
    assert "\\<b\\>no\\</b\\>" in at.error[0].value
    assert not at.markdown


def test_other_failures_are_not_swallowed():
    with pytest.raises(ZeroDivisionError), failures.explained():
        _ = 1 / 0


def test_the_sentence_in_the_shell_is_unescaped():
    assert "a [b]" in str(RegisterUnreadable(path="a [b]", detail="x"))
