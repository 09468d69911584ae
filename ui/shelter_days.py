"""The form of a person who is in the register already: what it says, what can be recorded next, the page to print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data import case_events
from data.case_errors_work import CaseNotSeen
from data.errors import AtlasError
from data.shelter_days import KINDS, DaysAtFault, Stay, record_days, record_entry
from geo.gazetteer import default_gazetteer
from queries import shelter_register as ask
from ui import cached, export, failures, palette, seen, shelter_faults, shelter_print, state
from ui import shelter_words as words
from ui.text import _, language

_CODE: Final = "w_shelter_case"
_HTML: Final = "text/html"
_LOOK: Final = f"""<style>
.atlas-form {{ background: {palette.PAPER}; border: 1px solid {palette.GRID}; border-radius: 6px;
  padding: .4rem 1rem 1rem; }}
.atlas-form h2 {{ font-size: 1rem; margin: .8rem 0 .2rem; padding: 0; }}
.atlas-form table {{ width: 100%; border-collapse: collapse; font-size: .9rem; margin: 0; }}
.atlas-form th, .atlas-form td {{ text-align: start; vertical-align: top; padding: .25rem .5rem .25rem 0; border: 0;
  border-top: 1px solid {palette.GRID}; overflow-wrap: anywhere; }}
.atlas-form th {{ width: 50%; font-weight: 400; color: {palette.INK_SOFT}; }}
.atlas-form th small {{ display: none; }}
</style>"""


def show() -> None:
    """Ask for a case code; show its form as it is today, and what can be recorded next."""
    code = st.text_input(
        _("Case code"), key=_CODE, max_chars=60, autocomplete="off", help=_("As the list In and out shows it.")
    ).strip()
    if not code:
        return
    register, reader, today = cached.store(), state.scope(), state.bounds().today
    try:
        version = case_events.version(register, reader, code)
    except CaseNotSeen as error:
        failures.show(error)
        return
    found = ask.form_of_case(register, reader, code, today)
    if found.empty:
        st.info(_("This person has not been in a shelter of your scope."), icon=":material/night_shelter:")
        _entry(code)
        return
    form = found.iloc[0]
    seen.once(f"one-page form {code}", 1, version)
    st.html(f'{_LOOK}<div class="atlas-form" lang="{language()}">{shelter_print.sections(form)}</div>')
    _download(form, today)
    _further(form, version)
    if not pd.isna(form["date_out"]):
        _entry(code)


# --- Recording --------------------------------------------------------------------------------------------------------


def _further(form: pd.Series, version: str) -> None:
    """Days of the stay that are not recorded yet; a recorded one is taken back on the page of the case."""
    missing = [key for key in KINDS if pd.isna(form[key])]
    if not missing:
        return
    code = str(form["case_code"])
    with st.form(key=f"w_stay_{code}_{version}", border=True, enter_to_submit=False):
        st.markdown(f"**{_('Record further days of this stay')}**")
        columns = st.columns(2)
        told = {key: _day(key, columns[place % 2], f"{code}_{version}") for place, key in enumerate(missing)}
        pressed = st.form_submit_button(_("Record these days"), type="primary", icon=":material/save:")
    days = {key: day for key, day in told.items() if day is not None}
    if pressed and not days:
        st.warning(_("No day was given; nothing was recorded."))
    elif pressed:
        entered = pd.Timestamp(form["date_in"]).date()
        stay = Stay(str(form["shelter_id"]), entered, **{key: _as_day(form[key]) for key in KINDS if key != "date_in"})
        _recorded(lambda: record_days(
            cached.store(), state.scope(), code, stay, version, days, default_gazetteer()))  # fmt: skip


def _entry(code: str) -> None:
    offered = words.shelters(state.scope())
    with st.form(key=f"w_entry_{code}", border=True, enter_to_submit=False):
        st.markdown(f"**{_('Record an entry into a shelter')}**")
        left, right = st.columns(2)
        with left:
            shelter = st.selectbox(
                words.field("shelter_id"), list(offered), index=None, format_func=lambda key: offered[key],
                key=f"w_entry_shelter_{code}", placeholder=_("choose"),
            )  # fmt: skip
        day = _day("date_in", right, f"entry_{code}")
        pressed = st.form_submit_button(_("Record the entry"), icon=":material/login:")
    if pressed and (shelter is None or day is None):
        st.warning(_("Choose the shelter and the day; nothing was recorded."))
    elif pressed and shelter is not None and day is not None:
        _recorded(lambda: record_entry(cached.store(), state.scope(), code, shelter, day))


def _recorded(write: Callable[[], object]) -> None:
    """Write; what was refused is said where the person stands, what was written after the page is drawn anew."""
    try:
        write()
    except DaysAtFault as error:
        for fault in error.faults:
            st.error(shelter_faults.words_of(fault))
        return
    except AtlasError as error:
        failures.show(error)
        return
    shelter_faults.say(_("Recorded."))
    st.rerun()


def _day(key: str, where: DeltaGenerator, part: str) -> date | None:
    chosen = where.date_input(
        words.plain_field(key), value=None, key=f"w_day_{key}_{part}", format="YYYY-MM-DD",
        min_value=date(state.FIRST_YEAR, 1, 1), max_value=state.bounds().today,
    )  # fmt: skip
    return chosen if isinstance(chosen, date) else None


def _as_day(value: object) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(str(value)).date()


# --- Printing ---------------------------------------------------------------------------------------------------------


def _download(form: pd.Series, today: date) -> None:
    made = shelter_print.page(form, today).encode()
    export.download_file(
        lambda: made, f"one_page_form_{form['case_code']}.html", _HTML, _("Form to print"),
        _("A page; print it from the browser. The download is recorded."), records=1,
    )  # fmt: skip


def blank_download() -> None:
    """The empty form, to write on by hand."""
    made = shelter_print.page(None).encode()
    export.download_file(
        lambda: made, "one_page_form.html", _HTML, _("Blank form to print"), _("A page; print it from the browser.")
    )
