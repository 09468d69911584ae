"""Backups: which there are, making one, proving one, and how to put one back."""

from ui import administer_backups, state
from ui.frame import page
from ui.text import _

page(
    _("Backups"),
    state.ADMINISTRATORS,
    _("Proven copies of the whole register. Making one does not interrupt the work."),
    about_cases=False,
)
administer_backups.show()
