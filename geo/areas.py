"""Recognise a written state, region, district or self-administered zone; say what nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from geo.matching import fold, place_key

_AREA_WORDS = re.compile(
    r"\b(?:states?|regions?|divisions?|provinces?|districts?|union territory|territory|council|"
    r"self[- ]administered (?:zone|division|area)|saz|sad|zone|of)\b"
    r"|ပြည်နယ်|တိုင်းဒေသကြီး|တိုင်း|ပြည်ထောင်စုနယ်မြေ|ကောင်စီ|ခရိုင်|ကိုယ်ပိုင်အုပ်ချုပ်ခွင့်ရ|ဒေသ|ပိုင်း"
)
_COMPASS = {
    "north": ("north", "northern", "n", "မြောက်"),
    "south": ("south", "southern", "s", "တောင်"),
    "east": ("east", "eastern", "e", "အရှေ့"),
    "west": ("west", "western", "w", "အနောက်"),
}
_COUNTRY_KEYS = frozenset({"myanmar", "burma", "mm", "mmr", "မြန်မာ", "မြန်မာနိုင်ငံ"})
_SELF_ADMINISTERED = {
    "Pa Laung": ("Palaung", "Ta'ang"),
    "Pa-O": ("Pa-Oh",),
    "Wa": (),
    "Kokang": (),
    "Danu": (),
    "Naga": (),
}
_COMPASS_NAME = re.compile(r"^(?P<area>[^(]+?)\s*\((?P<side>North|South|East|West)\)$")


def area_key(text: str) -> str:
    """Key under which spellings of one state, region or district are equal: without State, Region, ပြည်နယ်, ခရိုင် …"""
    folded = fold(text)
    return place_key(_AREA_WORDS.sub(" ", folded)) or place_key(folded)


def _spellings(name: str) -> Iterator[str]:
    """The name itself; of "Shan (North)" also North Shan, Northern Shan, Shan N and the like."""
    yield name
    parts = _COMPASS_NAME.match(name)
    if parts:
        for word in _COMPASS[parts["side"].lower()]:
            yield f"{parts['area']} {word}"
            yield f"{word} {parts['area']}"


def is_country(text: str) -> bool:
    """True if the text only says Myanmar."""
    return area_key(text) in _COUNTRY_KEYS


@dataclass(frozen=True)
class Scope:
    """Where a row says that its township lies.

    townships: P-codes inside every area that was recognised; None = nothing given.
    unrecognised: written areas that nobody knows.
    """

    townships: frozenset[str] | None = None
    unrecognised: tuple[str, ...] = ()

    def narrowed(self, townships: frozenset[str] | None, written: str) -> Scope:
        """This scope and one more written area; None = that area is not recognised."""
        if townships is None:
            return Scope(self.townships, (*self.unrecognised, written))
        return Scope(townships if self.townships is None else self.townships & townships, self.unrecognised)


class Areas:
    """All names of states, regions, districts and self-administered zones, each with its townships' P-codes."""

    def __init__(
        self, townships: pd.DataFrame, state_alternates: pd.DataFrame, township_names: dict[str, list[str]]
    ) -> None:
        """township_names: P-code -> every spelling; a district named after its chief township shares them."""
        self._states: dict[str, frozenset[str]] = {}
        self._districts: dict[str, frozenset[str]] = {}
        self._add_states(townships, state_alternates)
        self._add_districts(townships, township_names)

    def state(self, text: str) -> frozenset[str] | None:
        """Townships of the written state or region (else district or zone); None if nobody knows it."""
        return self._look_up(text, self._states, self._districts)

    def district(self, text: str) -> frozenset[str] | None:
        """Townships of the written district or zone (else state or region); None if nobody knows it."""
        return self._look_up(text, self._districts, self._states)

    @staticmethod
    def _look_up(text: str, *tables: dict[str, frozenset[str]]) -> frozenset[str] | None:
        key = area_key(text)
        return next((table[key] for table in tables if key in table), None)

    @staticmethod
    def _add(table: dict[str, frozenset[str]], names: Iterable[str], pcodes: frozenset[str]) -> None:
        """A name that two areas share stands for both together, so that it narrows less, never wrongly."""
        for key in {area_key(name) for name in names}:
            table[key] = table.get(key, frozenset()) | pcodes

    def _add_states(self, townships: pd.DataFrame, alternates: pd.DataFrame) -> None:
        others = {
            row.sr_pcode: [n for n in row.alt_names.split("|") if "(" not in n] for row in alternates.itertuples()
        }
        for level in ("sr", "st"):
            columns = [f"{level}_pcode", f"{level}_name_en", f"{level}_name_my"]
            for (pcode, name_en, name_my), rows in townships.groupby(columns):
                plain = others.get(pcode, []) if level == "sr" else []
                self._add(self._states, [pcode, *_spellings(name_en), name_my, *plain], frozenset(rows["ts_pcode"]))
        self._add_compass_alternates(townships, others)

    def _add_compass_alternates(self, townships: pd.DataFrame, others: dict[str, list[str]]) -> None:
        """Spellings such as Pegu (East), Northern Shan: the unit's old name with a point of the compass."""
        units = townships.drop_duplicates("st_pcode")
        for unit in units.itertuples():
            parts = _COMPASS_NAME.match(unit.st_name_en)
            if not parts:
                continue
            inside = frozenset(townships.loc[townships["st_pcode"] == unit.st_pcode, "ts_pcode"])
            for name in others.get(unit.sr_pcode, []):
                self._add(self._states, set(_spellings(f"{name} ({parts['side']})")), inside)

    def _add_districts(self, townships: pd.DataFrame, township_names: dict[str, list[str]]) -> None:
        for (pcode, name_en, name_my), rows in townships.groupby(["dt_pcode", "dt_name_en", "dt_name_my"]):
            chief = rows.loc[rows["ts_name_en"] == name_en, "ts_pcode"]
            shared = [name for code in chief for name in township_names.get(code, [])]
            self._add(self._districts, [pcode, *_spellings(name_en), name_my, *shared], frozenset(rows["ts_pcode"]))
        for zone, rows in townships.dropna(subset=["self_admin"]).groupby("self_admin"):
            inside = frozenset(rows["ts_pcode"])
            self._add(self._districts, [zone, *_SELF_ADMINISTERED.get(str(zone), ())], inside)
