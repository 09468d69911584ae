"""The sidebar: language, role in demonstration mode, and the filters that every page obeys."""

from __future__ import annotations

from datetime import date

import streamlit as st

from data.vocabulary import AgeGroup, Code, Destination, Purpose, Role, Sex, VictimType
from ui import accounts, sign_in, state
from ui.text import LANGUAGES, _, day, label, language, plain

_CHOICES: dict[str, type[Code]] = {
    "victim_types": VictimType,
    "destinations": Destination,
    "sexes": Sex,
    "age_groups": AgeGroup,
    "purposes": Purpose,
}
_SPECIAL = {"all": None, "yes": True, "no": False}


def sidebar() -> None:
    """Draw the sidebar; every choice is checked again by ui.state before it counts."""
    with st.sidebar:
        language_choice()
        _account() if sign_in.is_configured() else _role()
        if state.scope().role in state.CASE_ROLES:
            _filters()
        _as_of()


def language_choice() -> None:
    """English or Burmese."""
    state.hold("w_language", language())
    st.segmented_control(
        _("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key="w_language",
        on_change=lambda: state.change_language(st.session_state["w_language"] or language()),
        label_visibility="collapsed",
        width="stretch",
    )


def _account() -> None:
    """Who is signed in, and the way out."""
    reader = state.scope()
    st.markdown(f":material/account_circle: {plain(reader.actor)}  \n{label(reader.role)}")
    about = accounts.about(reader)
    if about:
        st.caption(plain(about))
    st.button(_("Sign out"), icon=":material/logout:", key="w_sign_out", on_click=sign_in.leave, width="stretch")


def _role() -> None:
    """The role switch of demonstration mode."""
    state.hold("w_role", state.scope().role)
    st.selectbox(
        _("Demonstration role"),
        state.ALL_ROLES,
        format_func={role: label(role) for role in state.ALL_ROLES}.__getitem__,
        key="w_role",
        on_change=_change_role,
        help=_("Without sign-in the atlas shows synthetic cases only, and you may look at it as anyone."),
    )
    about = accounts.about(state.scope())
    if about:
        st.caption(plain(about))


def _change_role() -> None:
    chosen = st.session_state["w_role"]
    if chosen in state.ALL_ROLES and not sign_in.is_configured():
        state.let_in(accounts.demonstration(Role(chosen)))


def _filters() -> None:
    st.subheader(_("Filters"))
    _years()
    _list("victim_types", _("Type of victim"))
    _list("destinations", _("Destination"))
    first, second = st.columns(2)
    with first:
        _list("sexes", _("Sex"))
    with second:
        _list("age_groups", _("Age"))
    _list("purposes", _("Purpose"))
    _special()
    if state.is_filtered():
        st.button(_("Clear all filters"), icon=":material/filter_alt_off:", on_click=_clear, width="stretch")


def _years() -> None:
    limits = state.bounds()
    if limits.first_year == limits.last_year:
        return
    state.hold("w_years", state.view().years or (limits.first_year, limits.last_year))
    st.slider(
        _("Years of identification"),
        limits.first_year,
        limits.last_year,
        key="w_years",
        format="%d",
        on_change=lambda: state.change(years=tuple(st.session_state["w_years"])),
    )


def _list(field: str, title: str) -> None:
    """One code list; choosing nothing means everything."""
    codes, key = _CHOICES[field], f"w_{field}"
    state.hold(key, [codes(value) for value in getattr(state.view(), field) or ()])
    st.multiselect(
        title,
        list(codes),
        format_func={code: label(code) for code in codes}.__getitem__,
        key=key,
        placeholder=_("All"),
        on_change=lambda: state.change(**{field: tuple(str(c) for c in st.session_state[key]) or None}),
    )


def _special() -> None:
    words = {"all": _("All"), "yes": _("Only"), "no": _("Without")}
    state.hold("w_special", next(k for k, v in _SPECIAL.items() if v is state.view().special))
    st.segmented_control(
        _("Special Cases"),
        list(words),
        format_func=words.__getitem__,
        key="w_special",
        on_change=lambda: state.change(special=_SPECIAL.get(st.session_state["w_special"] or "all")),
        width="stretch",
        help=_("People with a special need, such as a medical condition or a child alone (1.7, 2.10.2)."),
    )


def _as_of() -> None:
    limits = state.bounds()
    state.hold("w_as_of", state.as_of())
    st.date_input(
        _("State as of"),
        min_value=state.EARLIEST_AS_OF,
        max_value=limits.today,
        format="YYYY-MM-DD",
        key="w_as_of",
        on_change=_change_as_of,
        help=_("Shows what was known on that day. The register's last recorded day is {day}.").format(
            day=day(limits.last_day)
        ),
    )


def _change_as_of() -> None:
    chosen = st.session_state["w_as_of"]
    if isinstance(chosen, date):
        state.change(as_of=chosen)


def _clear() -> None:
    kept = state.view()
    state.change(**dict.fromkeys((*_CHOICES, "years", "special")), as_of=kept.as_of)
