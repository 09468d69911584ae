"""A note beside the register while a load is written, so that one broken off by a kill or a power cut is told later.

The transaction itself leaves nothing half done; the note is only for the person who would otherwise never hear of it.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from data import audit
from data.case_errors import MayNotDecide
from data.errors import N_
from data.load_scope import ANSWERING_ROLES
from data.remarks import Remark
from data.scope import Scope
from data.store import Store

_ENDING: Final = ".load-begun.json"
_running: Final[set[str]] = set()  # loads that this process is writing now
_turn: Final = threading.Lock()


@dataclass(frozen=True)
class BrokenOff:
    """A load of which nothing stands in the register. file: its name as the register keeps it; begun_utc: ISO, UTC."""

    batch_id: str
    file: str
    file_sha256: str
    loaded_by: str
    begun_utc: str

    @property
    def remark(self) -> Remark:
        """What happened and what to do."""
        text = N_(
            "The load of {file}, begun on {begun} (UTC) by {by}, was broken off: the program ended in the middle. "
            "Nothing of it was loaded. Bring that file again."
        )
        return Remark(text, (("file", self.file), ("begun", self.begun_utc), ("by", self.loaded_by)))


@contextmanager
def noted(store: Store, batch_id: str, file: str, file_sha256: str, scope: Scope) -> Iterator[None]:
    """Keep the note while a load is written; it goes however that ends, unless the program itself is ended.

    Notes of earlier tries with the same file go with it once it stands. Nothing for a register in memory.
    """
    path = _path(store, batch_id)
    if path is None:
        yield
        return
    begun = dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M")
    with _turn:
        _running.add(batch_id)
    try:
        note = BrokenOff(batch_id, file, file_sha256, scope.actor, begun)
        with suppress(OSError):  # no room or no right to write: the load itself will say so, or does without the note
            path.write_text(json.dumps(asdict(note), ensure_ascii=False), encoding="utf-8")
        yield
        for other in _notes(store):
            if other.file_sha256 == file_sha256:
                _remove(store, other.batch_id)
    finally:
        path.unlink(missing_ok=True)
        with _turn:
            _running.discard(batch_id)


def broken_off(store: Store, scope: Scope) -> tuple[BrokenOff, ...]:
    """Loads that were begun and neither stand nor go on, oldest first: all for a planner, for others their own."""
    with _turn:
        running = set(_running)
    found = [note for note in _notes(store) if note.batch_id not in running]
    if not found:
        return ()
    standing = set(store.read("SELECT batch_id FROM import_batch")["batch_id"])
    for note in found:
        if note.batch_id in standing:  # ended between the commit and the removal of its note
            _remove(store, note.batch_id)
    sees_all = scope.role in ANSWERING_ROLES
    return tuple(
        note for note in found if note.batch_id not in standing and (sees_all or note.loaded_by == scope.actor)
    )


def forget(store: Store, scope: Scope, batch_id: str) -> None:
    """Take the note away once somebody has read it, with an audit row. Raises MayNotDecide for another's."""
    found = next((note for note in broken_off(store, scope) if note.batch_id == batch_id), None)
    if found is None:
        if any(note.batch_id == batch_id for note in _notes(store)):
            raise MayNotDecide(role=str(scope.role))
        return
    with store.transaction(only_audit=True) as cursor:
        reason = f"begun {found.begun_utc} UTC by {found.loaded_by}; nothing was loaded"
        audit.append(cursor, scope, "load broken off", found.file, 0, reason)
    _remove(store, batch_id)


def _path(store: Store, batch_id: str) -> Path | None:
    return store.path and store.path.with_name(f"{store.path.name}.{batch_id}{_ENDING}")


def _remove(store: Store, batch_id: str) -> None:
    path = _path(store, batch_id)
    if path is not None:
        path.unlink(missing_ok=True)


def _notes(store: Store) -> list[BrokenOff]:
    """Every note beside the register that can be read, oldest first; one cut off by the kill itself says nothing."""
    if store.path is None:
        return []
    found = []
    for path in store.path.parent.glob(f"{store.path.name}.*{_ENDING}"):
        try:
            found.append(BrokenOff(**json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError):  # gone meanwhile, or written only in part
            continue
    return sorted(found, key=lambda note: (note.begun_utc, note.batch_id))
