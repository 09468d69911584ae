"""Loaded by the interpreter of a watched server: writes down every address beyond this machine that it turns to."""

import os
import sys
from pathlib import Path

_LOG = Path(os.environ["ATLAS_NETWORK_LOG"])
_LOCAL = ("127.", "::1", "localhost")


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto"):
        host = arguments[1][0] if isinstance(arguments[1], tuple) else None
    else:
        return
    if host and not str(host).startswith(_LOCAL):
        with _LOG.open("a", encoding="utf-8") as log:
            log.write(f"{event} {host}\n")


sys.addaudithook(_watch)
