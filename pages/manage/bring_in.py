"""Bring data in: a spreadsheet as it is in real life, each row loaded or rejected with its reason."""

from ui import bring_in, state
from ui.frame import page
from ui.text import _

page(
    _("Bring data in"),
    state.LOADERS,
    _(
        "Each row is either loaded or rejected with its reason. Nothing is guessed, and nothing is written before the "
        "last step."
    ),
)
bring_in.show()
