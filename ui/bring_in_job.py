"""Work on a file beside the visit: it tells how far it is, can be stopped, and at most two run at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from data.errors import N_
from data.file_errors import ReadingStopped
from ui import jobs
from ui.jobs import Stopped, Turns

__all__ = ["AT_ONCE", "WAITING", "Job", "Progress", "Stopped", "Tell"]

AT_ONCE: Final = 2  # files of the largest size, each with its parser's 2 GiB, that one machine is asked to bear
_TURNS: Final = Turns(AT_ONCE)
WAITING: Final = N_("Waiting: other files are being read just now")

Tell = Callable[[float, str], None]
"""Says how far the work is (0-1) and what is being done (a msgid); raises Stopped where somebody asked for that."""


@dataclass(frozen=True)
class Progress:
    """How far the work is (0-1), and what is being done (a msgid)."""

    share_0_1: float
    doing: str


class Job(jobs.Job):
    """A job on a file. kind: what its result is for; may_stop: False once it writes. What is stopped is dropped."""

    def __init__(self, kind: str, work: Callable[[Tell, threading.Event], Any], may_stop: bool = True) -> None:
        def whole(job: jobs.Job) -> Any:
            def tell(share_0_1: float, doing: str) -> None:
                job.look()
                job.progress = Progress(share_0_1, doing)

            result = work(tell, job.stop_event)
            tell(1.0, job.progress.doing)
            return result

        super().__init__(f"bring-in-{kind}", whole, _TURNS, Progress(0.0, WAITING), may_stop, (ReadingStopped,))
        self.kind = kind
