"""Users: who may sign in, and as what; each change with its history."""

from ui import administer_users, state
from ui.frame import page
from ui.text import _

page(
    _("Users"),
    state.ADMINISTRATORS,
    _("Who may sign in, in which role, for which organisation or shelters. A change counts at the next click."),
    about_cases=False,
)
administer_users.show(state.scope())
