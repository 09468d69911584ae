"""Say where a recommendation stands: each state is added with its audit row in one transaction, none is ever changed.

Whoever began from a state that no longer holds is told who wrote what meanwhile, and nothing is written.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

import duckdb

from data import audit
from data.code import Code
from data.errors import N_, AtlasError
from data.frozen import as_frame, now
from data.lines import one_line
from data.permissions import Action, may
from data.recommendation_errors import MayNotState, RecommendationUnknown, StateChanged, StateRefused, StateSame
from data.recommendations import recommendations
from data.register_errors import CellWrong
from data.remarks import Sentence
from data.scope import Scope
from data.store import Store, insert_frame
from data.vocabulary_indicators import OwnerBody, RecommendationStatus

ACTION = "state recommendation"
FIRST_DUE, LAST_DUE = dt.date(2010, 10, 1), dt.date(2099, 12, 31)
MOST_EVIDENCE, LONGEST_EVIDENCE, LONGEST_NOTE = 10, 300, 300
_STATUS, _OWNER, _DUE = N_("Status"), N_("Owner"), N_("Due")
_EVIDENCE, _NOTE = N_("Evidence"), N_("Note")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:(?=\S)")
C = TypeVar("C", bound=Code)


@dataclass(frozen=True)
class NewState:
    """Where a recommendation stands. evidence: documents or addresses, one a line. note: one line without names.

    supersedes: the state that was shown when this one was begun; None: there was none.
    """

    recommendation: str
    status: RecommendationStatus | str
    owner: OwnerBody | str | None
    due_on: dt.date | None
    evidence: str
    note: str
    supersedes: str | None


def record(store: Store, scope: Scope, new: NewState) -> str:
    """Add a state; returns its identifier.

    Raises MayNotState, RecommendationUnknown, StateRefused with everything that is wrong, StateChanged where another
    state was written since, StateSame.
    """
    if not may(scope.role, Action.STATE_RECOMMENDATIONS):
        raise MayNotState(role=str(scope.role))
    if new.recommendation not in recommendations():
        raise RecommendationUnknown(number=new.recommendation)
    told = _told(new)
    with store.transaction() as cursor:
        at = _refuse_meanwhile(cursor, new, told)
        row = {"state_id": f"RS-{secrets.token_hex(8)}", "recommendation": new.recommendation, **told}
        row |= {"supersedes": new.supersedes, "recorded_by": scope.actor, "recorded_at_utc": at}
        insert_frame(cursor, "recommendation_state", as_frame(row))
        audit.append(cursor, scope, ACTION, new.recommendation, 1, str(row["state_id"]))
    return str(row["state_id"])


def _refuse_meanwhile(cursor: duckdb.DuckDBPyConnection, new: NewState, told: dict[str, object]) -> dt.datetime:
    """When the new state is written: after the one that holds. Raises StateChanged, StateSame."""
    holds = cursor.execute(
        "SELECT s.state_id, s.recorded_by, s.recorded_at_utc, s.recommendation_status, s.owner_body, s.due_on, "
        "s.evidence, s.note FROM recommendation_state s WHERE s.recommendation = ? AND s.state_id NOT IN "
        "(SELECT t.supersedes FROM recommendation_state t WHERE t.supersedes IS NOT NULL)",
        [new.recommendation],
    ).fetchone()
    if (holds[0] if holds else None) != new.supersedes:
        by, at = (str(holds[1]), f"{holds[2]:%Y-%m-%d %H:%M}") if holds else ("–", "–")
        raise StateChanged(number=new.recommendation, by=by, at=at)
    if holds and tuple(holds[3:]) == tuple(told.values()):
        raise StateSame(number=new.recommendation)
    return max(now(), holds[2] + dt.timedelta(microseconds=1)) if holds else now()


def _told(new: NewState) -> dict[str, object]:
    """The columns of the state. Raises StateRefused."""
    wrong: list[Sentence] = []
    status = _code(RecommendationStatus, new.status, _STATUS, wrong)
    owner = None if new.owner is None else _code(OwnerBody, new.owner, _OWNER, wrong)
    if new.due_on is not None and not FIRST_DUE <= new.due_on <= LAST_DUE:
        facts = (("first", FIRST_DUE), ("last", LAST_DUE))
        wrong.append(CellWrong(_DUE, N_("the day must lie between {first} and {last}."), facts))
    evidence = _evidence(new.evidence, wrong)
    note = None
    try:
        note = one_line(new.note, _NOTE, longest=LONGEST_NOTE) if new.note.strip() else None
    except AtlasError as error:
        wrong.append(error)
    if status is RecommendationStatus.DONE and not new.evidence.strip():
        wrong.append(CellWrong(_EVIDENCE, N_("what is done needs evidence: a document or an address.")))
    if status is RecommendationStatus.DROPPED and not new.note.strip():
        wrong.append(CellWrong(_NOTE, N_("say why it was dropped.")))
    if wrong:
        raise StateRefused(reasons=tuple(wrong))
    return {
        "recommendation_status": str(status), "owner_body": owner and str(owner), "due_on": new.due_on,
        "evidence": evidence or None, "note": note,
    }  # fmt: skip


def _code(codes: type[C], value: object, label: str, wrong: list[Sentence]) -> C | None:
    try:
        return codes(str(value))
    except ValueError:
        wrong.append(CellWrong(label, N_("choose one from the list.")))
        return None


def _evidence(text: str, wrong: list[Sentence]) -> str:
    """The lines without blanks around them; what is wrong with one is added to `wrong`."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_EVIDENCE:
        wrong.append(CellWrong(_EVIDENCE, N_("write at most {most} lines."), (("most", MOST_EVIDENCE),)))
    for number, line in enumerate(lines, 1):
        if problem := _problem(line):
            facts = (("line", number), ("most", LONGEST_EVIDENCE))
            wrong.append(CellWrong(_EVIDENCE, problem, facts))
        elif not _is_address(line):
            try:
                one_line(line, _EVIDENCE, longest=LONGEST_EVIDENCE)
            except AtlasError as error:
                wrong.append(error)
    return "\n".join(lines)


def _problem(line: str) -> str | None:
    """What is wrong with a line of evidence: a msgid with {line} and {most}; None: nothing."""
    if len(line) > LONGEST_EVIDENCE:
        return N_("line {line} is longer than {most} characters.")
    if any(unicodedata.category(sign) in ("Cc", "Cf") and sign not in "\u200b\u200c\u200d" for sign in line):
        return N_("line {line} holds invisible characters; write it anew.")
    if _SCHEME.match(line) and not _is_address(line):
        return N_(
            "line {line} is no address that can be kept. It must begin with http:// or https:// and hold no spaces and "
            "no account; or write the title of the document instead."
        )
    return None


def _is_address(line: str) -> bool:
    """Whether it is an address of the web: http or https, a host, no account, no space."""
    if not line.isprintable() or " " in line:
        return False
    try:
        parts = urlsplit(line)
        host, account = parts.hostname, parts.username
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and account is None
