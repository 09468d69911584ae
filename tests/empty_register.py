"""Empty registers for tests: made once in a process by the app's own code, then copied, which is six times as quick."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path

import duckdb

from data import store
from data.vocabulary import RegisterKind

_numbers = count()
_made = store.memory_store


class Copies:
    """Whether a register in memory may be a copy: not in tests that are about the making of one."""

    allowed = True


@cache
def _folder() -> Path:
    """In memory where the system has such a place: nothing in it has to outlive the process."""
    shared = Path("/dev/shm")  # noqa: S108 a folder of its own is made there
    folder = Path(tempfile.mkdtemp(prefix="atlas-empty-", dir=shared if shared.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _whole(kind: RegisterKind) -> Path:
    """An empty register without an identity of its own yet."""
    file = _folder() / f"{kind}.duckdb"
    store._prepare(duckdb.connect(str(file)), None, kind).close()
    return file


def memory_store(kind: RegisterKind = RegisterKind.DEMONSTRATION) -> store.Store:
    """As data.store.memory_store: an empty register that goes with the process, and no head is kept outside for it."""
    if not Copies.allowed:
        return _made(kind)
    file = _folder() / f"{next(_numbers)}.duckdb"
    shutil.copyfile(_whole(kind), file)
    opened = store._prepare(duckdb.connect(str(file)), None, kind)
    with suppress(OSError):  # its room is free again as soon as the register is closed; Windows waits for the end
        file.unlink()
    return opened


def lay(path: Path, kind: RegisterKind = RegisterKind.DEMONSTRATION) -> None:
    """Put an empty register where the next `open_store(path)` finds it instead of making one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_whole(kind), path)
