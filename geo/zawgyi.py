"""Tell Zawgyi from Unicode over a whole column, and convert it; never on the strength of one short name.

Zawgyi reuses Unicode's Burmese code points for other glyphs. A single township name is too short to judge (myanmartools
gives Unicode names up to 0.91 and Zawgyi names down to 0.00001), a column of them is not: so texts are judged joined.
Detection: myanmartools' Markov model. Conversion: python-myanmar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import islice

import myanmar.converter as _converter
from myanmartools import ZawgyiDetector

CONVERT_ABOVE = 0.95
UNICODE_BELOW = 0.05
JUDGED_TEXTS_MAX = 5000

_BURMESE = re.compile(r"[\u1000-\u109f\uaa60-\uaa7f]")


class Encoding(StrEnum):
    """How the Burmese of a column is written."""

    UNICODE = "unicode"
    ZAWGYI = "zawgyi"
    UNCERTAIN = "uncertain"
    NONE = "none"


@dataclass(frozen=True)
class Judgement:
    """What a column is written in, and myanmartools' probability (0-1) that it is Zawgyi; None without Burmese text."""

    encoding: Encoding
    probability: float | None


class _LostPart(Exception):
    """python-myanmar met a part of a syllable that it cannot convert."""


def _refuse_to_lose(*what: object) -> None:
    """Stand in for the `print` with which python-myanmar reports, and then drops, what it cannot convert."""
    raise _LostPart(what)


# Without this a lost syllable would be one line on standard output, and a wrong name in the register.
_converter.print = _refuse_to_lose


def has_burmese(text: str) -> bool:
    """True if any character belongs to the Burmese blocks."""
    return bool(_BURMESE.search(text))


@cache
def _detector() -> ZawgyiDetector:
    return ZawgyiDetector()


def judge(texts: Iterable[str]) -> Judgement:
    """Judge all texts together, as one column: above 0.95 Zawgyi, below 0.05 Unicode, between them uncertain.

    Texts without Burmese say nothing; at most 5,000 different ones are read.
    """
    burmese = islice(dict.fromkeys(text for text in texts if has_burmese(text)), JUDGED_TEXTS_MAX)
    joined = "\n".join(burmese)
    if not joined:
        return Judgement(Encoding.NONE, None)
    probability = float(_detector().get_zawgyi_probability(joined))
    if not 0.0 <= probability <= 1.0:  # the detector's sign for "nothing to judge"
        return Judgement(Encoding.NONE, None)
    if probability > CONVERT_ABOVE:
        return Judgement(Encoding.ZAWGYI, probability)
    return Judgement(Encoding.UNICODE if probability < UNICODE_BELOW else Encoding.UNCERTAIN, probability)


@lru_cache(maxsize=65536)
def to_unicode(text: str) -> str | None:
    """Zawgyi text in Unicode (NFC); None where any part of it cannot be converted."""
    try:
        converted = _converter.convert(text, "zawgyi", "unicode")
    except (_LostPart, KeyError, IndexError, ValueError, AttributeError, TypeError):
        return None
    return unicodedata.normalize("NFC", converted)
