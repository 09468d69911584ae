"""Registers: trainings, meetings, joint visits, health sites, proceedings, the fund and shelters abroad."""

from ui import registers_view, state
from ui.frame import page
from ui.text import _

page(
    _("Registers"),
    state.CASE_ROLES,
    _("Small registers that several recommendations rest on: each with its table, form and files. Never a name."),
    about_cases=False,
)
registers_view.show(registers_view.choose())
