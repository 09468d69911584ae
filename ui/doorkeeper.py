"""What the server hands out and takes in besides pages: files, for who is signed in, and its own figures, for nobody.

Streamlit gives a file that was made for a download to anybody who knows its address, for minutes, and tells everybody
how its memory and its visits stand. Where a sign-in is configured, a file leaves and an upload comes in only with the
identity cookie of somebody who is signed in at this moment and has a role; in demonstration mode there is nothing to
protect. python -m ui.serve puts this before everything else that the server does.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, ClassVar, Final

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_NOBODY: Final = re.compile(r"/_stcore/(metrics|script-health-check|agent)(/|$)")
_SIGNED_IN: Final = re.compile(r"((?<!/static)/media|/_stcore/upload_file)(/|$)")  # /static/media: Streamlit's fonts
_REFUSAL: Final = b"Not allowed. Open the atlas, sign in, and try again from its pages.\n"


class Doorkeeper:
    """ASGI middleware: asks about each request before Streamlit sees it. stands: one does so in this process."""

    stands: ClassVar[bool] = False

    def __init__(self, app: App) -> None:
        self._app = app
        Doorkeeper.stands = True

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403 in one sentence."""
        if scope["type"] == "http" and not await _may_pass(scope):
            await _refuse(send)
            return
        await self._app(scope, receive, send)


async def _may_pass(scope: Message) -> bool:
    path = str(scope.get("path", ""))
    if _NOBODY.search(path):
        return False
    if not _SIGNED_IN.search(path):
        return True
    return await asyncio.to_thread(_is_signed_in, cookies_of(scope))  # reads the register: not in the event loop


def _is_signed_in(cookies: dict[str, str]) -> bool:
    from ui import sign_in  # the server imports this file before it runs, and caches can be made only afterwards

    return sign_in.lets_through(cookies)


def cookies_of(scope: Message) -> dict[str, str]:
    """Name -> value of a request's cookies; what is no cookie is left out, and the others count."""
    told = ";".join(value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"cookie")
    pairs = (part.partition("=") for part in told.split(";"))
    return {name.strip(): value.strip() for name, equals, value in pairs if equals}


async def _refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(_REFUSAL)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": _REFUSAL})
