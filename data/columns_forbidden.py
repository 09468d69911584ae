"""Columns of names, identity numbers, telephones and addresses: left out before anything is read from them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from data.columns import REJECT_PREFIX, Layout, heading_key, tag_parts
from data.errors import N_
from data.file_errors import NamesNotStored
from data.remarks import Remark

if TYPE_CHECKING:
    from data.validate import FileFormat

_WORDS = re.compile(
    r"\b(?:names?|surname|nickname|alias|nrc|nrcc|passport|ph|phone|phones|telephone|tel|mobile|address|father|mother|dob|"
    r"birth|birthdate|birthday|identity|email|facebook|viber)\b"
)
_BURMESE_WORDS = ("အမည်", "နာမည်", "မှတ်ပုံတင်အမှတ်", "နိုင်ငံသားစိစစ်", "ဖုန်း", "လိပ်စာ", "မွေးနေ့", "မွေးသက္က")


def without_forbidden(file: str, layout: Layout, fmt: FileFormat) -> tuple[Layout, tuple[Remark, ...]]:
    """The table with the forbidden columns emptied, and a remark that names them.

    A heading is forbidden by the format's list, or, where no field claims it, by a word in it. Raises NamesNotStored
    where a person mapped such a column to a field.
    """
    if not fmt.forbidden:
        return layout, ()
    listed = {heading_key(name) for field in fmt.forbidden for name in (field.label, field.label_my, *field.synonyms)}
    used = {position: key for key, position in layout.columns.items()}
    left_out = []
    for position, heading in enumerate(layout.headings):
        key = heading_key(re.sub(r"[(\[].*?[)\]]", " ", heading))
        is_listed = key in listed or heading_key(heading) in listed
        if position in used and is_listed:
            raise NamesNotStored(file=file, heading=heading, field=used[position])
        named = is_listed or bool(_WORDS.search(key)) or any(word in heading for word in _BURMESE_WORDS)
        if heading and position not in used and named and not heading.casefold().startswith(REJECT_PREFIX):
            left_out.append(position)
    if not left_out:
        return layout, ()
    data, above = layout.data.copy(), layout.above.copy()
    data[left_out] = ""
    rows_above = above.index != layout.heading_row
    above.loc[rows_above, left_out] = above.loc[rows_above, left_out].map(lambda cell: cell if tag_parts(cell) else "")
    names = [layout.headings[position] for position in left_out]
    text = N_("Columns that are never kept were left out, also of the list of rejected rows: {columns}.")
    ignored = tuple(heading for heading in layout.ignored if heading not in names)
    return replace(layout, data=data, above=above, ignored=ignored), (Remark(text, (("columns", ", ".join(names)),)),)
