"""What waits for a person: pairs of records that may be one, and written names that nobody has told the place of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from data import pairs
from data.answers import confirmed_names, write_answers
from data.case_errors import MayNotDecide
from data.columns import heading_key
from data.errors import AtlasError
from data.load_scope import ANSWERING_ROLES
from data.scope import Scope
from data.validate_places import places
from data.vocabulary import Agency, Code, Destination, Purpose, Sex, VictimType
from geo.gazetteer import Gazetteer, default_gazetteer
from queries import quality as ask
from ui import bring_in_words, cached, leafing, state
from ui.bring_in_preview import choices, township_names
from ui.bring_in_work import answers_of
from ui.export import Column, Kind
from ui.frame import Card, empty
from ui.tables import table
from ui.text import _, label, month, n_, number, percent, plain

MOST_PAIRS: Final = 5
MOST_QUESTIONS: Final = 8
SAID: Final = "atlas_quality_said"
ERROR: Final = "atlas_quality_error"
_FACTS: Final[tuple[tuple[str, type[Code] | None], ...]] = (
    ("agency", Agency), ("victim_type", VictimType), ("sex", Sex), ("age_years", None), ("ts_pcode", None),
    ("destination", Destination), ("purpose", Purpose), ("identified_month", None), ("return_month", None),
)  # fmt: skip


@dataclass(frozen=True)
class Queue:
    """Written texts that still ask for a place: open ones a person can answer; shared ones that only their state beside
    them in the file can tell, since several townships bear the name."""

    open: pd.DataFrame
    shared: tuple[str, ...]


def headline(scope: Scope) -> list[Card]:
    """How much waits."""
    return [
        Card(
            _("Pairs waiting for a decision"),
            number(len(ask.pairs(cached.store(), scope))),
            _("pairs"),
            _("Records of two agencies that may be one person. They stay two until somebody decides."),
        ),
        Card(
            _("Names waiting for an answer"),
            number(len(queue(scope).open)),
            _("names or codes"),
            _("Names and codes in rejected rows from which no township could be told, and that nobody has answered."),
        ),
    ]


def say() -> None:
    """What came of the last decision, once."""
    said = st.session_state.pop(SAID, None)
    if said:
        st.success(said, icon=":material/check_circle:")


# --- Pairs ------------------------------------------------------------------------------------------------------------


def show_pairs(scope: Scope) -> None:
    """Proposed pairs side by side, without names; each is confirmed or rejected."""
    st.subheader(_("Pairs waiting for a decision"), anchor=False)
    rows = ask.pairs(cached.store(), scope)
    if rows.empty:
        empty(_("No pair waits for a decision."), ":material/check_circle:")
        return
    st.markdown(
        _(
            "Two records that may be one person. If you say that they are, they count as one case with two sources; "
            "otherwise they stay two."
        )
    )
    first = leafing.first_row("pairs", len(rows), MOST_PAIRS)
    for pair in rows.iloc[first : first + MOST_PAIRS].to_dict("records"):
        _pair(pair)
    leafing.buttons("pairs", len(rows), MOST_PAIRS)


def _pair(pair: Mapping[Any, Any]) -> None:
    pair_id = str(pair["pair_id"])
    with st.container(border=True, key=f"atlas_pair_{pair_id}"):
        why = ", ".join(_(remark.template) for remark in pairs.reasons(str(pair["why"])))
        st.markdown(_("**{score} of the points agree**: {why}").format(score=percent(float(pair["score"])), why=why))
        st.table(side_by_side(pair))
        with st.container(horizontal=True, gap="small"):
            for accept, text, icon in (
                (True, _("One person: keep as one case"), ":material/merge:"),
                (False, _("Two people: keep both"), ":material/call_split:"),
            ):
                key = f"w_pair_{pair_id}_{'yes' if accept else 'no'}"
                st.button(text, key=key, icon=icon, on_click=_decide, args=(pair_id, accept))


def side_by_side(pair: Mapping[Any, Any]) -> pd.DataFrame:
    """What the two records say, in words, one row a fact; the case codes as headings."""
    heads = {
        "agency": _("Agency"), "victim_type": _("Type"), "sex": _("Sex"), "age_years": _("Age"),
        "ts_pcode": _("Township of origin"), "destination": _("Country of exploitation"), "purpose": _("Purpose"),
        "identified_month": _("Identified"), "return_month": _("Returned"),
    }  # fmt: skip
    rows = {heads[fact]: [_fact(fact, codes, pair[f"{fact}_{side}"]) for side in ("a", "b")] for fact, codes in _FACTS}
    return pd.DataFrame(rows, index=[plain(pair["case_code_a"]), plain(pair["case_code_b"])]).T


def _fact(fact: str, codes: type[Code] | None, value: Any) -> str:
    if value is None or pd.isna(value):
        return _("not recorded")
    if codes is not None:
        return label(codes(str(value)))
    if fact == "ts_pcode":
        return plain(township_names().get(str(value), str(value)))
    return month(pd.Timestamp(value).date()) if fact.endswith("month") else number(value)


def _decide(pair_id: str, accept: bool) -> None:
    """From a button; the role is judged where it is written, by the scope of this moment."""
    try:
        pairs.decide(cached.store(), state.scope(), pair_id, accept)
        st.session_state[SAID] = _("Kept as one case with two sources.") if accept else _("Kept as two cases.")
    except AtlasError as error:
        st.session_state[ERROR] = error


# --- Names ------------------------------------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False, max_entries=2)
def _gazetteer(version: tuple[object, ...]) -> Gazetteer:  # noqa: ARG001 (tells cached answers apart)
    return default_gazetteer().with_alternates(confirmed_names(cached.store().read))


def queue(scope: Scope) -> Queue:
    """Questions of past loads that neither a published nor an answered name settles; suggestions stand beside them."""
    asked = ask.place_questions(cached.store(), scope)
    known = _gazetteer(cached.version())
    matches = known.match_many(asked["written"].tolist())
    asked["suggestions"] = [match.suggestions for match in matches]
    is_open = [match.ts_pcode is None for match in matches]
    read = zip(asked["written"], matches, is_open, strict=True)
    is_shared = [waits and _is_shared(known, written, match.suggestions) for written, match, waits in read]
    still = [waits and not shared for waits, shared in zip(is_open, is_shared, strict=True)]
    return Queue(asked[still].reset_index(drop=True), tuple(asked.loc[is_shared, "written"]))


def _is_shared(known: Gazetteer, written: str, candidates: tuple[str, ...]) -> bool:
    """True for a name that a township bears once its state and district stand beside it: no answer may take it away."""
    areas = [places()[code] for code in candidates]
    states, districts = [area.st_name_en for area in areas], [area.dt_name_en for area in areas]
    return any(match.ts_pcode for match in known.match_many([written] * len(areas), states, districts))


def show_questions(scope: Scope) -> None:
    """The queue, and what was answered, by whom and when."""
    st.subheader(_("Names waiting for an answer"), anchor=False)
    found = queue(scope)
    if found.open.empty:
        empty(_("No name waits for an answer."), ":material/check_circle:")
    else:
        st.markdown(
            _(
                "Say which township is meant. Each answer is remembered with your name and the day; then bring the "
                "rejected rows again."
            )
        )
    first = leafing.first_row("names", len(found.open), MOST_QUESTIONS)
    for row in found.open.iloc[first : first + MOST_QUESTIONS].to_dict("records"):
        _question(row)
    leafing.buttons("names", len(found.open), MOST_QUESTIONS)
    if found.shared:
        text = _("Several townships are called so, and only the state written beside the name can tell: {names}.")
        st.caption(text.format(names=", ".join(plain(name) for name in found.shared)))
    _answered(scope)


def _question(row: Mapping[Any, Any]) -> None:
    written = str(row["written"])
    key = f"w_quality_place_{heading_key(written)}"
    given = choices(tuple(row["suggestions"]), township_names())
    rows = n_("{n} row", "{n} rows", int(row["asked_rows"])).format(n=number(row["asked_rows"]))
    with st.container(border=True):
        st.selectbox(f"“{plain(written)}” · {rows}", list(given), format_func=given.__getitem__, key=key)
        st.caption(_("In: {files}").format(files=plain(row["files"])))
        st.button(
            _("Keep this answer"),
            key=f"{key}_keep",
            on_click=_answer,
            args=(written, key, tuple(given)),
            disabled=not st.session_state.get(key),
        )


def _answer(written: str, key: str, allowed: tuple[str, ...]) -> None:
    """Keep one answer, in a transaction with its audit row; the role is judged now, the code against the list."""
    code, reader = str(st.session_state.get(key) or ""), state.scope()
    try:
        if reader.role not in ANSWERING_ROLES:
            raise MayNotDecide(role=str(reader.role))
        answers = answers_of(_("Data quality"), ((written, code),)) if code and code in allowed else None
        if answers is None:
            return
        with cached.store().transaction() as cursor:
            write_answers(cursor, answers, reader)
        text = _("“{written}” now means {place}. Bring the rejected rows again to load them.")
        st.session_state[SAID] = text.format(written=plain(written), place=plain(township_names()[code]))
    except AtlasError as error:
        st.session_state[ERROR] = error


def show_error() -> None:
    """Why the last decision was not taken, once."""
    error = st.session_state.pop(ERROR, None)
    if error is not None:
        st.error(bring_in_words.refusal(error), icon=":material/error:")


def _answered(scope: Scope) -> None:
    rows = ask.place_answers(cached.store(), scope)
    if rows.empty:
        return
    names = township_names()
    rows = rows.assign(place=[names.get(code, code) for code in rows["ts_pcode"]])
    columns = [
        Column("written", _("As written")),
        Column("place", _("Means"), width="large"),
        Column("confirmed_by", _("Answered by")),
        Column("confirmed_at_utc", _("On"), kind=Kind.DAY),
        Column("source", _("In")),
    ]
    with st.expander(_("Answers so far · {n}").format(n=number(len(rows)))):
        table(rows, columns, "quality_answers", _("Answers about places"), _("Source: what people answered here."))
