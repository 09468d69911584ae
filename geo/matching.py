"""Reduce written names to what two spellings of one place share, and measure how near two names are; decide nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

_INVISIBLE = {"\u034f", *(chr(c) for c in range(0xFE00, 0xFE10))}
_LATIN_SUFFIX = re.compile(r"[\s,._-]+(?:township|tsp|twsp|twp|tship|t/s|town|city)\W*$")
_GLUED_SUFFIX = re.compile(r"(?<=\w{3})(?:township|tsp)\W*$")
_BURMESE_SUFFIX = re.compile(r"\s*(?:မြို့နယ်|မြို့)\W*$")
_BURMESE_LETTER = "\u1000-\u103f\u104e-\u109f"
_LETTER_DIGITS = {"\u1040": "\u101d", "\u1047": "\u101b"}  # zero typed for wa, seven typed for ra
_LETTER_DIGIT = re.compile(
    rf"(?<=[{_BURMESE_LETTER}])[\u1040\u1047](?![\u1040-\u1049])|[\u1040\u1047](?=[{_BURMESE_LETTER}])"
)
_BURMESE_DIGITS = {0x1040 + digit: str(digit) for digit in range(10)}

# What spellings of Burmese sounds in Latin letters have in common; order matters. Used for suggestions only.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"h(?=[ptksmnlwy])", ""),
        (r"(?<=[ptkbdgsc])h", ""),
        (r"ky|gy|ch|j", "c"),
        (r"z|ts", "s"),
        (r"b", "p"),
        (r"d", "t"),
        (r"g(?=[aeiouyw])", "k"),
        (r"ong|aing|eing|ain|ine|aine|ein", "ain"),
        (r"oung|aung|own|aun", "aun"),
        (r"ng|m(?![aeiouyw])", "n"),
        (r"aw|au|or", "o"),
        (r"oo|ou|oe|oh|o", "u"),
        (r"ay|ei|ey|ae|air|eh", "e"),
        (r"ee|ie|y(?![aeiou])", "i"),
        (r"ar|ah", "a"),
        (r"r", "y"),
        (r"(.)\1+", r"\1"),
    )
]


def visible(text: str) -> str:
    """NFKC, without zero-width, bidirectional and other invisible characters; every run of spaces is one space."""
    composed = unicodedata.normalize("NFKC", text)
    shown = "".join(c for c in composed if unicodedata.category(c) != "Cf" and c not in _INVISIBLE)
    return " ".join(shown.split())


def _fold_burmese(text: str) -> str:
    """One order of vowels and one letter where writers of Burmese use two (tall aa, digits for letters)."""
    text = _LETTER_DIGIT.sub(lambda found: _LETTER_DIGITS[found.group()], text)
    text = text.replace("\u102f\u102d", "\u102d\u102f").replace("\u1030\u102d", "\u102d\u1030")
    text = text.replace("\u102d\u103e", "\u103e\u102d").replace("\u1037\u103a", "\u103a\u1037")
    text = text.replace("\u1025\u102e", "\u1026").replace("\u102b", "\u102c")
    text = re.sub(r"\u1025(?=[\u1037\u1039\u103a])", "\u1009", text)
    return text.translate(_BURMESE_DIGITS)


def _letters(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c)[0] in "LMN")


def fold(text: str) -> str:
    """Lower case, Latin accents off, Burmese in one form; words and punctuation still apart."""
    lowered = visible(text).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not "\u0300" <= c <= "\u036f")
    return _fold_burmese(unicodedata.normalize("NFC", bare))


def place_key(text: str) -> str:
    """Key under which spellings of one township's name are equal; empty if no letter or digit is left.

    Drops case, accents, spaces, hyphens, punctuation, invisible characters and the words Township, Tsp, Town, City,
    မြို့နယ် and မြို့ at the end.
    """
    folded = fold(text)
    short = _BURMESE_SUFFIX.sub("", _GLUED_SUFFIX.sub("", _LATIN_SUFFIX.sub("", folded)))
    return _letters(short) or _letters(folded)


def sound_key(key: str) -> str:
    """Rough sound of a Latin place key, equal for many transliterations of one Burmese name; Burmese keys unchanged."""
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return key


@dataclass(frozen=True)
class NameTable:
    """Names to compare with: keys, their sounds, and for each the row number of its township; sorted by township."""

    keys: tuple[str, ...]
    sounds: tuple[str, ...]
    starts: NDArray[np.intp]
    owners: NDArray[np.intp]

    @classmethod
    def build(cls, names: Sequence[tuple[int, str]]) -> NameTable:
        """From (township's row number, key) pairs."""
        ordered = sorted(set(names))
        owner = np.array([row for row, _ in ordered], dtype=np.intp)
        owners, starts = np.unique(owner, return_index=True)
        keys = tuple(key for _, key in ordered)
        return cls(keys, tuple(map(sound_key, keys)), starts.astype(np.intp), owners.astype(np.intp))

    def similarity(self, keys: Sequence[str], n_townships: int) -> NDArray[np.float32]:
        """(n_keys, n_townships) similarity 0-1: the best over a township's names of spelling and sound."""
        spelling = process.cdist(keys, self.keys, scorer=fuzz.ratio, dtype=np.float32)
        sound = process.cdist([sound_key(key) for key in keys], self.sounds, scorer=fuzz.ratio, dtype=np.float32)
        scores = np.maximum(spelling, 0.5 * spelling + 0.5 * sound) / 100
        best = np.zeros((len(keys), n_townships), np.float32)
        best[:, self.owners] = np.maximum.reduceat(scores, self.starts, axis=1)
        return best
