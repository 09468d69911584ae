"""The list of recommendations: how far they are by stage, what narrows the list, a row each, the files."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from data.recommendations import recommendations
from data.vocabulary_indicators import IndicatorStage, OwnerBody, RecommendationStatus
from ui import charts, frame, kept, palette, printed, state
from ui import recommendation_rows as source
from ui.export import download, download_file
from ui.text import _, day, label, language, n_, number, plain

KEY: Final = "recommendation"
NAME: Final = "recommendations"
_SIGNS: Final = {"done": "✓", "under_way": "▶", "not_started": "○", "dropped": "✕"}
_CHIPS: Final = "".join(
    f".rec .chip.{code} {{ background: {colour}; color: {palette.PAPER if code == 'done' else palette.INK}; }}\n"
    for code, colour in palette.STATUS_COLOURS.items()
)
STYLE: Final = f"""<style>
.rec {{ font-size: .87rem; line-height: 1.5; color: {palette.INK}; overflow-wrap: anywhere; }}
.rec.my {{ line-height: 1.9; }}
.rec .chip {{ display: inline-block; border-radius: 999px; padding: .05rem .7rem; font-weight: 600; font-size: .82rem;
  border: 1px solid {palette.INK_SOFT}; white-space: nowrap; }}
{_CHIPS}.rec .facts {{ display: flex; flex-wrap: wrap; gap: .15rem .9rem; align-items: center; }}
.rec .late {{ color: {palette.ACCENT}; font-weight: 700; }} .rec .soft {{ color: {palette.INK_SOFT}; }}
[class*="st-key-rec_row_"] {{ border-top: 1px solid {palette.GRID}; padding-top: .3rem; gap: .1rem; }}
[class*="st-key-rec_row_"] button {{ text-align: start; }} [class*="st-key-rec_row_"] button p {{ font-weight: 600; }}
</style>"""


def wanted() -> str:
    """Number of the recommendation that is open; "" for the list."""
    return state.page_value(KEY, tuple(recommendations()))


def show() -> None:
    """Everything below the heading of the page."""
    st.html(STYLE)
    now = source.values_now()
    found = source.rows(now)
    _cards(found)
    _progress(found)
    chosen = _narrowed(found)
    if chosen.empty:
        frame.empty(_("No recommendation fits. Choose another stage, body or status."))
    for stage in IndicatorStage:
        of_stage = chosen[chosen["stage"] == str(stage)]
        if len(of_stage):
            st.subheader(_stage_title(stage), anchor=False)
            for row in of_stage.to_dict("records"):
                _row(row)
    frame.source_note(_source())
    _files(chosen)


def _source() -> str:
    return _(
        "Source: final recommendations of the national practitioners' workshop, October 2010, in this project's words; "
        "statuses as planners wrote them, today's; indicator values of the latest year that is over and has one, up to "
        "{day}."
    ).format(day=day(state.as_of()))


def _stage_title(stage: IndicatorStage) -> str:
    return f"{list(IndicatorStage).index(stage) + 1}. {label(stage)}"


def counts(found: pd.DataFrame) -> dict[str, int]:
    """How many recommendations are of each status, and how many are overdue and measured."""
    told = {str(status): int((found["recommendation_status"] == str(status)).sum()) for status in RecommendationStatus}
    return told | {
        "overdue": int(found["is_overdue"].sum()),
        "measured": int((found["measured"] != "").sum()),
        "all": len(found),
    }


def _cards(found: pd.DataFrame) -> None:
    n = counts(found)
    unit = _("of {n}").format(n=number(n["all"]))
    frame.cards(
        [
            frame.Card(_("Done"), number(n["done"]), unit, _("Recommendations that planners marked as done.")),
            frame.Card(_("Under way"), number(n["under_way"]), unit, _("Recommendations that are being worked on.")),
            frame.Card(_("Overdue"), number(n["overdue"]), unit, _("Due before today, and neither done nor dropped.")),
            frame.Card(
                _("Measured by data"), number(n["measured"]), unit,
                _("Recommendations that at least one indicator of the atlas measures, whatever their status."),
            ),
        ],
        4,
    )  # fmt: skip


def _numbered(bar: go.Bar) -> None:
    """The number in each piece: a pale piece is seen by it, also in greyscale."""
    bar.update(
        text=[number(n) if n else "" for n in bar.x], textposition="inside", insidetextanchor="middle", textangle=0
    )


def _progress(found: pd.DataFrame) -> None:
    n = counts(found)
    table = found.groupby(["stage", "recommendation_status"]).size().unstack(fill_value=0)
    table = table.reindex([str(stage) for stage in IndicatorStage], fill_value=0)
    series = [
        charts.Series(
            label(RecommendationStatus(code)),
            tuple(int(value) for value in (table[code] if code in table else [0] * len(table))),
            colour, palette.STATUS_PATTERNS[code],
        )
        for code, colour in palette.STATUS_COLOURS.items()
    ]  # fmt: skip
    title = _("{done} of {all} recommendations are done, {under_way} are under way, {overdue} are overdue.")
    figure = charts.stacked_bars([_stage_title(stage) for stage in IndicatorStage], series, _("recommendations"))
    figure.for_each_trace(_numbered)
    charts.show(
        figure,
        title.format(**{key: number(n[key]) for key in ("done", "all", "under_way", "overdue")}),
        _("Statuses as planners wrote them; one of which nothing was said counts as not started."),
        "recommendations_progress",
    )


def _narrowed(found: pd.DataFrame) -> pd.DataFrame:
    """The rows that the reader chose; each choice stands in the URL."""
    places = st.columns(4, vertical_alignment="bottom")
    with places[0]:
        stage = kept.one("stage", _("Stage"), {str(one): _stage_title(one) for one in IndicatorStage}, _("All stages"))
    with places[1]:
        owner = kept.one("owner", _("Owner"), {str(one): label(one) for one in OwnerBody}, _("All bodies"))
    with places[2]:
        names = {str(one): label(one) for one in RecommendationStatus}
        status = kept.one("status", _("Status"), names, _("All statuses"))
    with places[3]:
        late = kept.flag("due", _("Only what is overdue"))
    for column, value in (("stage", stage), ("owner_body", owner), ("recommendation_status", status)):
        found = found if value is None else found[found[column] == value]
    return found[found["is_overdue"]] if late else found


def open_one(recommendation: str) -> None:
    """Show one recommendation."""
    state.set_page_value(KEY, recommendation)


def _row(row: dict[Any, Any]) -> None:
    with st.container(key="rec_row_" + str(row["number"]).replace(".", "_")):
        st.button(
            f"{row['number']} · {plain(row['title'])}", key=f"w_rec_open_{row['number']}", type="tertiary",
            on_click=open_one, args=(str(row["number"]),),
        )  # fmt: skip
        st.html(facts_html(row))


def facts_html(row: source.Row) -> str:
    """Status, owner, due, evidence and what measures it; every text escaped, no meaning in colour alone."""
    evidence = len(str(row["evidence"]).splitlines()) if isinstance(row["evidence"], str) else 0
    told = [chip(str(row["recommendation_status"])), f"<span>{escape(source.owner_words(row))}</span>", due_html(row)]
    if evidence:
        text = n_("{n} piece of evidence", "{n} pieces of evidence", evidence).format(n=number(evidence))
        told.append(f"<span>{escape(text)}</span>")
    lines = str(row["measured"]).splitlines() or [_("Nothing measures it. {needed}").format(needed=row["needed"])]
    measured = "".join(f'<div class="soft">{escape(line)}</div>' for line in lines)
    return f'<div class="rec {language()}"><div class="facts">{"".join(told)}</div>{measured}</div>'


def chip(status: str) -> str:
    """The status as a small sign with its word."""
    return f'<span class="chip {status}">{_SIGNS[status]} {escape(label(RecommendationStatus(status)))}</span>'


def due_html(row: source.Row) -> str:
    """The day by which it is due, and the word for it where that day is over."""
    return f'<span class="{"late" if row["is_overdue"] else "soft"}">{escape(due_words(row))}</span>'


def due_words(row: source.Row) -> str:
    """The day by which it is due, and whether that day is over."""
    if pd.isna(row["due_on"]):
        return _("no due day")
    due = pd.Timestamp(row["due_on"]).date()
    if not row["is_overdue"]:
        return _("due {day}").format(day=day(due))
    days = (state.bounds().today - due).days
    late = n_("{n} day overdue", "{n} days overdue", days).format(n=number(days))
    return _("⚠ was due {day}, {late}").format(day=day(due), late=late)


# --- Files ------------------------------------------------------------------------------------------------------------


def _files(chosen: pd.DataFrame) -> None:
    rows = source.for_files(chosen)
    heads = source.columns()
    download(rows, heads, NAME, _("Recommendations"), _source())
    page = printed_page(rows)
    download_file(
        lambda: page.encode(), f"{NAME}.html", "text/html", _("Page to print"),
        _("Opens in any browser and prints on A4; the download is recorded."), len(rows),
    )  # fmt: skip


def printed_page(rows: pd.DataFrame) -> str:
    """The chosen recommendations by stage as one page that prints well, every text escaped."""
    heads = [column for column in source.columns() if column.key not in ("stage", "is_overdue", "due_on")]
    heads.insert(3, printed.Column("due", _("Due")))
    told = rows.assign(due=[due_words(row) for row in rows.to_dict("records")])
    parts = [printed.paragraph(_counted(rows))]
    for stage in IndicatorStage:
        of_stage = told[told["stage"] == str(stage)]
        if len(of_stage):
            parts.append(printed.section(_stage_title(stage), printed.table(of_stage, heads)))
    parts.append(printed.paragraph(_source(), True))
    return printed.document(_("Recommendations"), parts, "", "@page { size: A4 landscape; } body { max-width: 270mm; }")


def _counted(rows: pd.DataFrame) -> str:
    n = counts(rows)
    told = [f"{label(status)}: {number(n[str(status)])}" for status in RecommendationStatus]
    return "; ".join([*told, _("overdue: {n}").format(n=number(n["overdue"]))])
