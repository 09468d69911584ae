"""The recommendations as rows: where each stands, whose it is, whether it is overdue, and what measures it now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from data.indicator_files import indicators
from data.recommendations import Recommendation, recommendations
from data.vocabulary_indicators import IndicatorStage, OwnerBody, RecommendationStatus
from ui import cached, indicator_now, state
from ui.export import Column, Kind
from ui.indicator_now import Now
from ui.text import _, label, language

OVER: Final = (str(RecommendationStatus.DONE), str(RecommendationStatus.DROPPED))
Row = Mapping[Any, Any]


def sees_values() -> bool:
    """Whether the reader may see what indicators come to: a donor reads published tables only."""
    return state.scope().role in state.CASE_ROLES


def own(texts: tuple[str, str]) -> str:
    """The text in the reader's language, of (English, Burmese)."""
    return texts[1] if language() == "my" else texts[0]


def measured_by() -> dict[str, list[str]]:
    """Number of a recommendation -> keys of the indicators that measure it, in their order."""
    found: dict[str, list[str]] = {number: [] for number in recommendations()}
    for one in indicators():
        for number in one.recommendations:
            found.setdefault(number, []).append(one.key)
    return found


def values_now() -> dict[str, Now]:
    """Key -> state of every indicator; nothing for who may not see them."""
    return indicator_now.all_now() if sees_values() else {}


def rows(now: Mapping[str, Now]) -> pd.DataFrame:
    """One row a recommendation, in the order of the source: number, stage, title, recommendation_status (not started
    where nothing was said), owner_body, due_on, is_overdue, evidence, note, version, state_id, recorded_by,
    recorded_at_utc, and measured, needed in words.

    The owner is the proposed one until a state names another. is_overdue: due before today, neither done nor dropped.
    """
    stated = cached.recommendation_states(state.scope()).set_index("recommendation")
    indicators_of = measured_by()
    made = [_row(one, stated, indicators_of[one.number], now) for one in recommendations().values()]
    found = pd.DataFrame(made)
    found["due_on"] = pd.to_datetime(found["due_on"])
    is_open = ~found["recommendation_status"].isin(OVER)
    return found.assign(is_overdue=is_open & (found["due_on"] < pd.Timestamp(state.bounds().today)))


def _row(one: Recommendation, stated: pd.DataFrame, keys: list[str], now: Mapping[str, Now]) -> dict[str, object]:
    known = stated.loc[one.number].to_dict() if one.number in stated.index else {}
    told: dict[str, Any] = {key: None if value is None or pd.isna(value) else value for key, value in known.items()}
    has_state = bool(told)
    owner = told.get("owner_body") if has_state else str(one.owner)
    return {
        "number": one.number, "stage": str(one.stage), "title": own(one.title),
        "kinds": "; ".join(str(kind) for kind in one.kinds),
        "recommendation_status": told.get("recommendation_status", str(RecommendationStatus.NOT_STARTED)),
        "owner_body": owner, "due_on": told.get("due_on"), "evidence": told.get("evidence"), "note": told.get("note"),
        "version": int(told.get("version") or 0), "state_id": told.get("state_id"),
        "recorded_by": told.get("recorded_by"), "recorded_at_utc": told.get("recorded_at_utc"),
        "measured": "\n".join(measure_words(key, now) for key in keys), "needed": own(one.needed),
    }  # fmt: skip


def measure_words(key: str, now: Mapping[str, Now]) -> str:
    """An indicator in a line: its title, and its value with N, D, year and target for who may see it."""
    if key in now:
        return indicator_now.line(now[key])
    title = next(one.title for one in indicators() if one.key == key)
    return _(title)


def owner_words(row: Row) -> str:
    """Who owns it; until somebody said so, whom the atlas proposes."""
    if not isinstance(row["owner_body"], str):
        return _("nobody yet")
    name = label(OwnerBody(row["owner_body"]))
    return name if row["version"] else _("{body} (proposed)").format(body=name)


def columns() -> list[Column]:
    """The columns of the files; notes and values only for roles of cases."""
    columns_ = [
        Column("number", _("Recommendation")),
        Column("stage", _("Stage"), codes=IndicatorStage),
        Column("title", _("In short")),
        Column("recommendation_status", _("Status"), codes=RecommendationStatus),
        Column("owner", _("Owner")),
        Column("due_on", _("Due"), kind=Kind.DAY),
        Column("is_overdue", _("Overdue"), kind=Kind.YES_NO),
        Column("evidence", _("Evidence")),
        Column("measured", _("Measured by")),
        Column("needed", _("Data still needed")),
    ]
    return columns_ if not sees_values() else [*columns_, Column("note", _("Note"))]


def for_files(found: pd.DataFrame) -> pd.DataFrame:
    """The rows with owners worded, evidence and indicators in one line each."""
    return found.assign(
        owner=[owner_words(row) for row in found.to_dict("records")],
        evidence=found["evidence"].astype(object).map(_one_line, na_action="ignore"),
        measured=found["measured"].map(_one_line),
    )


def _one_line(text: str) -> str:
    return " | ".join(text.splitlines())
