"""Work on a file beside the visit: it tells how far it is, can be stopped, and at most two run at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from data.errors import N_
from data.file_errors import ReadingStopped

AT_ONCE: Final = 2  # files of the largest size, each with its parser's 2 GiB, that one machine is asked to bear
_TURNS: Final = threading.BoundedSemaphore(AT_ONCE)
_LOOK_EVERY_S: Final = 0.2
WAITING: Final = N_("Waiting: other files are being read just now")

Tell = Callable[[float, str], None]
"""Says how far the work is (0-1) and what is being done (a msgid); raises Stopped where somebody asked for that."""


class Stopped(Exception):
    """The person does not want the result any more; not an error."""


@dataclass(frozen=True)
class Progress:
    """How far the work is (0-1), and what is being done (a msgid)."""

    share_0_1: float
    doing: str


class Job:
    """One piece of work in a thread of its own. kind: what its result is for; may_stop: false once it writes."""

    def __init__(self, kind: str, work: Callable[[Tell, threading.Event], Any], may_stop: bool = True) -> None:
        self.kind = kind
        self.may_stop = may_stop
        self.progress = Progress(0.0, WAITING)
        self.result: Any = None
        self.error: BaseException | None = None
        self._work = work
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"bring-in-{kind}", daemon=True)

    def start(self) -> Job:
        """Begin; returns itself."""
        self._thread.start()
        return self

    @property
    def is_done(self) -> bool:
        """True once there is a result, an error, or it was stopped."""
        return not self._thread.is_alive()

    @property
    def is_stopped(self) -> bool:
        """True once somebody asked to stop it."""
        return self._stop.is_set()

    def wait(self, seconds: float) -> bool:
        """Give it a moment; true where it is done."""
        self._thread.join(seconds)
        return self.is_done

    def stop(self) -> None:
        """Ask it to stop; what it has not finished is dropped. Without effect once it writes."""
        if self.may_stop:
            self._stop.set()

    def _tell(self, share_0_1: float, doing: str) -> None:
        if self._stop.is_set():
            raise Stopped
        self.progress = Progress(share_0_1, doing)

    def _run(self) -> None:
        try:
            while not _TURNS.acquire(timeout=_LOOK_EVERY_S):
                self._tell(0.0, WAITING)
        except Stopped:
            return
        try:
            result = self._work(self._tell, self._stop)
            self._tell(1.0, self.progress.doing)
            self.result = result
        except (Stopped, ReadingStopped):
            return
        except BaseException as error:
            self.error = error
        finally:
            _TURNS.release()
