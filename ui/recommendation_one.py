"""One recommendation: where it stands and on what evidence, what measures it now, and every state before."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd
import streamlit as st

from data.recommendations import recommendations
from data.vocabulary_indicators import OwnerBody, RecommendationStatus
from ui import cached, frame, indicator_now, indicator_words, recommendation_form, state
from ui import recommendation_list as listed
from ui import recommendation_rows as source
from ui.indicator_now import Now
from ui.navigation import link
from ui.tables import Column, Kind, table
from ui.text import _, day, label, language, number

_INDICATORS = "pages/track/indicators.py"


def show(wanted: str) -> None:
    """Everything below the heading of the page."""
    st.html(listed.STYLE)
    st.button(
        _("All recommendations"), key="w_rec_back", icon=":material/arrow_back:", on_click=listed.open_one, args=("",)
    )
    one = recommendations()[wanted]
    now = source.values_now()
    row = source.rows(now).set_index("number", drop=False).loc[wanted].to_dict()
    st.subheader(f"{wanted} · {source.own(one.title)}", anchor=False)
    recommendation_form.say()
    st.html(_standing(row))
    if source.own(one.gap):
        st.info(source.own(one.gap), icon=":material/help:")
    _measures(wanted, now)
    if source.own(one.needed):
        st.markdown(_("**Data still needed.** {needed}").format(needed=source.own(one.needed)))
    if state.scope().role in state.PLANNERS:
        recommendation_form.show(wanted, row)
    if source.sees_values():
        _history(wanted)


def _standing(row: source.Row) -> str:
    """Status, owner and due in a line; then evidence, note and who wrote it, every text escaped and none a link."""
    chip, due = listed.chip(str(row["recommendation_status"])), listed.due_html(row)
    kinds = " · ".join(label(kind) for kind in recommendations()[str(row["number"])].kinds)
    parts = [
        f'<div class="facts">{chip}<span>{escape(source.owner_words(row))}</span>{due}</div>',
        f'<div class="soft">{escape(kinds)}</div>',
    ]
    evidence = str(row["evidence"]).splitlines() if isinstance(row["evidence"], str) else []
    lines = "".join(f"<li>{escape(line)}</li>" for line in evidence)
    parts.append(_told(_("Evidence"), f"<ul>{lines}</ul>" if lines else escape(_("none"))))
    if isinstance(row["note"], str):
        parts.append(_told(_("Note"), escape(row["note"])))
    if isinstance(row["recorded_by"], str):
        at = f"{pd.Timestamp(row['recorded_at_utc']):%Y-%m-%d %H:%M}"
        text = _("Version {version}, written by {by} at {at} (UTC).")
        text = text.format(version=number(row["version"]), by=row["recorded_by"], at=at)
        parts.append(f'<div class="soft">{escape(text)}</div>')
    return f'<div class="rec {language()}">{"".join(parts)}</div>'


def _told(what: str, html: str) -> str:
    return f"<div><b>{escape(what)}:</b> {html}</div>"


def _measures(wanted: str, now: Mapping[str, Now]) -> None:
    """The indicators that measure it, with their values for who may see them."""
    keys = source.measured_by()[wanted]
    if not keys:
        frame.empty(_("No indicator measures this recommendation."), ":material/rule:")
        return
    if not now:
        st.markdown("\n".join([_("**Measured by**"), "", *(f"- {source.measure_words(key, now)}" for key in keys)]))
        st.caption(_("Values of indicators are shown to the roles that work with cases."))
        return
    rows = pd.DataFrame([_measure(now[key]) for key in keys])
    table(
        rows, _measure_columns(), f"recommendation_{wanted}", _("Measured by"),
        _("The latest year that is over and has a value, within your scope and filters, up to {day}. N: counted; D: "
          "out of how many; missing: records that cannot answer.").format(day=day(state.as_of())),
        pin_first=False,
    )  # fmt: skip
    link(_INDICATORS, _("Indicators over the years"))


def _measure(now: Now) -> dict[str, object]:
    one, found = now.indicator, now.found
    return {
        "title": _(one.title), "value": indicator_words.value(one, now.value),
        "interval": "" if found is None else indicator_words.bounds(one, found.value),
        "n": None if found is None else found.n, "d": None if found is None else found.d,
        "missing": None if found is None else found.missing, "period": indicator_now.period(now),
        "target": indicator_words.target(one, found, now.target),
    }  # fmt: skip


def _measure_columns() -> list[Column]:
    return [
        Column("title", _("Indicator"), width="medium"),
        Column("value", _("Value")),
        Column("interval", _("95 % interval")),
        Column("n", _("N"), kind=Kind.NUMBER),
        Column("d", _("D"), kind=Kind.NUMBER),
        Column("missing", _("Missing"), _("records"), Kind.NUMBER),
        Column("period", _("Year")),
        Column("target", _("Target")),
    ]


def _history(wanted: str) -> None:
    """Every state that was written, the newest first."""
    every = cached.recommendation_history(state.scope())
    own = every[every["recommendation"] == wanted]
    if own.empty:
        st.caption(_("Nothing was written about this recommendation yet; it counts as not started."))
        return
    rows = own.assign(
        at=[f"{pd.Timestamp(when):%Y-%m-%d %H:%M}" for when in own["recorded_at_utc"]],
        evidence=own["evidence"].astype(object).str.replace("\n", " | ", regex=False),
    )
    st.markdown(f"##### {_('History')}")
    table(
        rows,
        [
            Column("version", _("Version"), kind=Kind.NUMBER),
            Column("at", _("Written at (UTC)")),
            Column("recorded_by", _("Written by")),
            Column("recommendation_status", _("Status"), codes=RecommendationStatus),
            Column("owner_body", _("Owner"), codes=OwnerBody),
            Column("due_on", _("Due"), kind=Kind.DAY),
            Column("evidence", _("Evidence")),
            Column("note", _("Note")),
        ],
        f"recommendation_{wanted}_history",
        _("History of recommendation {number}").format(number=wanted),
        _("Every state stays; the newest holds."),
    )
