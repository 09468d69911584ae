"""Keep the server from asking the world who it is.

Streamlit looks up this machine's public address at an outside service whenever a page of another origin tries to
connect, before it refuses it. The atlas turns to no other machine, so the look-ups answer "not known"; the origin is
then refused as it should be. Addresses that may connect are told by server.address and browser.serverAddress.
"""

from __future__ import annotations

from streamlit import net_util


def ask_nobody() -> None:
    """Answer both look-ups without a network; may be called any number of times."""
    net_util.get_external_ip = _not_known
    net_util.get_internal_ip = _not_known


def _not_known() -> str | None:
    return None
