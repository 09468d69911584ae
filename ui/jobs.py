"""Work beside the visit, in a thread of its own: it tells how far it is, can be stopped, and waits for its turn."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from data.errors import AtlasError

_LOOK_EVERY_S: Final = 0.2


class Stopped(Exception):
    """The person does not want the result any more; not an error."""


class Turns:
    """How many jobs of a kind may work at the same time on this machine; the others wait."""

    def __init__(self, at_once: int) -> None:
        self._free = threading.BoundedSemaphore(at_once)

    def take(self, look: Callable[[], None]) -> None:
        """Wait for a turn; `look` is called meanwhile and may raise Stopped."""
        while not self._free.acquire(timeout=_LOOK_EVERY_S):
            look()

    def give_back(self) -> None:
        """Let the next one work."""
        self._free.release()


class Job:
    """One piece of work. kind: what its result is for; may_stop: False once it writes.

    work(job): gets the job itself; it may set `progress`, ask `is_stopped`, and call `look`, which raises Stopped once
    somebody asked to stop. quiet: errors that mean no more than that it was stopped.
    """

    def __init__(
        self,
        kind: str,
        work: Callable[[Job], Any],
        turns: Turns,
        progress: Any = None,
        may_stop: bool = True,
        quiet: tuple[type[BaseException], ...] = (),
    ) -> None:
        self.kind = kind
        self.may_stop = may_stop
        self.progress = progress
        self.result: Any = None
        self.error: BaseException | None = None
        self._work = work
        self._turns = turns
        self._quiet: tuple[type[BaseException], ...] = (Stopped, *quiet)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"atlas-{kind}", daemon=True)

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

    @property
    def stop_event(self) -> threading.Event:
        """Set once somebody asked to stop it."""
        return self._stop

    def outcome(self) -> Any:
        """What it made; None where it was stopped. Raises what it raised."""
        if self.error is not None:
            raise self.error
        return self.result

    def wait(self, seconds: float) -> bool:
        """Give it a moment; true where it is done."""
        self._thread.join(seconds)
        return self.is_done

    def stop(self) -> None:
        """Ask it to stop. Without effect once it writes."""
        if self.may_stop:
            self._stop.set()

    def look(self) -> None:
        """Raises Stopped once somebody asked to stop."""
        if self._stop.is_set():
            raise Stopped

    def _run(self) -> None:
        try:
            self._turns.take(self.look)
        except Stopped:
            return
        try:
            self.result = self._work(self)
        except self._quiet:
            return
        except BaseException as error:
            self.error = error
        finally:
            self._turns.give_back()


@dataclass(frozen=True)
class Done:
    """A job that came to its end. result: what it made; None where it was stopped."""

    kind: str
    result: Any


def taken_over(job: Job | None, change: Callable[..., object]) -> Done | None:
    """A job's end, and that it is none any more told with change(job=None); None while it runs or where it failed.

    What went wrong in a foreseen way is told with change(error=…). Raises what nobody expected.
    """
    if job is None or not job.is_done:
        return None
    change(job=None)
    try:
        return Done(job.kind, job.outcome())
    except AtlasError as error:
        change(error=error)
        return None
