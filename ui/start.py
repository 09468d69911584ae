"""Get ready before the first page: the map's files, the demonstration register, and a register that may be shown.

From the shell: python -m ui.start (what `make prepare` runs), so that the first visitor does not wait.
"""

from __future__ import annotations

import atexit
import sys
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import streamlit as st

from data.audit_errors import RealRegisterUnguarded
from data.demo import ensure_demo
from data.errors import N_, AtlasError, RealRegisterRefused
from data.paths import database_path
from data.start_check import examine
from data.store import Store, bring_forward
from data.vocabulary import RegisterKind, Role
from geo.boundaries import ensure_static
from ui import cached, failures, prepared, sign_in, state
from ui.assets import prepare_static
from ui.doorkeeper import Doorkeeper
from ui.first_publication import publish_first
from ui.text import _

_TURN = threading.Lock()
_done = threading.Event()

Progress = Callable[[float, str], None]


def prepare(progress: Progress | None = None) -> None:
    """Make what is missing; once a process, and only one visitor at a time. Raises AtlasError."""
    with _TURN:
        if _done.is_set():
            return
        examine(database_path())
        if progress:
            progress(0.0, N_("Writing the map's files"))
        prepare_static()
        if progress:
            progress(0.05, N_("Drawing the townships"))
        ensure_static()
        made = ensure_demo(_part(0.2, 0.4, progress))
        bring_forward(database_path(), _part(0.4, 0.4, progress))
        if made is not None:
            _publish_first(_part(0.4, 1.0, progress))
        _done.set()


def _publish_first(progress: Progress | None) -> None:
    """A new demonstration register gets its first tables for donors; if that fails, a planner can still make them."""
    with suppress(AtlasError):
        publish_first(progress)


def _part(begin_0_1: float, end_0_1: float, progress: Progress | None) -> Progress | None:
    """`progress` for work that fills the part from `begin_0_1` to `end_0_1`."""
    return progress and (lambda share_0_1, text: progress(begin_0_1 + (end_0_1 - begin_0_1) * share_0_1, text))


def ready() -> None:
    """Prepare with a progress bar, open the register and read the address; a failure is told in words."""
    with failures.explained():
        if not _done.is_set():
            _prepare_visibly()
        store = cached.store()
        if store.kind() is RegisterKind.REAL:
            _refuse_unless_guarded(str(store.path))
        if Doorkeeper.stands:
            _prepare_facts(store.data_version[0])
        state.begin(bounds())


@st.cache_resource(show_spinner=False, max_entries=1)
def _prepare_facts(opened: str) -> tuple[str, threading.Thread]:
    """Begin, once for each register that is opened by a server that ui.serve began; opened: what tells it apart.

    When the server ends, the register is closed: what was worked out is then there at the next start.
    """
    store = cached.store()
    atexit.register(_close, weakref.ref(store))
    return opened, prepared.begin(store)


def _close(there: weakref.ref[Store]) -> None:
    if (store := there()) is not None:
        store.close()


def _refuse_unless_guarded(path: str) -> None:
    """Real cases only where people sign in, and where files too leave only to who did."""
    if not sign_in.is_configured():
        raise RealRegisterRefused(path=path)
    if not Doorkeeper.stands:
        raise RealRegisterUnguarded(path=path)


def warn() -> None:
    """What the register's keeper should know, such as a disk that is nearly full; once somebody was let in.

    It names files of the server, so donors are not told.
    """
    if state.scope().role is not Role.DONOR:
        for told in cached.store().untold:
            st.warning(failures.words(told), icon=":material/warning:")


def bounds() -> state.Bounds:
    """What the filters may ask of the register; for those who see no cases, worked out without any case table.

    As long as nobody was let in, anything that a register could hold.
    """
    today, version = date.today(), cached.version()
    if not state.has_reader():
        return state.Bounds(state.FIRST_YEAR, today.year, today, today)
    span = cached.register_span if state.scope().role in state.CASE_ROLES else cached.open_span
    return state.Bounds(*span(version, today), today)


def _prepare_visibly() -> None:
    place = st.empty()
    with place.container():
        st.subheader(_("The atlas is getting ready"))
        st.markdown(_("The first start builds the map's files and the demonstration register. This happens once."))
        bar = st.progress(0.0)

        def tell(share_0_1: float, text: str) -> None:
            bar.progress(min(max(share_0_1, 0.0), 1.0), _(text))

        prepare(tell)
    place.empty()


def main() -> None:
    """Prepare from the shell; exits with 1 and a plain sentence where that fails."""
    try:
        prepare(lambda share_0_1, text: print(f"{share_0_1:4.0%}  {text}", flush=True))
    except AtlasError as error:
        sys.exit(str(error))
    print("The atlas is ready.")


if __name__ == "__main__":
    main()
