"""Recommendations 1.1 to 4.10: where each stands, whose it is, what measures it and what nobody measures yet."""

from ui import recommendation_list, recommendation_one, state
from ui.frame import page, sources
from ui.text import _

page(
    _("Recommendations"),
    state.DIRECTORY_ROLES,
    _("All recommendations of 2010: where each stands, whose it is, what measures it and what nobody measures yet."),
)
wanted = recommendation_list.wanted()
if wanted:
    recommendation_one.show(wanted)
else:
    recommendation_list.show()
sources()
