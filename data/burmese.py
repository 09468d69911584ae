"""The Burmese of a text marked for translation, for files and the shell, which no page puts into words.

Read from the catalogue that the pages use, with the standard library alone: the shell needs nothing that draws pages.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from data.paths import ROOT

CATALOGUE = ROOT / "locales" / "my" / "LC_MESSAGES" / "atlas.po"


def burmese(text: str) -> str:
    """The text in Burmese; the text itself where the catalogue has none."""
    return _texts().get(text) or text


@cache
def _texts() -> dict[str, str]:
    """msgid -> msgstr; empty without a catalogue."""
    if not CATALOGUE.is_file():
        return {}
    entries = CATALOGUE.read_text(encoding="utf-8").split("\n\n")
    return {text: told for entry in entries for text, told in _pair(entry)}


def _pair(entry: str) -> Iterator[tuple[str, str]]:
    """The text and its translation; nothing for the header, and for what is marked as uncertain."""
    parts = {"msgid": "", "msgstr": ""}
    part = ""
    for line in entry.splitlines():
        if line.startswith("#,") and "fuzzy" in line:
            return
        if line.startswith("#"):
            continue
        keyword, space, rest = line.partition(" ")
        if space and keyword.startswith("msg"):
            part, line = keyword.removesuffix("[0]"), rest
        if part in parts:
            parts[part] += ast.literal_eval(line)
    if parts["msgid"]:
        yield parts["msgid"], parts["msgstr"]
