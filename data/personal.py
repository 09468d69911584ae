"""Recognise what looks like a person's name, telephone or identity number in a cell, and withhold it everywhere.

Burmese names have no mark of their own, and many villages begin with the same syllables: a text is taken for a name
where it begins with a form of address, or is made of common parts of names alone, and does not end like a place. Who
means a village can always say so by writing village (ရွာ) behind it. What is withheld stands in no message, no table
of rejected rows and no file of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import cache, lru_cache
from itertools import pairwise

import pandas as pd

from data import reference
from data.columns import Layout
from data.personal_errors import IdentityInText, NameInText, TelephoneInText, Withheld
from data.row_errors import RowFault
from data.validate_cells import CellFault, western_digits

_MOBILE = re.compile(r"(?<![\w/])(?:\+?95|09)(?:[\s\-.()]{0,2}\d){7,11}(?!\d)")  # also with spaces or hyphens
_TELEPHONE = re.compile(
    r"(?<!\d)0\d{1,2}[\s\-]\d{6,7}(?!\d)"  # a landline with its area code
    r"|(?:\b(?:tel|telephone|phone|ph|mobile|hp|viber|whatsapp|telegram)\b|ဖုန်း)\D{0,12}(?:\d[\s\-]?){5,}"
    r"|[\w.+-]@[\w-]+\.[A-Za-z]{2,}",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(r"(?<![A-Za-z\d])\d{7,}")
_IDENTITY = re.compile(
    r"(?<!\d)\d{1,2}\s*/\s*[^\d()/]{2,20}\(\s*[^()\d]{1,8}\s*\)\s*-?\s*\d{5,6}(?!\d)"  # 12/ABC(N)123456
    r"|(?<!\d)\d{1,2}\s*/\s*[^\W\d]{4,15}[\s\-]*\d{6}(?!\d)"  # the same without brackets
    r"|\b(?:nrc|passport)\b\D{0,12}\w*\d{5,}|(?:မှတ်ပုံတင်|ပတ်စပို့)\D{0,16}\d{5,}",
    re.IGNORECASE,
)
_PASSPORT = re.compile(r"\bM[A-Z][ -]?\d{6}\b")
_SAID_TO_BE_A_NAME = re.compile(
    r"\bnames?\s*[:=]|\b(?:[sdw]/o\b|(?:son|daughter|wife) of\b)"
    r"|^(?:mr|mrs|ms|miss|dr)\b\.?\s+\w|အမည်\s*[-:=]|အဘ\s*[-:=]|^(?:ဆရာမ|ဒေါက်တာ)\s",
    re.IGNORECASE,
)
_ENDS_LIKE_A_PLACE = re.compile(
    r"(?:ရွာ|ရွာသစ်|ရွာမ|ကုန်း|စု|ချောင်း|တောင်|တော|ပင်|ကွင်း|ကျွန်း|ရပ်ကွက်|ရပ်|အုပ်စု|တန်း|ကြီး|ကလေး|လေး|ငယ်|သစ်|ဟောင်း|ကန်|"
    r"အင်း|ဝ|ဦး|ကျောင်း|ဘုရား|ဆိပ်|ရိုး|လမ်း|မြို့|မြို့နယ်|စခန်း|ကွက်|တွင်း|ရေ|[()0-9၀-၉])$"
)
_BURMESE_STRONG = re.compile(r"(?:ဦး|ဒေါ်)\s*[က-အ]")
_BURMESE_ADDRESS = re.compile(r"(?:မောင်|ကို|မ|စော|နော်|စိုင်း|နန်း|ဆလိုင်း|မင်း|ခွန်)\s+[က-အ]")
_SYLLABLE = r"[က-အ](?:္[က-အ]|[ါ-်ြ-ှ]|[က-အ]်)*"
_TWICE = re.compile(rf"(?:(?:မောင်|ကို|မ|စော|နော်|နန်း)\s*)?({_SYLLABLE})\s*\1\s*(?:{_SYLLABLE})*")

NAMES_OF_ORGANISATIONS = ("organisation", "implementing_partner", "acronym")  # may be called after a person
_CODES = ("reference", "case_code")
JUDGED_CHARACTERS = 2_000  # patterns take a time that grows with the square of the length

Kind = type[Withheld]


def kind_of(text: str, *, is_place: bool = False, may_be_name: bool = True) -> Kind | None:
    """What a text looks like, None where it looks like nothing personal.

    is_place: a village or ward, in which any long number is out of place. may_be_name: False for names of
    organisations, which may be called after a person. Longer texts than JUDGED_CHARACTERS, which no column takes, are
    judged by their beginning.
    """
    return _judged(text[:JUDGED_CHARACTERS], is_place, may_be_name)


@lru_cache(maxsize=50_000)
def _judged(text: str, is_place: bool, may_be_name: bool) -> Kind | None:
    plain = western_digits(text)
    if _IDENTITY.search(plain) or _PASSPORT.search(plain):
        return IdentityInText
    if _MOBILE.search(plain) or _TELEPHONE.search(plain) or (is_place and _LONG_NUMBER.search(plain)):
        return TelephoneInText
    return NameInText if may_be_name and _is_name(text.strip(), is_place) else None


@cache
def _words(kind: str) -> frozenset[str]:
    table = reference.name_words()
    return frozenset(table.loc[table["kind"] == kind, "word"])


def _is_name(text: str, is_place: bool) -> bool:
    if _SAID_TO_BE_A_NAME.search(text):
        return True
    words = re.sub(r"[.,]", " ", text).casefold().split()
    if text.isascii():
        return _is_latin_name(words)
    if _ENDS_LIKE_A_PLACE.search(text) or any(word in _words("place") for word in words) or len(words) > 6:
        return False
    if _BURMESE_STRONG.match(text) or _BURMESE_ADDRESS.match(text):
        return True
    return is_place and bool(_TWICE.fullmatch(text))


def _is_latin_name(words: list[str]) -> bool:
    """U Ba Maung, Ma Aye Aye, Aye Aye Maung; not Ma Gyi Kone, Daw Na or Min Hla."""
    if not 2 <= len(words) <= 5 or not all(re.fullmatch(r"[a-z'-]+", word) for word in words):
        return False
    rest = words[1:] if words[0] in _words("address") else words
    is_doubled = any(first == second for first, second in pairwise(rest))
    if words[-1] in _words("place") and not is_doubled:
        return False
    if words[0] in _words("address") and len(rest) >= 2:
        return True
    return len(words) >= 2 and all(word in _words("name") for word in words) and (len(words) >= 3 or is_doubled)


def refuse(
    rows: pd.DataFrame,
    layout: Layout,
    keys: Iterable[str],
    *,
    is_place: bool = False,
    may_be_name: bool = True,
) -> list[RowFault]:
    """A fault for each cell of the free-text fields `keys` that looks personal; the fault does not repeat the text."""
    faults: list[RowFault] = []
    for key in (key for key in keys if key in layout.columns):
        told = rows[key].dropna()
        kinds = {text: kind_of(text, is_place=is_place, may_be_name=may_be_name) for text in told.unique()}
        found = told.map(kinds).dropna()
        faults += [kind(row=int(row), column=layout.heading(key), written="") for row, kind in found.items()]
    return faults


def withheld(fault: RowFault) -> RowFault:
    """The fault itself; where it would repeat something personal, one in its place that does not."""
    told = [str(getattr(fault, field.name)) for field in fields(fault) if field.name in ("written", "earlier")]
    kind = next((kind for text in told if (kind := kind_of(text))), None)
    return kind(row=fault.row, column=fault.column, written="") if kind else fault


def withhold(faults: Iterable[RowFault], layout: Layout) -> list[RowFault]:
    """The faults of a file, where each personal cell of a rejected row has a fault of its own and stands in no other.

    What one column holds may be quoted by the fault of another: a state beside a township that could not be told.
    """
    given = [withheld(fault) for fault in faults]
    personal: dict[tuple[int, str], tuple[Kind, str]] = {}
    for key in (key for key in layout.columns if key not in _CODES):
        told = layout.texts(key).reindex(sorted({fault.row for fault in given}))
        for row, text in told.items():
            kind = kind_of(text, is_place=key == "village", may_be_name=key not in NAMES_OF_ORGANISATIONS)
            if kind:
                personal[int(str(row)), layout.heading(key)] = kind, text
    texts: dict[int, list[str]] = {}
    for (row, _column), (_kind, text) in personal.items():
        texts.setdefault(row, []).append(text)
    kept = [
        fault
        for fault in given
        if (fault.row, fault.column) not in personal and not any(t in str(fault) for t in texts.get(fault.row, ()))
    ]
    return kept + [kind(row=row, column=column, written="") for (row, column), (kind, _text) in personal.items()]


def reader_without(read: Callable[[str], str]) -> Callable[[str], str]:
    """A parser of codes that is at fault with a mobile or identity number, whatever `read` takes."""

    def careful(text: str) -> str:
        plain = western_digits(text)
        if _IDENTITY.search(plain):
            raise CellFault(IdentityInText)
        if _MOBILE.search(plain):
            raise CellFault(TelephoneInText)
        return read(text)

    return careful
