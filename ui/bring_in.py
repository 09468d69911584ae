"""Bring a file in, step by step: choose, name the columns, check, load; back and anew at any step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st

from data.errors import N_, AtlasError
from data.file_errors import FileRefused
from data.load import FORMATS
from data.templates import template
from data.vocabulary import Agency, ImportFormat, RegisterKind, Role
from ui import accounts, bring_in_broken, cached, export, failures, state, uploader
from ui import bring_in_columns as found
from ui import bring_in_preview as preview
from ui import bring_in_words as words
from ui import bring_in_work as work
from ui.bring_in_work import Work
from ui.frame import empty
from ui.text import _, label, n_, number, plain

TITLES: Final = {"file": N_("File"), "columns": N_("Columns"), "preview": N_("Check"), "done": N_("Loaded")}
_LOOK_EVERY_S: Final = 0.7
_A_ROW: Final = 3
EARLIEST_CONFIRMATION: Final = date(2000, 1, 1)


def show() -> None:
    """The whole way, at the step where this visit stands."""
    work.collect()
    now = work.current()
    _steps(now)
    if now.job is not None:
        _watch()
        return
    bring_in_broken.say()
    if now.was_stopped:
        st.info(_("Stopped. Nothing was loaded."), icon=":material/stop_circle:")
    if now.error is not None:
        st.error(words.refusal(now.error), icon=":material/block:")
    {"file": _file, "columns": _columns, "preview": _preview, "done": preview.done}[now.step](now)


def _steps(now: Work) -> None:
    at = work.STEPS.index(now.step)
    names = [
        f"**{place + 1}\u00a0{_(TITLES[step])}**" if place == at else f":gray[{place + 1}\u00a0{_(TITLES[step])}]"
        for place, step in enumerate(work.STEPS)
    ]
    st.markdown(" → ".join(names))
    if now.raw is not None and now.step != "file":
        st.caption(
            _("File: {file} · read as: {format}").format(file=plain(now.raw.file_name), format=_format_name(now.format))
        )


def _format_name(code: str) -> str:
    return label(ImportFormat(code))


@st.fragment(run_every=_LOOK_EVERY_S)
def _watch() -> None:
    """How far the work is; the rest of the page runs again once it is done."""
    job = work.current().job
    if job is None or job.is_done or state.scope().role not in state.LOADERS:
        st.rerun()
        return
    st.progress(job.progress.share_0_1, _(job.progress.doing))
    if not job.may_stop:
        st.caption(_("Loading cannot be stopped half-way: either everything is loaded or nothing."))
    elif st.button(_("Stop"), key="w_bring_in_stop", icon=":material/stop_circle:"):
        work.give_up()
        st.rerun()


# --- 1 File -----------------------------------------------------------------------------------------------------------


def _file(now: Work) -> None:
    names = {code: _format_name(code) for code in FORMATS if code in work.formats()}
    key = "w_bring_in_format"
    state.hold(key, now.format)
    st.radio(
        _("What does the file hold?"),
        list(names),
        format_func=names.__getitem__,
        captions=[words.about(code) for code in names],
        key=key,
        on_change=lambda: _choose_format(st.session_state[key]),
    )
    if state.scope().role is Role.DSW_OFFICER:
        shelters = plain(accounts.about(state.scope()) or _("none"))
        st.caption(_("You bring in the people of your shelters only: {shelters}.").format(shelters=shelters))
    export.download_file(
        lambda: template(now.format),
        f"{now.format}_template.xlsx",
        export.XLSX_MIME,
        _("Download the template"),
        _("An empty workbook with headings in both languages, drop-down lists and a sheet that explains them."),
    )
    if _must_be_invented(now.format):
        st.warning(
            _("This is the demonstration register: bring in made-up people only, never a file about real ones."),
            icon=":material/gpp_maybe:",
        )
    uploader.words()
    given = st.file_uploader(
        _("The file: XLSX or CSV, at most 10 MB"),
        key=f"w_bring_in_file_{now.round}",
        help=_(
            "It is read here and goes to no other machine. Nothing is written to the register before the last step."
        ),
    )
    uploader.beforehand()
    if given is not None and work.is_new(given.getvalue()):
        work.begin_reading(given.name, given.getvalue())
        st.rerun()
    if now.raw is not None:
        _go_on(now)


def _must_be_invented(code: str) -> bool:
    """A demonstration register takes invented people only."""
    return FORMATS[code].holds_cases and cached.store().kind() is RegisterKind.DEMONSTRATION


def _choose_format(code: str) -> None:
    if code in work.formats():
        work.change(
            format=code,
            options=replace(work.current().options, mapping={}, sheet=None, source=None, synthetic=False),
            error=None,
        )


def _go_on(now: Work) -> None:
    name = plain(now.raw.file_name) if now.raw else ""
    left, right = st.columns(2)
    left.button(
        _("Go on with {file}").format(file=name),
        key="w_bring_in_go_on",
        type="primary",
        on_click=lambda: work.back("columns"),
        icon=":material/arrow_forward:",
    )
    right.button(_("Choose another file"), key="w_bring_in_other", on_click=work.again, icon=":material/restart_alt:")


# --- 2 Columns --------------------------------------------------------------------------------------------------------


def _columns(now: Work) -> None:
    if now.raw is None:
        work.back("file")
        st.rerun()
        return
    fmt = FORMATS[now.format]
    sheet = _sheet(now)
    try:
        seen = found.recognised(now.raw, fmt, sheet, {}, work.heading_row())
    except FileRefused as refused:
        st.error(words.refusal(refused), icon=":material/block:")
        _ways(now, back="file")
        return
    st.subheader(_("What each column holds"), anchor=False)
    _say_recognised(seen)
    if not seen.is_complete:
        _suggest_format(now, sheet)
    chosen = _choose_fields(now, seen)
    ready = _complaints(now, seen, chosen)
    _declare(now)
    work.leave_out(seen.left_out)
    _ways(now, back="file", check=ready)


def _sheet(now: Work) -> str:
    assert now.raw is not None  # noqa: S101 (the step is not reached without)
    names = [sheet.name for sheet in now.raw.sheets]
    guess = now.options.sheet or found.sheet_of(now.raw, FORMATS[now.format])
    if len(names) == 1:
        return names[0]
    key = f"w_bring_in_sheet_{now.round}"
    state.hold(key, guess if guess in names else names[0])

    def changed() -> None:
        if st.session_state[key] in names:
            work.declare(sheet=st.session_state[key], mapping={})

    st.selectbox(_("Sheet"), names, key=key, on_change=changed)
    return str(st.session_state[key])


def _say_recognised(seen: found.Recognised) -> None:
    known = sum(column.field != "" for column in seen.columns)
    st.markdown(
        _("Row {row} holds the headings; **{known}** of {all} columns were recognised. Correct what is wrong.").format(
            row=number(seen.heading_row), known=number(known), all=number(len(seen.columns))
        )
    )
    if seen.refused is not None:
        st.number_input(
            _("No heading was recognised. In which row do the headings stand?"),
            min_value=1,
            max_value=found.HEADING_ROWS,
            value=seen.heading_row,
            key=work.HEADING_ROW,
        )


def _suggest_format(now: Work, sheet: str) -> None:
    """A newcomer may have left the wrong kind of file chosen; nothing is changed unless they say so."""
    allowed = {code: FORMATS[code] for code in work.formats()}
    likelier = found.likelier_formats(now.raw, allowed, now.format, sheet) if now.raw else ()
    if not likelier:
        return
    with st.container(border=True):
        st.markdown(
            _("The headings look like those of another kind of file. Nothing is lost by changing. It can be read as:")
        )
        for code in likelier:
            st.button(
                _format_name(code),
                key=f"w_bring_in_as_{code}",
                icon=":material/swap_horiz:",
                on_click=_choose_format,
                args=(code,),
            )


def _choose_fields(now: Work, seen: found.Recognised) -> dict[str, str]:
    """The columns as cards, each with its field to be corrected; name -> field as chosen."""
    fields = {"": _("(not used)"), **{field.key: _(field.label) for field in FORMATS[now.format].fields}}
    chosen = {column.name: now.options.mapping.get(column.name, column.field) for column in seen.columns}
    for start in range(0, len(seen.columns), _A_ROW):
        places = st.columns(_A_ROW, gap="medium")
        for place, column in zip(places, seen.columns[start : start + _A_ROW], strict=False):
            with place:
                _choose_field(now, seen, column, chosen[column.name], fields)
    return chosen


def _choose_field(
    now: Work, seen: found.Recognised, column: found.FileColumn, field: str, fields: dict[str, str]
) -> None:
    key = f"w_bring_in_column_{now.round}_{seen.sheet}_{column.position}"
    state.hold(key, field if field in fields else "")

    def changed() -> None:
        given = st.session_state[key]
        if given in fields:
            before = {c.name: now.options.mapping.get(c.name, c.field) for c in seen.columns}
            work.declare(mapping=found.mapping_of(seen.columns, before | {column.name: given}), sheet=seen.sheet)

    heading = plain(column.heading) if column.heading else _("(no heading)")
    st.selectbox(
        f"{column.letter} · {heading}", list(fields), format_func=fields.__getitem__, key=key, on_change=changed
    )
    examples = " · ".join(plain(text[:40]) for text in column.examples)
    st.caption(_("reads: {examples}").format(examples=examples) if examples else _("nothing stands in it"))


def _complaints(now: Work, seen: found.Recognised, chosen: dict[str, str]) -> bool:
    """Say what is missing or double; true where the file can be checked."""
    fmt = FORMATS[now.format]
    labels = {field.key: _(field.label) for field in fmt.fields}
    given = set(chosen.values())
    missing = [" / ".join(labels[key] for key in group) for group in fmt.required if not given & set(group)]
    double = [labels[field] for field in found.chosen_twice(chosen)]
    if seen.twice and not now.options.mapping:
        text = _("Several columns could be: {fields}. The first one was taken; correct it where another is meant.")
        st.warning(text.format(fields=", ".join(_(name) for name in seen.twice)), icon=":material/content_copy:")
    if missing:
        text = _("Still missing: {fields}. Say above which column it is, or add it to the file.")
        st.warning(text.format(fields="; ".join(missing)), icon=":material/help:")
    if double:
        text = _("Chosen for several columns: {fields}. Keep one of them.")
        st.warning(text.format(fields=", ".join(double)), icon=":material/content_copy:")
    return not missing and not double


def _declare(now: Work) -> None:
    """What the file itself may not say."""
    orders = {"": _("As the file shows"), "day": _("Day first (31/12/2024)"), "month": _("Month first (12/31/2024)")}
    order_key, now_order = f"w_bring_in_order_{now.round}", {None: "", True: "day", False: "month"}
    st.subheader(_("What the file does not say itself"), anchor=False)
    state.hold(order_key, now_order[now.options.day_first])
    st.radio(
        _("Order of day and month in dates"),
        list(orders),
        format_func=orders.__getitem__,
        key=order_key,
        horizontal=True,
        on_change=lambda: work.declare(day_first={"day": True, "month": False}.get(st.session_state[order_key])),
    )
    if now.format == ImportFormat.PROVIDERS:
        _declare_directory(now)
    elif now.format == ImportFormat.NATIONAL:
        _declare_agency(now)
    if _must_be_invented(now.format):
        key = f"w_bring_in_invented_{now.round}"
        state.hold(key, now.options.synthetic)
        st.checkbox(
            _("Every person in this file is made up. A demonstration register takes no others."),
            key=key,
            on_change=lambda: work.declare(synthetic=bool(st.session_state[key])),
        )


def _declare_agency(now: Work) -> None:
    """The agency of all rows, for a file that does not say it row by row."""
    names = {"": _("The file says it"), **{str(code): label(code) for code in Agency}}
    key = f"w_bring_in_agency_{now.round}"
    state.hold(key, now.options.source if now.options.source in names else "")

    def changed() -> None:
        if st.session_state[key] in names:
            work.declare(source=st.session_state[key] or None)

    st.selectbox(
        _("Which agency recorded these people?"), list(names), format_func=names.__getitem__, key=key, on_change=changed
    )


def _declare_directory(now: Work) -> None:
    source_key, day_key = f"w_bring_in_source_{now.round}", f"w_bring_in_confirmed_{now.round}"
    left, right = st.columns(2)
    with left:
        state.hold(source_key, now.options.source or "")
        st.text_input(
            _("Source, for rows that do not say it"),
            key=source_key,
            max_chars=200,
            placeholder=now.raw.file_name if now.raw else None,
            on_change=lambda: work.declare(source=st.session_state[source_key].strip() or None),
        )
    with right:
        state.hold(day_key, now.options.confirmed_on)
        st.date_input(
            _("Day on which the rows held true, where they do not say it"),
            key=day_key,
            min_value=EARLIEST_CONFIRMATION,
            max_value=now.options.today,
            format="YYYY-MM-DD",
            on_change=lambda: work.declare(confirmed_on=st.session_state[day_key]),
            help=_("Left blank, such presences show as not confirmed."),
        )


# --- 3 Check ----------------------------------------------------------------------------------------------------------


def _preview(now: Work) -> None:
    if now.checked is None or now.report is None:
        empty(_("Nothing was checked yet."))
        _ways(now, back="columns")
        return
    preview.show(now)
    _ways(now, back="columns", load=now.report.rows_loaded)


def _ways(now: Work, back: str, check: bool | None = None, load: int | None = None) -> None:
    """Buttons: back, start again, and the way on. check: whether the file can be checked; load: rows to load."""
    with st.container(horizontal=True, gap="small"):
        if check is not None:
            _button(_("Check the file"), "check", work.begin_checking, ":material/fact_check:", check)
        if load is not None:
            text = n_("Load {n} row", "Load {n} rows", load).format(n=number(load))
            _button(
                text, "load", work.begin_loading, ":material/database_upload:", load > 0 and not preview.is_open(now)
            )
        st.button(_("Back"), key="w_bring_in_back", on_click=work.back, args=(back,), icon=":material/arrow_back:")
        st.button(_("Start again"), key="w_bring_in_again", on_click=work.again, icon=":material/restart_alt:")


def _button(text: str, name: str, do: object, icon: str, is_ready: bool) -> None:
    """A way on; the role is looked at again, since it may be gone since the page was drawn."""
    if st.button(text, key=f"w_bring_in_{name}", type="primary", icon=icon, disabled=not is_ready):
        if state.scope().role not in state.LOADERS:
            st.stop()
        try:
            do()  # type: ignore[operator]
        except AtlasError as error:
            failures.show(error)
            st.stop()
        st.rerun()
