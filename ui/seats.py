"""Which sign-ins are in use, and since when nothing was done in them: one for all tabs of a browser, until it ends.

The identity cookie of Streamlit lives 30 days and a tab keeps what it read from it, so the end of a sign-in is kept
here, on the server, and in the audit log: an ended one never lets anybody in again, whatever cookie comes with it.
After a restart of the server nothing is known here; then a sign-in counts by the moment at which the identity provider
made it.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_FORGET_AFTER_S: Final = 31 * 86_400  # longer than the identity cookie lives
_TELLS_APART: Final = ("iss", "sub", "iat", "nonce", "sid", "jti", "at_hash")


class Seat(StrEnum):
    """How a sign-in stands."""

    NEW = "new"
    IN_USE = "in use"
    IDLE = "idle"
    LEFT = "left"


@dataclass
class _Sign:
    last_s: float
    ended: Seat | None = None


def key_of(claims: Mapping[str, object]) -> str:
    """What tells one sign-in from any other, 24 hexadecimal digits; no secret and nothing to sign in with."""
    told = json.dumps([str(claims.get(name, "")) for name in _TELLS_APART])
    return hashlib.sha256(told.encode()).hexdigest()[:24]


class Seats:
    """The sign-ins of this server. clock: seconds since 1970."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._turn = threading.Lock()
        self._signs: dict[str, _Sign] = {}

    def take(self, key: str, begun_s: float, idle_s: float, was_left: Callable[[], bool], *, acts: bool) -> Seat:
        """How a sign-in stands now. acts: the person does something, so the time of waiting begins anew.

        begun_s: when the provider made it. was_left: asked of a sign-in that is not known here. NEW: seen for the first
        time. IDLE and LEFT stay so for good.
        """
        with self._turn:
            now = self._clock()
            sign, is_new = self._signs.get(key), False
            if sign is None:
                self._forget(now)
                sign = self._signs[key] = _Sign(begun_s)
                sign.ended = Seat.LEFT if was_left() else None
                is_new = True
            if sign.ended is None and now - sign.last_s > idle_s:
                sign.ended = Seat.IDLE
            if sign.ended is not None:
                return sign.ended
            if acts or is_new:
                sign.last_s = now
            return Seat.NEW if is_new else Seat.IN_USE

    def is_in_use(self, key: str, idle_s: float) -> bool:
        """Whether a sign-in is known here and has not ended; changes nothing."""
        with self._turn:
            sign = self._signs.get(key)
            return sign is not None and sign.ended is None and self._clock() - sign.last_s <= idle_s

    def leave(self, key: str) -> None:
        """End a sign-in for all its tabs."""
        with self._turn:
            self._signs.setdefault(key, _Sign(self._clock())).ended = Seat.LEFT

    def _forget(self, now: float) -> None:
        old = [key for key, sign in self._signs.items() if now - sign.last_s > _FORGET_AFTER_S]
        for key in old:
            del self._signs[key]
