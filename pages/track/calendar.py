"""M&E calendar: which provider reported for which quarter, and which stage was assessed when."""

from ui import calendar_view, state
from ui.frame import page, sources
from ui.text import _

page(
    _("M&E calendar"),
    state.CASE_ROLES,
    _("Which provider reported for which quarter (4.9), and which stage was assessed when (4.10)."),
    about_cases=False,
)
calendar_view.show()
sources()
