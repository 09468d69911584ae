"""Column layouts in which township boundaries are published, told apart by their column names in any case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """Columns in lower case; the first of each list that a file has is read.

    code: P-code of the township; name, state, district: written names; finer: columns of smaller areas, whose presence
    means that a row is not a whole township.
    """

    title: str
    code: tuple[str, ...]
    name: tuple[str, ...]
    state: tuple[str, ...]
    district: tuple[str, ...]
    finer: tuple[str, ...]


LAYOUTS = (
    Layout(
        "MIMU",
        code=("ts_pcode",),
        name=("ts", "ts_name_en", "ts_name"),
        state=("st", "st_name_en", "sr_name_en"),
        district=("dt", "dt_name_en"),
        finer=("vt_pcode", "ward_pcode", "wd_pcode", "town_pcode"),
    ),
    Layout(
        "OCHA COD-AB",
        code=("adm3_pcode", "admin3pcode", "adm3_pcod"),
        name=("adm3_en", "adm3_name", "admin3name_en"),
        state=("adm1_en", "adm1_name", "admin1name_en"),
        district=("adm2_en", "adm2_name", "admin2name_en"),
        finer=("adm4_pcode", "admin4pcode", "adm4_pcod"),
    ),
    Layout("geoBoundaries", code=(), name=("shapename",), state=(), district=(), finer=()),
)


@dataclass(frozen=True)
class Recognised:
    """A layout found in a file: its title, the file's own columns (None: not there), and whether rows are finer."""

    title: str
    code: str | None
    name: str | None
    state: str | None
    district: str | None
    is_finer: bool

    @property
    def columns(self) -> list[str]:
        """The file's columns that are worth reading."""
        return [c for c in (self.code, self.name, self.state, self.district) if c]


def recognise(columns: Iterable[str]) -> Recognised | None:
    """The layout of a file with these columns, or None."""
    own = {str(column).strip().casefold(): str(column) for column in columns}

    def first(names: tuple[str, ...]) -> str | None:
        return next((own[name] for name in names if name in own), None)

    for layout in LAYOUTS:
        code, name = first(layout.code), first(layout.name)
        if code or (name and not layout.code):
            finer = first(layout.finer) is not None
            return Recognised(layout.title, code, name, first(layout.state), first(layout.district), finer)
    return None


def expected() -> tuple[str, ...]:
    """What a file must have, for a message: `TS_PCODE (MIMU)` and so on."""
    return tuple(f"{(layout.code or layout.name)[0].upper()} ({layout.title})" for layout in LAYOUTS)
