"""Keep the translation catalogues in step with the source: collect texts, list what is missing, write them in."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from data.indicator_files import TEXTS, shipped
from data.paths import ROOT

SOURCES = ("app.py", "pages", "ui", "data", "analysis", "geo", "queries")
MARKERS = {"_": 1, "N_": 1, "n_": 2}  # how many of its first arguments are texts
TEMPLATE = ROOT / "locales" / "atlas.pot"
TRANSLATIONS = {"my": ROOT / "locales" / "my" / "LC_MESSAGES" / "atlas.po"}
PROJECT = "Reintegration Atlas for Myanmar"
DRAFT = """\
# Reintegration Atlas for Myanmar: texts in Burmese.
# DRAFT, not yet reviewed by a native speaker of Burmese. Every entry is to be read by one
# before the atlas is used for real.
# Digits stay 0-9, as in the tables and charts.
#"""
USAGE = """usage: python -m ui.text extract          collect the texts of the source into locales/
       python -m ui.text missing          print the untranslated texts as JSON: {"msgid": ""}
       python -m ui.text fill FILE.json   write translations: {"msgid": "translation"}"""

Msgid = str | tuple[str, ...] | list[str]


def source_files() -> Iterator[Path]:
    """Every Python file whose texts a reader may see."""
    for name in SOURCES:
        path = ROOT / name
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def extracted() -> Catalog:
    """The texts marked in the source and those in the headers of the indicators, with the files in which they stand."""
    template = Catalog(project=PROJECT, charset="utf-8", header_comment="# Texts of the atlas. Made by: make texts")
    for path in source_files():
        place = path.relative_to(ROOT).as_posix()
        for line, message in marked(path.read_text(encoding="utf-8")):
            template.add(message, locations=[(place, line)])
    for indicator in shipped():
        place = f"queries/sql/indicators/{indicator.key}.sql"
        for text in filter(None, (getattr(indicator, name) for name in TEXTS)):
            template.add(text, locations=[(place, 1)])
    return template


def marked(source: str) -> Iterator[tuple[int, Msgid]]:
    """Line and text (of a plural: both forms) of every call of a marker.

    Read from the syntax tree: tools that read tokens miss the calls inside an f-string before Python 3.12.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
            given = node.args[: MARKERS[node.func.id]]
            texts = tuple(
                a.value for a in given if isinstance(a, ast.Constant) and isinstance(a.value, str) and a.value
            )
            if texts and len(texts) == MARKERS[node.func.id]:
                yield node.lineno, texts if len(texts) > 1 else texts[0]


def read(path: Path, locale: str | None = None) -> Catalog:
    """A catalogue as it stands on disk; an empty one where there is none."""
    if path.is_file():
        with path.open("rb") as file:
            return read_po(file, locale=locale)
    catalogue = Catalog(locale=locale, project=PROJECT, charset="utf-8", header_comment=DRAFT)
    catalogue.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]  # Burmese has one form
    return catalogue


def entries(catalogue: Catalog) -> dict[str, str]:
    """msgid -> msgstr, the header apart; of a plural, the singular id and the first form."""
    return {_first(m.id): _first(m.string) for m in catalogue if m.id}


def _first(text: Msgid | None) -> str:
    return (text if isinstance(text, str) else text[0]) if text else ""


def extract() -> None:
    """Write the template and bring each translation in step with it: new texts come in empty, gone ones go."""
    template = extracted()
    _write(TEMPLATE, template)
    for locale, path in TRANSLATIONS.items():
        translation = read(path, locale)
        translation.update(template, no_fuzzy_matching=True)
        _write(path, translation)


def _write(path: Path, catalogue: Catalog) -> None:
    """Write sorted by text and without line numbers or dates, so that a change shows only what changed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(DROPPED)]
    path.write_text("\n".join(kept).rstrip() + "\n", encoding="utf-8")


DROPPED = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Report-Msgid-Bugs-To',
    '"Last-Translator',
    '"Language-Team',
    '"Generated-By',
)


def missing(locale: str = "my") -> dict[str, str]:
    """Untranslated texts, each with an empty translation to fill in."""
    return {msgid: "" for msgid, text in entries(read(TRANSLATIONS[locale], locale)).items() if not text.strip()}


def fill(file: Path, locale: str = "my") -> int:
    """Write the translations of a JSON file into the catalogue; returns how many. KeyError: an unknown text."""
    catalogue = read(TRANSLATIONS[locale], locale)
    known = {_first(m.id): m for m in catalogue if m.id}
    given = {k: v for k, v in json.loads(file.read_text(encoding="utf-8")).items() if v.strip()}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise KeyError(f"not in the catalogue: {unknown[:5]}")
    for msgid, text in given.items():
        message = known[msgid]
        message.string = text if isinstance(message.id, str) else (text,)
    _write(TRANSLATIONS[locale], catalogue)
    return len(given)


def main(arguments: list[str] | None = None) -> None:
    """The commands of python -m ui.text; exits with 2 where it is called wrongly."""
    match sys.argv[1:] if arguments is None else arguments:
        case ["extract"]:
            extract()
        case ["missing"]:
            print(json.dumps(missing(), ensure_ascii=False, indent=1))
        case ["fill", file]:
            print(fill(Path(file)))
        case _:
            sys.exit(USAGE)
