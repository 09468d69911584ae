"""Who is signed in, read anew each time that anybody asks: from the identity cookie, the table of users and the seats.

Without a section [auth] in the secrets nobody signs in, and the atlas is in demonstration mode. With it the table of
users decides alone about every account that it holds; only an account that it does not hold may get its role from the
claims of the identity provider, and only where the section [atlas] names them (docs/decisions/0020).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, cast

import streamlit as st
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from data import users
from data.errors import N_, AtlasError
from data.permissions import REFUSED
from data.scope import Scope
from data.settings import SETTINGS
from data.user_errors import AccountWrong
from data.vocabulary import Role
from ui import cached
from ui.seats import Seat, Seats, key_of

IDLE_SETTING: Final = "idle_minutes"
NO_ROLE: Final = cast(Role, "none")
_REQUIRED: Final = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
SEATS: Final = Seats()


class Standing(StrEnum):
    """How a visit stands with the sign-in."""

    NOBODY = "nobody"
    SIGNED_IN = "signed in"
    IDLE = "idle"
    LEFT = "left"
    NO_ROLE = "no role"
    UNVERIFIED = "unverified"
    UNUSABLE = "unusable"


@dataclass(frozen=True)
class Visit:
    """Who visits. account: "" for nobody. key: of the sign-in. scope: only where the standing is SIGNED_IN."""

    standing: Standing
    account: str = ""
    key: str = ""
    scope: Scope | None = None


@dataclass(frozen=True)
class Claims:
    """Names of the claims that the atlas reads; role, organisation, shelters: "" where claims give nothing.

    roles: value of the role claim -> role.
    """

    account: str
    role: str
    organisation: str
    shelters: str
    roles: Mapping[str, str]


def _section(name: str) -> dict[str, Any]:
    if not secrets_singleton.load_if_toml_exists():
        return {}
    found = secrets_singleton.get(name, {})
    return {str(key): found[key] for key in found}


def is_configured() -> bool:
    """Whether an identity provider is named, so that everybody must sign in."""
    return bool(_section("auth"))


def missing() -> tuple[str, ...]:
    """Keys of the section [auth] without which nobody can sign in."""
    told = _section("auth")
    return tuple(key for key in _REQUIRED if not told.get(key))


def claims_read() -> Claims:
    """What the section [atlas] says of claims."""
    told = _section("atlas")
    roles = told.get("roles", {})
    return Claims(
        str(told.get("claim_account", "email")),
        str(told.get("claim_role", "")),
        str(told.get("claim_organisation", "")),
        str(told.get("claim_shelters", "")),
        {str(key): str(roles[key]) for key in roles},
    )


def identity() -> dict[str, Any]:
    """The claims that the identity cookie brought into this visit; empty where nobody signed in."""
    told = st.user.to_dict()
    return told if told.get("is_logged_in") else {}


def visit(*, acts: bool = False) -> Visit:
    """Who visits now. acts: the person does something. A first look leaves a row in the audit log."""
    told = identity()
    if not told:
        return Visit(Standing.NOBODY)
    key, name = key_of(told), str(told.get(claims_read().account, "")).strip()
    begun_s = told.get("iat")
    if not isinstance(begun_s, int | float) or not _is_account(name):
        return Visit(Standing.UNUSABLE, key=key)
    name = name.lower()
    seat = SEATS.take(key, float(begun_s), _idle_s(), lambda: users.SIGN_OUT in _noted(key), acts=acts)
    if seat in (Seat.IDLE, Seat.LEFT):
        return _ended(Visit(Standing(str(seat)), name, key))
    if claims_read().account == "email" and told.get("email_verified") is False:
        return _first(seat, Visit(Standing.UNVERIFIED, name, key))
    scope = scope_of(name, told)
    return _first(seat, Visit(Standing.SIGNED_IN if scope else Standing.NO_ROLE, name, key, scope))


def scope_of(account: str, told: Mapping[str, Any]) -> Scope | None:
    """What an account may see now; None: nothing. The table of users decides alone where it holds the account."""
    known = _user(account, cached.version())
    if known is not None:
        return known.scope() if known.is_active else None
    return _claimed(account, told, claims_read())


def _claimed(account: str, told: Mapping[str, Any], names: Claims) -> Scope | None:
    """The scope that claims give; None where they give no role, more than one, or a role without what it needs."""
    given = told.get(names.role, ()) if names.role else ()
    values = {str(value) for value in ([given] if isinstance(given, str) else given or ())}
    roles = {names.roles.get(value, "" if names.roles else value) for value in values} & {str(role) for role in Role}
    if len(roles) != 1:
        return None
    role = Role(roles.pop())
    if role is Role.NGO_MANAGER:
        organisation = str(told.get(names.organisation, "")) if names.organisation else ""
        return Scope(role, account, organisation_id=organisation) if organisation else None
    if role is Role.DSW_OFFICER:
        shelters = told.get(names.shelters, ()) if names.shelters else ()
        return Scope(role, account, shelter_ids=tuple([shelters] if isinstance(shelters, str) else shelters or ()))
    return Scope(role, account)


@st.cache_data(show_spinner=False, max_entries=256)
def _user(account: str, version: tuple[object, ...]) -> users.User | None:  # noqa: ARG001 (tells cached answers apart)
    return users.standing(cached.store(), account)


@st.cache_data(show_spinner=False, max_entries=4)
def _idle_minutes(version: tuple[object, ...]) -> float:  # noqa: ARG001
    return cached.store().setting(IDLE_SETTING)


def idle_minutes() -> float:
    """After how many minutes without doing anything a sign-in ends."""
    one = SETTINGS[IDLE_SETTING]
    return min(max(_idle_minutes(cached.version()), one.minimum), one.maximum)


def _idle_s() -> float:
    return idle_minutes() * 60


def _is_account(name: str) -> bool:
    try:
        return bool(users.account_of(name))
    except AccountWrong:
        return False


def _noted(key: str) -> frozenset[str]:
    return users.noted(cached.store(), key)


def _first(seat: Seat, found: Visit) -> Visit:
    """The visit; a sign-in that was not seen before is put on record."""
    if seat is Seat.NEW and users.SIGN_IN not in _noted(found.key):
        known = found.scope or Scope(NO_ROLE, found.account)
        users.note(cached.store(), known, users.SIGN_IN if found.scope else REFUSED, found.key, str(found.standing))
    return found


def _ended(found: Visit) -> Visit:
    """The visit; an end without a row in the audit log, which idleness is, gets one."""
    if found.standing is Standing.IDLE and users.SIGN_OUT not in _noted(found.key):
        known = scope_of(found.account, {}) or Scope(NO_ROLE, found.account)
        users.note(cached.store(), known, users.SIGN_OUT, found.key, "nothing was done for too long")
    return found


def leave() -> None:
    """Sign out in every tab: the seat ends, the cookie is taken away, and the provider is told where it wants to be."""
    now = visit()
    if now.key and now.standing not in (Standing.LEFT, Standing.IDLE):
        SEATS.leave(now.key)
        users.note(cached.store(), now.scope or Scope(NO_ROLE, now.account), users.SIGN_OUT, now.key)
    st.logout()


@dataclass
class AccessEnded(AtlasError):
    """What was drawn may not be fetched any more: signed out, or the role changed since."""

    template = N_("You are signed out, or your role has changed. Nothing was downloaded. Load the page again.")


@dataclass(frozen=True)
class Witness:
    """Who looked at a page when it was drawn, for what is fetched from it later, outside the visit."""

    scope: Scope
    key: str
    claims: tuple[tuple[str, Any], ...]

    def refuse_ended(self) -> None:
        """Raises AccessEnded where the sign-in ended or the role changed since; never in demonstration mode."""
        if not self.key:
            return
        told = dict(self.claims)
        seat = SEATS.take(self.key, float(told["iat"]), _idle_s(), lambda: True, acts=False)
        if seat is not Seat.IN_USE or scope_of(self.scope.actor, told) != self.scope:
            users.note(cached.store(), self.scope, REFUSED, "export")
            raise AccessEnded()


def witness(scope: Scope) -> Witness:
    """Of the present visit."""
    told = identity() if is_configured() else {}
    return Witness(scope, key_of(told) if told else "", tuple(told.items()))


def lets_through(cookies: Mapping[str, str]) -> bool:
    """Whether a request with these cookies may fetch a file or bring one in: asked outside any visit.

    True in demonstration mode. Else for the identity cookie of a sign-in that is in use and whose account has a role
    now; looking is not doing, so the time of waiting goes on.
    """
    if not is_configured():
        return True
    told = _claims_in(cookies)
    name = str(told.get(claims_read().account, "")).strip().lower()
    return bool(name) and SEATS.is_in_use(key_of(told), _idle_s()) and scope_of(name, told) is not None


def _claims_in(cookies: Mapping[str, str]) -> dict[str, Any]:
    """The claims of the signed identity cookie; empty where there is none, or where its signature or age is wrong."""
    signed = starlette_websocket._get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    told = json.loads(signed) if signed else {}
    return told if isinstance(told, dict) and told.get("is_logged_in") else {}
