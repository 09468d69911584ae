"""Providers, offices, shelters, crossings and sites with antiretroviral treatment as signs on the map."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analysis.coverage import Coverage, Via
from data.vocabulary import HealthSiteKind, PresenceType, Service, ShelterRole
from ui import cached, palette, state
from ui.assets import unit_codes
from ui.map_choice import MapChoice, Show
from ui.map_layers import Kind, Place, Places, Providers
from ui.text import _, label, language, n_, number

# Order: what is most wanted first; a sign that stands for several shows the first.
PROVIDER_KINDS: Final = (
    (Via.RESIDENT, "square", palette.PRIMARY),
    (Via.ROVING, "diamond", palette.ACCENT),
    (Via.OUTREACH, "triangle", "#3d7a3a"),
    (Via.REFERRAL, "circle", "#7a8790"),
)
OFFICE, SHELTER, CROSSING, ART = 0, 1, 2, 3


def provider_kinds() -> tuple[Kind, ...]:
    """The signs of presences, worded for the reader."""
    return tuple(Kind(label(via), shape, colour) for via, shape, colour in PROVIDER_KINDS)


def place_kinds() -> tuple[Kind, ...]:
    """The signs of fixed places, worded for the reader."""
    return (
        Kind(_("DSW office"), "plus", palette.INK),
        Kind(_("Shelter"), "house", palette.INK, (-9, 0)),
        Kind(_("Border crossing"), "ex", palette.INK, (9, 0)),
        Kind(_("ART site (antiretroviral treatment)"), "star", palette.HEALTH, (0, 10)),
    )


def chosen_presences(coverage: Coverage, choice: MapChoice) -> pd.DataFrame:
    """The active presences of the chosen kinds that offer any of the chosen services, known townships only."""
    rows = coverage.presences[coverage.presences["ts_pcode"].isin(unit_codes("t"))]
    if choice.presence_types:
        rows = rows[rows["presence_type"].isin([str(t) for t in choice.presence_types])]
    if choice.services:
        wanted = {str(s) for s in choice.services}
        rows = rows[[bool(wanted & codes) for codes in _service_sets(rows)]]
    return rows


def providers(presences: pd.DataFrame) -> Providers:
    """One sign a presence. presences: rows of coverage.presences."""
    organisations = list(dict.fromkeys(presences["organisation"]))
    number = {name: i for i, name in enumerate(organisations)}
    at = {code: i for i, code in enumerate(unit_codes("t"))}
    bit = {str(service): 2**i for i, service in enumerate(Service)}
    columns = zip(
        presences["ts_pcode"],
        presences["organisation"],
        _kind_positions(presences),
        _service_sets(presences),
        ~presences["is_confirmed"].astype(bool),
        strict=True,
    )
    rows = [
        (at[ts], number[name], kind, sum(bit.get(code, 0) for code in own), int(doubt))
        for ts, name, kind, own, doubt in columns
    ]
    return Providers(
        provider_kinds(),
        tuple(str(name) for name in organisations),
        tuple(label(service) for service in Service),
        tuple(sorted(rows)),
        {
            "more": _("and {n} more"),
            "unconfirmed": _("not confirmed lately"),
            "townships": _("{n} townships: click to come closer"),
        },
    )


def _kind_positions(presences: pd.DataFrame) -> list[int]:
    of_type = {str(PresenceType.RESIDENT): 0, str(PresenceType.ROVING): 1, str(PresenceType.OUTREACH): 2}
    helps = presences["is_reintegration"].astype(bool)
    return [of_type[t] if h else 3 for t, h in zip(presences["presence_type"], helps, strict=True)]


def _service_sets(presences: pd.DataFrame) -> list[set[str]]:
    return [set() if not isinstance(text, str) else set(text.split("; ")) for text in presences["services"]]


def places(choice: MapChoice, reach_km: float) -> Places | None:
    """The fixed places that the reader asked for; None where there are none."""
    wanted: list[Place] = []
    if Show.OFFICES in choice.show or Show.REACH in choice.show:
        wanted += _offices(reach_km if Show.REACH in choice.show else None)
    if Show.SHELTERS in choice.show:
        wanted += _shelters()
    if Show.CROSSINGS in choice.show:
        wanted += _crossings()
    if Show.ART in choice.show:
        wanted += _art_sites()
    return Places(place_kinds(), tuple(wanted)) if wanted else None


def _offices(reach_km: float | None) -> list[Place]:
    at = _position()
    rows = cached.dsw_offices()
    rows = rows[rows["ts_pcode"].isin(at)]
    return [Place(OFFICE, r.place, "", r.lat, r.lon, at[r.ts_pcode], reach_km) for r in rows.itertuples()]


def _shelters() -> list[Place]:
    at = _position()
    rows = cached.shelters()
    words = {str(role): label(role) for role in ShelterRole}
    rows = rows[rows["ts_pcode"].isin(at)]
    return [
        Place(SHELTER, r.place, words.get(r.shelter_role, ""), r.lat, r.lon, at[r.ts_pcode]) for r in rows.itertuples()
    ]


def _crossings() -> list[Place]:
    at = _position()
    rows = cached.border_crossings()
    rows = rows[rows["ts_pcode"].isin(at)]
    name = f"town_{language()}"
    return [
        Place(CROSSING, getattr(r, name), f"{r.place_opposite}, {r.country_opposite}", r.lat, r.lon, at[r.ts_pcode])
        for r in rows.itertuples()
    ]


def _art_sites() -> list[Place]:
    """Sites with antiretroviral treatment on the as-of day, one sign a township: where it is given, never to whom."""
    at = _position()
    rows = cached.health_sites_at(state.scope(), state.as_of())
    rows = rows[(rows["health_site_kind"] == str(HealthSiteKind.ART)) & rows["ts_pcode"].isin(at)]
    made = []
    for ts_pcode, sites in rows.groupby("ts_pcode"):
        first, n = sites.iloc[0], len(sites)
        more = n_("{n} ART site in the township", "{n} ART sites in the township", n).format(n=number(n))
        made.append(Place(ART, str(first["name"]), more, first["lat"], first["lon"], at[str(ts_pcode)]))
    return made


def _position() -> dict[str, int]:
    return {code: i for i, code in enumerate(unit_codes("t"))}
