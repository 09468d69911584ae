"""DSW shelter register: who came in and left, the census, the one-page form, its completeness, the annual return."""

from ui import shelter_views, state
from ui.frame import page, sources
from ui.text import _

page(
    _("DSW shelter register"),
    state.WAITING_ROLES,
    _("Who entered and left the DSW shelters, the one-page case form, and the yearly return to the Central Body."),
    about_cases=False,
)
shelter_views.show()
sources()
