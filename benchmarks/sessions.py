"""Many visitors at once over websockets, as browsers speak: reading, and assigning, each within the own scope.

    python -m benchmarks.sessions [--quick] [--sessions 25] [--seconds 180]

Each visitor has a role of the demonstration, opens pages and waits a few seconds in between; some planners assign those
who wait, two of them the same people in the same order. Wrong is: an error on a page, a case code that the role may not
see, a page that does not end, an assignment that was confirmed and is not in the register afterwards. Seconds are those
from the click to the end of the page's run. The visitors work on the same processor as the server.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.common import machine, table, versions
from data.demo import rebuild_demo
from data.scope import Scope
from data.store import Store, open_store
from data.vocabulary import Role
from tests.browser.driver import SERVE, start_server, stop_server

SESSIONS: Final = 25
SECONDS: Final = 180.0
CASES: Final = 2_000
CODE: Final = re.compile(rb"DM(?:\\)?-\d{6}")  # in Markdown the dash is escaped
PATIENCE_S: Final = 180.0
PAUSE_S: Final = (1.0, 5.0)
# Of ten visitors: what they are. The others of a larger number follow in the same order.
_MIX: Final = (
    "assigns", "ngo_manager", "dsw_officer", "donor", "planner", "assigns", "ngo_manager", "planner", "ngo_manager",
    "dsw_officer",
)  # fmt: skip
_LABELS: Final = {"ngo_manager": "NGO manager", "dsw_officer": "DSW officer", "donor": "Donor"}
_READS: Final = {
    "planner": ("", "gaps", "cases", "caseload", "coverage_map", "quality", "assignments"),
    "ngo_manager": ("", "gaps", "cases", "caseload", "assignments"),
    "dsw_officer": ("", "gaps", "cases", "caseload", "shelter_register"),
    "donor": ("", "for_donors", "providers", "recommendations"),
}


@dataclass
class Seen:
    """What one visitor met. run_s: seconds of each run; codes: case codes on any page; wrong: sentences."""

    kind: str
    role: str
    run_s: list[float] = field(default_factory=list)
    assign_s: list[float] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    assigned: set[str] = field(default_factory=set)
    told_changed: int = 0
    sidebar: str = ""
    wrong: list[str] = field(default_factory=list)


class Visitor:
    """One tab: a websocket, the widgets of the page that it shows, and the pages that its role has."""

    def __init__(self, url: str, seen: Seen) -> None:
        self.url, self.seen = url.replace("http", "ws", 1) + "/_stcore/stream", seen
        self.page, self.pages = "", dict[str, str]()
        self.role: WidgetState | None = None

    async def __aenter__(self) -> Visitor:
        self.socket = await websockets.connect(
            self.url, subprotocols=[websockets.Subprotocol("streamlit")], max_size=None, open_timeout=PATIENCE_S
        )
        return self

    async def __aexit__(self, *_why: object) -> None:
        await self.socket.close()

    async def run(self, page: str, query: str = "", press: str = "") -> list[ForwardMsg]:
        """Open a page, or press a button of the page that is open; everything that came until the run had ended."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_script_hash = self.pages.get(page, "")
        if self.role is not None:
            asked.rerun_script.widget_states.widgets.append(self.role)
        if press:
            asked.rerun_script.widget_states.widgets.append(WidgetState(id=press, trigger_value=True))
        began = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        came = await asyncio.wait_for(self._until_done(), PATIENCE_S)
        (self.seen.assign_s if press else self.seen.run_s).append(time.perf_counter() - began)
        return came

    async def _until_done(self) -> list[ForwardMsg]:
        came = []
        while True:
            raw = await self.socket.recv()
            if isinstance(raw, str):
                continue  # Streamlit speaks in bytes alone
            self.seen.codes |= {code.decode().replace("\\", "") for code in CODE.findall(raw)}
            message = ForwardMsg.FromString(raw)
            came.append(message)
            self._note(message, raw)
            if message.WhichOneof("type") == "script_finished" and message.script_finished in (0, 1, 3):
                return came

    def _note(self, message: ForwardMsg, raw: bytes) -> None:
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "script_finished" and message.script_finished == 1:
            self.seen.wrong.append("a page could not be compiled")
        elif kind == "delta":
            if message.metadata.delta_path and message.metadata.delta_path[0] == 1:
                self.seen.sidebar += raw.decode("utf-8", "ignore")
            if message.delta.new_element.WhichOneof("type") == "exception":
                self.seen.wrong.append(f"an error on a page: {message.delta.new_element.exception.message[:200]}")
            elif b"did not foresee" in raw:
                self.seen.wrong.append("an error that nobody foresaw")


def buttons(came: Iterable[ForwardMsg], label: str) -> list[str]:
    """Ids of the buttons with that label."""
    elements = [m.delta.new_element for m in came if m.WhichOneof("type") == "delta"]
    return [e.button.id for e in elements if e.WhichOneof("type") == "button" and e.button.label == label]


def alerts(came: Iterable[ForwardMsg]) -> str:
    """What the coloured boxes of a page say."""
    elements = [m.delta.new_element for m in came if m.WhichOneof("type") == "delta"]
    return " / ".join(e.alert.body for e in elements if e.WhichOneof("type") == "alert").replace("\\", "")


async def become(visitor: Visitor, role: str) -> None:
    """Take the role of the demonstration."""
    came = await visitor.run("")
    if role == "planner":
        return
    elements = [m.delta.new_element for m in came if m.WhichOneof("type") == "delta"]
    (box,) = [
        e.selectbox for e in elements if e.WhichOneof("type") == "selectbox" and e.selectbox.id.endswith("w_role")
    ]
    visitor.seen.codes.clear()  # what a planner saw before
    visitor.seen.sidebar = ""
    visitor.role = WidgetState(id=box.id, string_value=_LABELS[role])
    await visitor.run("")
    visitor.seen.codes.clear()  # what was still on its way
    await visitor.run("")


async def visit(url: str, seen: Seen, until: float, rng: random.Random, waiting: list[str]) -> None:
    """Open each page once, then go on until the moment `until`; who assigns does so after each page."""
    try:
        async with Visitor(url, seen) as visitor:
            await become(visitor, seen.role)
            left: list[str] = []
            opened = 0
            while opened < len(_READS[seen.role]) or time.monotonic() < until:
                left = left or rng.sample(_READS[seen.role], len(_READS[seen.role]))
                await visitor.run(left.pop())
                opened += 1
                await asyncio.sleep(rng.uniform(*PAUSE_S))
                if seen.kind == "assigns" and waiting:
                    await assign(visitor, waiting.pop())
                    await asyncio.sleep(rng.uniform(*PAUSE_S))
    except (OSError, TimeoutError, websockets.WebSocketException, ValueError) as error:
        seen.wrong.append(f"{type(error).__name__}: {error}")


async def assign(visitor: Visitor, code: str) -> None:
    """Give a waiting person to the provider that stands first."""
    came = await visitor.run("assignments", f"case={code}")
    found = buttons(came, "Assign")
    if not found:
        return  # nobody is in reach, or another visitor was quicker
    told = alerts(await visitor.run("assignments", f"case={code}", found[0]))
    if f"{code} is assigned to" in told:
        visitor.seen.assigned.add(code)
    elif "has changed since you looked" in told:
        visitor.seen.told_changed += 1
    elif "is full" not in told:
        visitor.seen.wrong.append(f"{code} was neither assigned nor refused: {told}")


@dataclass(frozen=True)
class Outcome:
    """seconds: wall clock; run_s, assign_s: seconds of each run; wrong: sentences; none means that all was right."""

    sessions: int
    seconds: float
    run_s: tuple[float, ...]
    assign_s: tuple[float, ...]
    assigned: int
    told_changed: int
    codes_by_role: dict[str, int]
    wrong: tuple[str, ...]


def run(sessions: int = SESSIONS, seconds: float = SECONDS, cases: int = CASES, seed: int = 7) -> Outcome:
    """Start a server over a demonstration register of its own, let the visitors in, and look at what they met."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        register = folder / "atlas.duckdb"
        rebuild_demo(register, cases)
        before = _looked_at(register)
        server = start_server(register, folder, command=SERVE)
        try:
            all_seen = asyncio.run(_all(server.url, sessions, seconds, before.waiting, seed))
        finally:
            stop_server(server.process)
        return _judged(all_seen, before, _looked_at(register), seconds)


async def _all(url: str, sessions: int, seconds: float, waiting: list[str], seed: int) -> list[Seen]:
    rng = random.Random(seed)
    async with Visitor(url, Seen("planner", "planner")) as first:  # waits for the libraries
        await first.run("")
    kinds = [_MIX[n % len(_MIX)] for n in range(sessions)]
    seen = [Seen(kind, "planner" if kind == "assigns" else kind) for kind in kinds]
    shared = rng.sample(waiting, len(waiting))
    lists = [list(shared) if one.kind == "assigns" else [] for one in seen]
    for one in lists[_MIX.index("assigns", 1) + 1 :]:  # the first two work through the same people in the same order
        rng.shuffle(one)
    until = time.monotonic() + seconds
    await asyncio.gather(*(visit(url, s, until, random.Random(seed + n), lists[n]) for n, s in enumerate(seen)))
    return seen


@dataclass(frozen=True)
class Register:
    """The register at a moment: who waits; who carries a case, or did until it was closed; its shelter; their names."""

    waiting: list[str]
    carried_by: dict[str, str]
    shelter_of: dict[str, str]
    organisations: dict[str, str]
    shelters: dict[str, str]


def _looked_at(path: Path) -> Register:
    store = open_store(path)
    try:
        return _read(store)
    finally:
        store.close()


def _read(store: Store) -> Register:
    planner = Scope(Role.PLANNER, actor="benchmark")
    told = store.read(
        "SELECT case_code, assignment_state, organisation_id, valid_to IS NULL AS stands, end_reason "
        "FROM visible_assignment($role, $organisation, $shelters)",
        planner.params(),
    )
    now, closed = told[told["stands"]], told[told["end_reason"] == "closed"]
    carried = pd.concat([now, closed[~closed["case_code"].isin(now["case_code"])]])
    people = store.read(
        "SELECT case_code, shelter_id FROM visible_case($role, $organisation, $shelters)", planner.params()
    )
    named = store.read("SELECT organisation_id, name FROM organisation")
    shelters = store.read("SELECT shelter_id, place FROM shelter")
    waiting = now.loc[now["assignment_state"] == "unassigned", "case_code"]
    return Register(sorted(waiting), _pairs(carried[["case_code", "organisation_id"]]), _pairs(people), _pairs(named),
                    _pairs(shelters))  # fmt: skip


def _pairs(frame: pd.DataFrame) -> dict[str, str]:
    return dict(frame.dropna().itertuples(index=False, name=None))


def _allowed(one: Seen, before: Register, after: Register) -> set[str] | None:
    """Codes that may have stood on the visitor's pages; None: any. What was waiting is open to DSW officers."""
    if one.role == "planner":
        return None
    if one.role == "ngo_manager":
        mine = {key for key, name in before.organisations.items() if name in one.sidebar}
        return {c for r in (before, after) for c, organisation in r.carried_by.items() if organisation in mine}
    if one.role == "dsw_officer":
        mine = {key for key, name in before.shelters.items() if name in one.sidebar}
        return {c for c, shelter in after.shelter_of.items() if shelter in mine} | {*before.waiting, *after.waiting}
    return set()


def _judged(all_seen: list[Seen], before: Register, after: Register, seconds: float) -> Outcome:
    wrong = [f"{one.kind}: {told}" for one in all_seen for told in one.wrong]
    for one in all_seen:
        allowed = _allowed(one, before, after)
        foreign = one.codes - allowed if allowed is not None else set()
        wrong += [f"{one.kind}: saw {len(foreign)} cases of others, such as {min(foreign)}"] if foreign else []
    confirmed = set().union(*(one.assigned for one in all_seen))
    wrong += [f"{code} was confirmed and waits" for code in sorted(confirmed & set(after.waiting))]
    if sum(len(one.assigned) for one in all_seen) != len(confirmed):
        wrong.append("somebody was assigned twice")
    return Outcome(
        len(all_seen), seconds,
        tuple(s for one in all_seen for s in one.run_s), tuple(s for one in all_seen for s in one.assign_s),
        len(confirmed), sum(one.told_changed for one in all_seen),
        {role: len(set().union(*(o.codes for o in all_seen if o.role == role))) for role in {o.role for o in all_seen}},
        tuple(wrong),
    )  # fmt: skip


def report(outcome: Outcome) -> str:
    """The outcome as Markdown."""
    rows = [
        (what, len(taken), statistics.median(taken), statistics.quantiles(taken, n=20)[-1], max(taken))
        for what, taken in (("a page opened", outcome.run_s), ("an assignment", outcome.assign_s))
        if len(taken) > 1
    ]
    lines = [
        f"{outcome.sessions} visitors for {outcome.seconds:.0f} s; {outcome.assigned} people assigned, "
        f"{outcome.told_changed} times told that another was quicker; "
        f"{len(outcome.wrong)} wrong.",
        "",
        table(["what", "times", "median, s", "95th percentile, s", "slowest, s"], rows),
        "",
        *outcome.wrong,
    ]
    return "\n".join(lines).rstrip()


def main() -> None:
    """Print the machine and the table; exits with 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sessions", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="5 visitors for 15 seconds")
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    chosen = parser.parse_args()
    print(machine().line(), versions("streamlit", "duckdb"), sep="\n", flush=True)
    outcome = run(5, 15.0, 500) if chosen.quick else run(chosen.sessions, chosen.seconds)
    print(report(outcome), flush=True)
    if outcome.wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
