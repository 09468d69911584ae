"""R&R operational meetings of the three sites: agenda, decisions case by case, minutes (2.9, 4.4, 4.6)."""

from ui import rr_meeting_sitting, rr_meeting_start, state
from ui.frame import page, sources
from ui.text import _

page(
    _("R&R meeting"),
    state.WAITING_ROLES,
    _("The sitting of one of the three sites: its agenda, one case after another, and the minutes."),
    about_cases=False,
)
meeting_id = state.page_value("meeting")
if meeting_id:
    rr_meeting_sitting.show(meeting_id)
else:
    rr_meeting_start.show()
sources()
