"""Recognise what the columns of a raw sheet mean by their headings; name what is not recognised, guess nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd

from data.file_errors import (
    HeadingsMerged,
    HeadingsMissing,
    HeadingsUnknown,
    HeadingTwice,
    MappingUnknown,
    NoDataRows,
)
from data.formulas import runs
from data.workbook import RawSheet
from data.workbook_guard import column_letters, column_number

REJECT_PREFIX = "not loaded:"  # headings that a file of rejects adds; ignored when it comes back
_HEADER_ROWS_SEARCHED = 20
_TAG = re.compile(r"#[a-z][a-z0-9_]*(?:\s*\+\s*[a-z0-9_]+)*", re.IGNORECASE)


@dataclass(frozen=True)
class Field:
    """One thing that a format knows. label: its template's heading (a gettext msgid); label_my: the same in Burmese.

    synonyms: other headings, case and punctuation free. hxl: tags with the attributes they must carry (#adm3+code).
    """

    key: str
    label: str
    label_my: str
    synonyms: tuple[str, ...] = ()
    hxl: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """Where a sheet's table stands. columns: field key -> position; headings: of all positions, "" where none.

    above: rows above the data, headings included, as they stand. ignored: headings of columns not used.
    data: text cells (n_rows, n_columns) with the sheet's row numbers as index. repeated: numbers of rows below that
    only repeat the headings or the HXL tags, as at the top of each printed page; they are no data.
    """

    heading_row: int
    columns: dict[str, int]
    headings: tuple[str, ...]
    ignored: tuple[str, ...]
    above: pd.DataFrame
    data: pd.DataFrame
    repeated: tuple[int, ...] = ()
    _texts: dict[str, pd.Series] = field(default_factory=dict, init=False, repr=False, compare=False)

    def heading(self, key: str) -> str:
        """The heading of a field's column as the file words it, else its letter."""
        position = self.columns[key]
        return self.headings[position] or column_letters(position + 1)

    def texts(self, key: str) -> pd.Series:
        """A field's column of text, blanks as ""; all blank where the file has no such column."""
        if key not in self.columns:
            return pd.Series("", index=self.data.index, dtype=object)
        if key not in self._texts:
            self._texts[key] = self._cleaned(key)
        return self._texts[key].copy()

    def _cleaned(self, key: str) -> pd.Series:
        places, distinct = pd.factorize(self.data[self.columns[key]])
        cleaned = pd.array([clean(text) for text in distinct], dtype=object)
        return pd.Series(cleaned.take(places), index=self.data.index, dtype=object)


def clean(text: str) -> str:
    """NFC, single spaces, no invisible or control characters, without the apostrophe that marks text in a cell."""
    if text.isascii() and text.isprintable():
        return _without_text_mark(" ".join(text.split()))
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(
        " " if c.isspace() else c for c in composed if c.isspace() or unicodedata.category(c) not in ("Cf", "Cc")
    )
    return _without_text_mark(" ".join(shown.split()))


def _without_text_mark(text: str) -> str:
    return text[1:].lstrip() if text[:1] == "'" and runs(text[1:]) else text


@lru_cache(maxsize=20_000)
def heading_key(text: str) -> str:
    """Headings that differ only in case, accents of width, punctuation or spaces have the same key."""
    folded = unicodedata.normalize("NFKC", clean(text)).casefold()
    spaced = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded)
    return " ".join(spaced.split())


def tag_parts(text: str) -> frozenset[str]:
    """#adm3 + CODE -> {"#adm3", "+code"}; empty for what is no HXL tag."""
    shown = clean(text)
    if not _TAG.fullmatch(shown):
        return frozenset()
    tag, *attributes = (part.strip().lower() for part in shown.split("+"))
    return frozenset({tag, *(f"+{attribute}" for attribute in attributes)})


def recognise(
    file: str,
    sheet: RawSheet,
    fields: Sequence[Field],
    required: Sequence[tuple[str, ...]] = (),
    mapping: Mapping[str, str] | None = None,
) -> Layout:
    """Find the row of headings and what each column is.

    required: groups of field keys of which the file needs one each. mapping: heading or column letter -> field key, or
    "" to leave a column out; it overrides what the headings say. Raises HeadingsUnknown, HeadingsMissing, HeadingTwice,
    HeadingsMerged, MappingUnknown, NoDataRows.
    """
    rows = sheet.cells.head(_HEADER_ROWS_SEARCHED).to_numpy(dtype=object).tolist()
    heading_at, tags_at = _find_headings(rows, fields, mapping or {})
    if heading_at is None:
        raise HeadingsUnknown(file=file, seen=_seen(rows[0]), expected=_expected(fields))
    headings = _headings(rows, heading_at, _names(fields))
    tags = rows[tags_at] if tags_at is not None else [""] * len(headings)
    columns = _assign(file, headings, tags, fields, mapping or {})
    _require(file, columns, required, headings, fields)
    last_above = max(heading_at, tags_at or 0)
    layout = _layout(sheet, columns, headings, heading_at, last_above)
    if layout.data.empty:
        raise NoDataRows(file=file, row=layout.heading_row)
    _refuse_merged(file, layout)
    return layout


def _find_headings(
    rows: list[list[str]], fields: Sequence[Field], mapping: Mapping[str, str]
) -> tuple[int | None, int | None]:
    """Positions of the row of headings and of the HXL row, if any: tags stand below the headings, or above them."""
    names = _names(fields) | {heading_key(heading): key for heading, key in mapping.items()}
    tags_at = next((i for i, row in enumerate(rows) if _is_tag_row(row)), None)
    scores = [
        len({_field_of_heading(cell, names) for cell in _headings(rows, at, names)} - {None}) for at in range(len(rows))
    ]
    if tags_at is not None:
        known = sum(1 for cell in rows[tags_at] if _field_of_tag(cell, fields))
        below = scores[tags_at + 1] if tags_at + 1 < len(rows) else 0
        if known and below > 1 and below > (scores[tags_at - 1] if tags_at else 0):
            return tags_at + 1, tags_at
        if known:
            return (tags_at - 1 if tags_at else tags_at), tags_at
    best = max(scores, default=0)
    if best == 0:
        return (0, None) if any(_letter_position(heading) is not None for heading in mapping) else (None, None)
    return scores.index(best), None


def _is_tag_row(row: list[str]) -> bool:
    filled = [cell for cell in row if clean(cell)]
    return bool(filled) and all(tag_parts(cell) for cell in filled)


def _names(fields: Sequence[Field]) -> dict[str, str]:
    return {heading_key(n): f.key for f in fields for n in (f.key, f.label, f.label_my, *f.synonyms) if n}


def _field_of_heading(heading: str, names: Mapping[str, str]) -> str | None:
    """By the whole heading, else without brackets and counting words: "Start date (ISO)", "# of beneficiaries"."""
    bare = heading_key(re.sub(r"[(\[].*?[)\]]", " ", heading))
    counted = re.sub(r"^(?:(?:total )?(?:number|no|nr) of|of|total) ", "", bare)
    return names.get(heading_key(heading)) or names.get(bare) or names.get(counted)


def _field_of_tag(cell: str, fields: Sequence[Field]) -> str | None:
    """The field whose tag asks for the most attributes among those that the written tag has."""
    written = tag_parts(cell)
    fitting = [(len(tag_parts(tag)), f.key) for f in fields for tag in f.hxl if written and tag_parts(tag) <= written]
    return max(fitting)[1] if fitting else None


def _headings(rows: list[list[str]], at: int, names: Mapping[str, str]) -> list[str]:
    """Headings of the row; where a row of known headings only has blanks, those merged down from the row above."""
    own = [clean(cell) for cell in rows[at]]
    filled = [cell for cell in own if cell]
    if at == 0 or len(filled) < 2 or not all(_field_of_heading(cell, names) for cell in filled):
        return own
    return [cell or clean(above) for cell, above in zip(own, rows[at - 1], strict=True)]


def _assign(
    file: str, headings: list[str], tags: list[str], fields: Sequence[Field], mapping: Mapping[str, str]
) -> dict[str, int]:
    names, keys = _names(fields), [f.key for f in fields]
    wanted = {position: key for position, tag in enumerate(tags) if (key := _field_of_tag(tag, fields))}
    for position, heading in enumerate(headings):
        found = _field_of_heading(heading, names)
        if found and position not in wanted:
            wanted[position] = found
    for written, key in mapping.items():
        at = _position(written, headings)
        if at is None or (key and key not in keys):
            raise MappingUnknown(file=file, heading=written, field=key, headings=_seen(headings), known=tuple(keys))
        wanted = {p: k for p, k in wanted.items() if k != key and p != at}
        if key:
            wanted[at] = key
    columns: dict[str, int] = {}
    for position, key in sorted(wanted.items()):
        if key in columns:
            label = next(f.label for f in fields if f.key == key)
            both = tuple(f"{headings[p]} ({column_letters(p + 1)})" for p, k in sorted(wanted.items()) if k == key)
            raise HeadingTwice(file=file, meaning=label, headings=both)
        columns[key] = position
    return columns


def _letter_position(written: str) -> int | None:
    if not re.fullmatch(r"[A-Z]{1,3}", written):
        return None
    return column_number(written) - 1


def _position(written: str, headings: list[str]) -> int | None:
    matching = [p for p, heading in enumerate(headings) if heading_key(heading) == heading_key(written)]
    if len(matching) == 1:
        return matching[0]
    letter = _letter_position(written)
    return letter if letter is not None and letter < len(headings) else None


def _require(
    file: str,
    columns: Mapping[str, int],
    required: Sequence[tuple[str, ...]],
    headings: list[str],
    fields: Sequence[Field],
) -> None:
    missing = [group for group in required if not any(key in columns for key in group)]
    if missing:
        labels = {f.key: f.label for f in fields}
        accepted = [f for f in fields if any(f.key in group for group in missing)]
        raise HeadingsMissing(
            file=file,
            missing=tuple(" / ".join(labels[key] for key in group) for group in missing),
            seen=_seen(headings),
            expected=tuple(name for f in accepted for name in (f.label, *f.synonyms[:4])),
        )


def _seen(cells: Iterable[str]) -> tuple[str, ...]:
    return tuple(shown[:60] for cell in cells if (shown := clean(cell)))


def _expected(fields: Sequence[Field]) -> tuple[str, ...]:
    return tuple(f.label for f in fields[:12])


def _layout(sheet: RawSheet, columns: dict[str, int], headings: list[str], at: int, last_above: int) -> Layout:
    below = sheet.cells.iloc[last_above + 1 :]
    repeated = _repeats(below, headings)
    data = below.drop(index=repeated)
    used = set(columns.values())
    ignored = []
    for position, heading in enumerate(headings):
        if position in used or heading.casefold().startswith(REJECT_PREFIX):
            continue
        if heading:
            ignored.append(heading)
        elif data[position].map(str.strip).any():
            ignored.append(f"({column_letters(position + 1)})")
    above = sheet.cells.iloc[: last_above + 1]
    return Layout(int(sheet.cells.index[at]), columns, tuple(headings), tuple(ignored), above, data, tuple(repeated))


def _repeats(below: pd.DataFrame, headings: list[str]) -> list[int]:
    """Numbers of the rows whose every cell is the heading of its column, or that hold nothing but HXL tags."""
    named = [at for at, heading in enumerate(headings) if heading]
    if not named or below.empty:
        return []
    known = headings[named[0]].casefold()
    suspects = below[[text[:1] == "#" or text.strip().casefold() == known for text in below[named[0]]]]
    asked = [heading_key(heading) for heading in headings]
    return [
        int(str(number))
        for number, cells in zip(suspects.index, suspects.to_numpy().tolist(), strict=True)
        if _is_tag_row(cells) or (len(named) > 1 and [heading_key(cell) for cell in cells] == asked)
    ]


def _refuse_merged(file: str, layout: Layout) -> None:
    """Headings in two rows where the lower ones tell a used column apart: its numbers would be those of a part.

    Such a lower row holds only text, and nothing below the headings that stand for one column.
    """
    first = [clean(cell) for cell in layout.data.iloc[0]]
    used = set(layout.columns.values())
    spanning = [at for at in used if layout.headings[at] and at + 1 < len(first) and not layout.headings[at + 1]]
    if any(first[at] for at in used - set(spanning)) or any(c.isdigit() for text in first for c in text):
        return
    for at in sorted(spanning):
        if first[at] and first[at + 1]:
            below = (first[at], first[at + 1])
            raise HeadingsMerged(file=file, row=layout.heading_row, heading=layout.headings[at], below=below)
