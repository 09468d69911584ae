"""Audit: who did what and when, whether the record is whole, and a file of it."""

from ui import administer_audit, state
from ui.frame import page
from ui.text import _

page(
    _("Audit"),
    state.ADMINISTRATORS,
    _("Who did what and when: reads of cases, changes, files that left, sign-ins and refusals. Times are UTC."),
    about_cases=False,
)
administer_audit.show(state.scope())
