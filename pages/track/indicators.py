"""Indicators."""

from ui import state
from ui.frame import page
from ui.text import _

page(_("Indicators"), state.CASE_ROLES)
