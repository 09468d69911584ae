"""Settings: every number that people may change, with unit, default and bounds, and who changed it."""

from ui import administer_settings, state
from ui.frame import page
from ui.text import _

page(
    _("Settings"),
    state.ADMINISTRATORS,
    _("Numbers that the atlas computes with. Each change is on record and counts for everybody at once."),
    about_cases=False,
)
administer_settings.show(state.scope())
