"""What a reader without the analysis sees of the hot spots: the lists that the annual meeting has frozen."""

from __future__ import annotations

from ui import frame
from ui.text import _


def frozen_lists() -> None:
    """The frozen lists, for every role that may open the page."""
    frame.empty(_("No list of hot spots has been frozen yet. The annual meeting's lists stand here."))
