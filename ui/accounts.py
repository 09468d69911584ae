"""The five demonstration accounts, one a role: who a visitor may be while no sign-in is configured."""

from __future__ import annotations

from typing import Final

import streamlit as st

from data.scope import Scope
from data.vocabulary import OrganisationKind, Role
from ui import cached, state

_SHELTER_TOWNSHIPS: Final = ("MMR015009", "MMR010001")
_MANAGED: Final = (str(OrganisationKind.NGO), str(OrganisationKind.INGO))
PLANNER: Final = Scope(Role.PLANNER, actor="demo.planner")


def demonstration(role: Role) -> Scope:
    """The account of a role: a DSW officer has two shelters, an NGO manager the organisation with most people."""
    if role is Role.DSW_OFFICER:
        return Scope(role, actor="demo.dsw", shelter_ids=officer_shelters())
    if role is Role.NGO_MANAGER:
        return Scope(role, actor="demo.ngo", organisation_id=managed_organisation(cached.version()))
    return Scope(role, actor=f"demo.{role}")


def officer_shelters() -> tuple[str, ...]:
    """Two shelters: Muse and another where they exist, else the first two of the register."""
    known = cached.shelters()
    wanted = known[known["ts_pcode"].isin(_SHELTER_TOWNSHIPS)].sort_values("ts_pcode", ascending=False)
    rest = known[~known["ts_pcode"].isin(_SHELTER_TOWNSHIPS)]
    return tuple([*wanted["shelter_id"], *rest["shelter_id"]][:2])


@st.cache_data(show_spinner=False, max_entries=4)
def managed_organisation(version: tuple[object, ...]) -> str | None:  # noqa: ARG001 (tells cached answers apart)
    """The NGO that carries most people on the register's last day; None where no NGO carries anybody."""
    presences = cached.presences_at(PLANNER, state.bounds().last_day)
    ngos = presences[presences["kind"].isin(_MANAGED) & presences["is_reintegration"]]
    carried = ngos.groupby("organisation_id")["caseload_people"].sum().sort_values(ascending=False, kind="stable")
    return str(carried.index[0]) if len(carried) else None


def about(reader: Scope) -> str | None:
    """Name of the reader's organisation or places of the reader's shelters, as recorded; None for the other roles."""
    if reader.organisation_id:
        presences = cached.directory(reader, state.as_of())
        names = presences.loc[presences["organisation_id"] == reader.organisation_id, "organisation"]
        return str(names.iloc[0]) if len(names) else reader.organisation_id
    if reader.shelter_ids:
        known = cached.shelters()
        return ", ".join(known.loc[known["shelter_id"].isin(reader.shelter_ids), "place"])
    return None
