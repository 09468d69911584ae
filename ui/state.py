"""What this visit looks at and as whom: role, language, filters and as-of date, kept in the URL so it can be shared.

The view is plain session state, not a widget's key, so that a page change cannot lose it. The role never stands in
the URL. Whatever comes from a URL or a widget is checked against the code lists; what does not fit is dropped and said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import streamlit as st

from data.errors import N_
from data.permissions import Action, roles_of
from data.scope import Scope
from data.vocabulary import AgeGroup, Code, Destination, Purpose, Sex, VictimType
from queries.filters import Filters
from ui import sign_in
from ui.text import LANGUAGES, SESSION_KEY

CASE_ROLES: Final = roles_of(Action.READ_CASES)
WAITING_ROLES: Final = roles_of(Action.READ_WAITING)
ALL_ROLES: Final = roles_of(Action.LOOK_ROUND)
DIRECTORY_ROLES: Final = roles_of(Action.READ_DIRECTORY)
PLANNERS: Final = roles_of(Action.SAVE_PLANS)
LOADERS: Final = roles_of(Action.LOAD_FILES)
ADMINISTRATORS: Final = roles_of(Action.MANAGE_USERS)
FIRST_YEAR: Final = 1990
EARLIEST_AS_OF: Final = date(2000, 1, 1)

# What pages may keep in the URL beside the filters, e.g. the township whose card is open.
PAGE_KEYS: Final = (
    *("place", "level", "layer", "show", "method", "classes", "tab", "zoom"),
    *("tiers", "state", "sure", "kind", "purpose", "presence", "service"),
    *("view", "year", "versus", "measure", "pool", "then", "part", "list", "step", "shelter"),
    *("case", "stage", "due", "row", "meeting", "register"),
    *("indicator", "area", "by", "each", "at", "against", "way", "split", "cohort"),
    *("recommendation", "owner", "status", "calendar", "first", "edition"),
)
_PAGE_VALUE: Final = re.compile(r"[A-Za-z0-9_.,-]{1,60}")

LISTS: Final[dict[str, tuple[str, type[Code]]]] = {
    "type": ("victim_types", VictimType),
    "destination": ("destinations", Destination),
    "sex": ("sexes", Sex),
    "age": ("age_groups", AgeGroup),
    "exploitation": ("purposes", Purpose),
}
PARAMETERS: Final = ("lang", "years", *LISTS, "special", "as_of", *PAGE_KEYS)
_SPECIAL: Final = {"yes": True, "no": False}


@dataclass(frozen=True)
class View:
    """What is looked at; None means no filter (as_of: the last recorded day).

    A list never is empty: choosing nothing means everything. page: values that the pages keep in the URL.
    """

    years: tuple[int, int] | None = None
    victim_types: tuple[str, ...] | None = None
    destinations: tuple[str, ...] | None = None
    sexes: tuple[str, ...] | None = None
    age_groups: tuple[str, ...] | None = None
    purposes: tuple[str, ...] | None = None
    special: bool | None = None
    as_of: date | None = None
    page: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Bounds:
    """What the register can answer: first and last case year, last recorded day, today."""

    first_year: int
    last_year: int
    last_day: date
    today: date


def to_query(view: View, lang: str) -> dict[str, str]:
    """The URL parameters of a view; what is not filtered is left out."""
    query = {} if lang == "en" else {"lang": lang}
    if view.years:
        query["years"] = "{}-{}".format(*view.years)
    for key, (field, _codes) in LISTS.items():
        chosen = getattr(view, field)
        if chosen is not None:
            query[key] = ",".join(chosen)
    if view.special is not None:
        query["special"] = "yes" if view.special else "no"
    if view.as_of:
        query["as_of"] = view.as_of.isoformat()
    return query | dict(view.page)


def from_query(query: Mapping[str, str], bounds: Bounds) -> tuple[View, str | None, tuple[str, ...]]:
    """The view and the language that URL parameters ask for, and the names of the parameters that were dropped."""
    dropped: list[str] = []
    read: dict[str, object] = {}
    for key, text in query.items():
        try:
            read |= _parse(key, text, bounds)
        except ValueError:
            dropped.append(key)
    lang = read.pop("lang", None)
    page = tuple(sorted((key, str(read.pop(key))) for key in PAGE_KEYS if key in read))
    return View(**read, page=page), lang, tuple(dropped)  # type: ignore[arg-type,return-value]


def _parse(key: str, text: str, bounds: Bounds) -> dict[str, object]:
    """The field that one parameter sets. ValueError: unknown parameter, or a value that the register cannot answer."""
    if key == "lang" and text in LANGUAGES:
        return {"lang": text}
    if key == "years":
        return {"years": _years(text, bounds)}
    if key in LISTS:
        return {LISTS[key][0]: _codes(text, LISTS[key][1])}
    if key == "special" and text in _SPECIAL:
        return {"special": _SPECIAL[text]}
    if key == "as_of":
        return {"as_of": _as_of(text, bounds)}
    if key in PAGE_KEYS and _PAGE_VALUE.fullmatch(text):
        return {key: text}
    raise ValueError(key)


def _years(text: str, bounds: Bounds) -> tuple[int, int] | None:
    found = re.fullmatch(r"(\d{4})-(\d{4})", text, re.ASCII)
    if not found:
        raise ValueError(text)
    first, last = int(found[1]), int(found[2])
    if not bounds.first_year <= first <= last <= bounds.last_year:
        raise ValueError(text)
    return None if (first, last) == (bounds.first_year, bounds.last_year) else (first, last)


def _codes(text: str, codes: type[Code]) -> tuple[str, ...] | None:
    chosen = {str(codes(part)) for part in text.split(",")}
    return None if len(chosen) == len(codes) else tuple(str(c) for c in codes if str(c) in chosen)


def _as_of(text: str, bounds: Bounds) -> date | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError(text)
    chosen = date.fromisoformat(text)
    if not EARLIEST_AS_OF <= chosen <= bounds.today:
        raise ValueError(text)
    return None if chosen == bounds.last_day else chosen


def within(view: View, bounds: Bounds) -> View:
    """The view with whatever the bounds of the register no longer hold taken out."""
    years = view.years
    if years and not bounds.first_year <= years[0] <= years[1] <= bounds.last_year:
        view = replace(view, years=None)
    if view.as_of and not EARLIEST_AS_OF <= view.as_of <= bounds.today:
        view = replace(view, as_of=None)
    return view


# --- The visit -------------------------------------------------------------------------------------------------------

_VIEW, _SCOPE, _BOUNDS, _WRITTEN, _TOUCHED, _DROPPED, _HELD, _LOST = (
    f"atlas_{name}" for name in ("view", "scope", "bounds", "written", "touched", "dropped", "held", "lost")
)
STAYS: Final = frozenset({SESSION_KEY, _BOUNDS, _VIEW, _WRITTEN, _TOUCHED, _HELD})
"""What a tab keeps of a visit that ended: the language and the view, in which nothing is of the register."""
DROPPED_NOTICE = N_("Parts of this address could not be used and were left out: {names}.")


def begin(bounds: Bounds) -> None:
    """Read the URL where it asks for another view than the one shown; call once a run, before the filters."""
    st.session_state[_BOUNDS] = bounds
    query = {key: st.query_params[key] for key in st.query_params}
    touched = st.session_state.pop(_TOUCHED, False)
    known = _VIEW in st.session_state
    if not known or (query and query != st.session_state.get(_WRITTEN) and not touched):
        asked, lang, dropped = from_query(query, bounds)
        st.session_state[_VIEW], st.session_state[_DROPPED] = asked, dropped
        if lang or query:
            st.session_state[SESSION_KEY] = lang or "en"
    st.session_state[_VIEW] = within(st.session_state[_VIEW], bounds)


def publish() -> None:
    """Write the view into the URL."""
    query = to_query(view(), st.session_state.get(SESSION_KEY, "en"))
    if dict(st.query_params) != query:
        st.query_params.from_dict(query)
    st.session_state[_WRITTEN] = query


def take_dropped() -> tuple[str, ...]:
    """Names of URL parameters that were left out, once."""
    return st.session_state.pop(_DROPPED, ())


def view() -> View:
    """What this visit looks at."""
    return st.session_state.get(_VIEW, View())


def change(**fields: object) -> None:
    """Change the view from a widget's callback; values that the register cannot answer are left out and said."""
    query = to_query(replace(view(), **fields), "en")  # type: ignore[arg-type]
    asked, _lang, dropped = from_query(query, bounds())
    st.session_state[_VIEW] = asked
    st.session_state[_TOUCHED] = True
    st.session_state[_DROPPED] = dropped


def change_language(lang: str) -> None:
    """Switch the language; an unknown one is left alone."""
    if lang in LANGUAGES:
        st.session_state[SESSION_KEY] = lang
        st.session_state[_TOUCHED] = True


def page_value(key: str, allowed: tuple[str, ...] | None = None, default: str = "") -> str:
    """What a page keeps in the URL under `key`; the default where it is absent or not among the allowed."""
    found = dict(view().page).get(key, default)
    return found if allowed is None or found in allowed else default


def set_page_value(key: str, value: str | None) -> None:
    """Keep a page's value in the URL (None takes it out); from a callback or in the middle of a page.

    KeyError: the key is not among PAGE_KEYS.
    """
    if key not in PAGE_KEYS:
        raise KeyError(key)
    kept = {k: v for k, v in view().page if k != key}
    if value and _PAGE_VALUE.fullmatch(value):
        kept[key] = value
    st.session_state[_VIEW] = replace(view(), page=tuple(sorted(kept.items())))
    publish()


def hold(key: str, value: object, *, starts_empty: bool = False) -> None:
    """Before a widget of this key is drawn: let it show the value, which is kept elsewhere.

    starts_empty: the widget shows None by itself when new, so that None need not be handed over.

    The value is handed over only where the widget shows another one. Handing it over every run would send it to the
    browser every run, and a run that ends after the person has chosen anew would take the choice back. A widget whose
    options change is a new one to Streamlit and starts with its first option: in another language at once, else seen
    by settle().
    """
    held = st.session_state.setdefault(_HELD, {})
    told = (value, st.session_state.get(SESSION_KEY))
    is_new = key not in st.session_state or held.get(key, told)[1] != told[1]
    if (is_new and not (starts_empty and value is None)) or (not is_new and _differs(st.session_state[key], value)):
        st.session_state[key] = value
    held[key] = told


def settle() -> None:
    """After the page was drawn: draw it once more where a widget shows another value than it was given."""
    held = st.session_state.get(_HELD, {})
    lost = {
        key: value
        for key, (value, _language) in held.items()
        if key in st.session_state and _differs(st.session_state[key], value)
    }
    again = bool(lost) and lost != st.session_state.get(_LOST)
    st.session_state[_LOST] = lost
    for key in [key for key in held if key not in st.session_state]:
        del held[key]
    if again:
        st.rerun()


def _differs(shown: object, value: object) -> bool:
    """Whether a widget shows another value; a range of two stands as a list or as a pair."""
    if isinstance(shown, list | tuple) and isinstance(value, list | tuple):
        return list(shown) != list(value)
    return shown != value


def bounds() -> Bounds:
    """What the register can answer; KeyError before begin()."""
    return st.session_state[_BOUNDS]


def as_of() -> date:
    """The day whose state is shown: the chosen one, else the register's last recorded day."""
    return view().as_of or bounds().last_day


def filters() -> Filters:
    """The filters that every question about cases takes."""
    chosen = view()
    return Filters(
        as_of=as_of(),
        years=chosen.years,
        victim_types=chosen.victim_types,
        destinations=chosen.destinations,
        sexes=chosen.sexes,
        age_groups=chosen.age_groups,
        purposes=chosen.purposes,
        special=chosen.special,
    )


def is_filtered() -> bool:
    """True where anything but the as-of date narrows the view."""
    return replace(view(), as_of=None, page=()) != View()


def sees_waiting() -> bool:
    """Whether the reader may know who waits: an organisation's manager sees whom it carries, nobody unassigned.

    Where this is False a count of unassigned people is not shown; a nought would be untrue.
    """
    return scope().role in WAITING_ROLES


def scope() -> Scope:
    """Who is reading. PermissionError before anybody was let in.

    Where people sign in it is read anew each time, so that in every run, callback and fragment a role that was taken
    away or a sign-in that ended counts at once.
    """
    if sign_in.is_configured():
        found = sign_in.visit().scope
        if found is None:
            st.rerun()  # whatever asked ends here, a callback as well; the door (ui/gate.py) says why
        return found
    found = st.session_state.get(_SCOPE)
    if found is None:
        raise PermissionError("nobody is signed in")
    return found


def has_reader() -> bool:
    """True once somebody was let in, and as long as the sign-in lasts."""
    if sign_in.is_configured():
        return sign_in.visit().scope is not None
    return _SCOPE in st.session_state


def let_in(reader: Scope) -> None:
    """Remember who is reading; plain session state, since a widget's key would be lost on a page change."""
    st.session_state[_SCOPE] = reader
