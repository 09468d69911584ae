"""Ask the running atlas from the shell: only one program can hold the register, so what reads it whole goes through it.

A request is a small file in the folder `requests` beside the register, put there whole; the atlas looks every half
second, does it, and puts the answer beside it. Whoever may write into that folder may already read the register, so
nothing is given away; and a request can only ask for what stands in KINDS, with no path or statement of its own.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from data.errors import AtlasError, DoorbellRefused, DoorbellUnanswered

VERIFY: Final = "verify"
BACKUP: Final = "backup"
KINDS: Final = (VERIFY, BACKUP)
EVERY_S: Final = 0.5
PICKED_UP_S: Final = 10.0
Answers = Mapping[str, Callable[[], Mapping[str, Any]]]


def folder_of(register: Path) -> Path:
    """Where requests about a register are put."""
    return register.parent / "requests"


def ring(register: Path, kind: str, patience_s: float = 600.0) -> dict[str, Any]:
    """Ask, and wait for the answer.

    Raises DoorbellUnanswered where nobody picks it up in ten seconds or is not done in time, DoorbellRefused with
    what the atlas said.
    """
    folder = folder_of(register)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{kind}-{secrets.token_hex(8)}"
    asked, taken, answered = (folder / f"{name}.{ending}" for ending in ("ask", "taken", "answer"))
    _write(asked, {"kind": kind})
    began = time.monotonic()
    try:
        while not answered.exists():
            waited = time.monotonic() - began
            if waited > patience_s or (waited > PICKED_UP_S and not taken.exists()):
                raise DoorbellUnanswered(path=str(register))
            time.sleep(0.1)
        answer: dict[str, Any] = json.loads(answered.read_text(encoding="utf-8"))
    finally:
        for file in (asked, taken, answered):
            file.unlink(missing_ok=True)
    if "refused" in answer:
        raise DoorbellRefused(said=answer["refused"])
    return answer


def answer_waiting(register: Path, answers: Answers) -> int:
    """Do what is asked for now; returns how many requests were answered. A failure is the answer."""
    done = 0
    for asked in sorted(folder_of(register).glob("*.ask")):
        taken = asked.with_suffix(".taken")
        try:
            asked.replace(taken)
        except FileNotFoundError:  # whoever asked gave up
            continue
        kind = asked.name.split("-")[0]
        try:
            said = dict(answers[kind]()) if kind in answers else {"refused": f"there is nothing called {kind}"}
        except (AtlasError, OSError) as error:
            said = {"refused": str(error)}
        _write(taken.with_suffix(".answer"), said)
        done += 1
    return done


def listen(register: Path, answers: Answers, wanted: Callable[[], bool]) -> threading.Thread:
    """Answer in a thread of its own as long as `wanted` says so, or until the process ends."""

    def watch() -> None:
        while wanted():
            answer_waiting(register, answers)
            time.sleep(EVERY_S)

    thread = threading.Thread(target=watch, name="atlas-doorbell", daemon=True)
    thread.start()
    return thread


def _write(path: Path, what: Mapping[str, Any]) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(json.dumps(what, default=str), encoding="utf-8")
    fresh.replace(path)
