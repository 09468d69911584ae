"""The pages, one line each: the folder is the section, and a reader's navigation holds only the pages of their role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from data.errors import N_
from data.paths import ROOT
from data.vocabulary import Role
from ui.state import ADMINISTRATORS, ALL_ROLES, CASE_ROLES, DIRECTORY_ROLES, LOADERS, PLANNERS, WAITING_ROLES, scope
from ui.text import _

SECTIONS: Final = {
    "see": N_("See"),
    "decide": N_("Decide"),
    "track": N_("Track"),
    "manage": N_("Manage"),
    "administer": N_("Administer"),
}


@dataclass(frozen=True)
class Entry:
    """One page: its file below the project's root, its title (a msgid), its icon and the roles it is for."""

    file: str
    title: str
    icon: str
    roles: tuple[Role, ...]

    @property
    def section(self) -> str:
        """Folder below pages/, which is the section of the navigation."""
        return self.file.split("/")[1]


PAGES: Final = (
    Entry("pages/see/overview.py", N_("Overview"), ":material/dashboard:", ALL_ROLES),
    Entry("pages/see/for_donors.py", N_("Coverage for donors"), ":material/public:", DIRECTORY_ROLES),
    Entry("pages/see/coverage_map.py", N_("Coverage map"), ":material/map:", CASE_ROLES),
    Entry("pages/see/hot_spots.py", N_("Hot spots"), ":material/local_fire_department:", CASE_ROLES),
    Entry("pages/decide/gaps.py", N_("Gaps"), ":material/rule:", CASE_ROLES),
    Entry("pages/decide/allocation.py", N_("Allocation planner"), ":material/route:", PLANNERS),
    Entry("pages/decide/rr_meeting.py", N_("R&R meeting"), ":material/gavel:", WAITING_ROLES),
    Entry("pages/see/providers.py", N_("Providers"), ":material/diversity_3:", DIRECTORY_ROLES),
    Entry("pages/track/cases.py", N_("Cases"), ":material/folder_shared:", CASE_ROLES),
    Entry("pages/track/shelter_register.py", N_("DSW shelter register"), ":material/night_shelter:", WAITING_ROLES),
    Entry("pages/manage/assignments.py", N_("Assignments"), ":material/assignment_ind:", CASE_ROLES),
    Entry("pages/track/caseload.py", N_("Caseload"), ":material/groups:", CASE_ROLES),
    Entry("pages/track/indicators.py", N_("Indicators"), ":material/monitoring:", CASE_ROLES),
    Entry("pages/track/stages.py", N_("Stages"), ":material/timeline:", CASE_ROLES),
    Entry("pages/track/recommendations.py", N_("Recommendations"), ":material/checklist:", DIRECTORY_ROLES),
    Entry("pages/track/calendar.py", N_("M&E calendar"), ":material/calendar_month:", CASE_ROLES),
    Entry("pages/manage/bring_in.py", N_("Bring data in"), ":material/upload_file:", LOADERS),
    Entry("pages/manage/registers.py", N_("Registers"), ":material/table_view:", CASE_ROLES),
    Entry("pages/manage/quality.py", N_("Data quality"), ":material/verified:", CASE_ROLES),
    Entry("pages/manage/publish.py", N_("Publish"), ":material/publish:", PLANNERS),
    Entry("pages/administer/users.py", N_("Users"), ":material/manage_accounts:", ADMINISTRATORS),
    Entry("pages/administer/settings.py", N_("Settings"), ":material/tune:", ADMINISTRATORS),
    Entry("pages/administer/audit.py", N_("Audit"), ":material/policy:", ADMINISTRATORS),
    Entry("pages/administer/backups.py", N_("Backups"), ":material/backup:", ADMINISTRATORS),
)


def pages_of(role: Role) -> list[Entry]:
    """The pages that a role may open, in the order of the navigation."""
    return [entry for entry in PAGES if role in entry.roles]


def navigation(role: Role) -> st.Page:
    """Draw the navigation of a role; returns the page to run."""
    allowed = pages_of(role)
    sections = {
        _(title): [
            st.Page(ROOT / entry.file, title=_(entry.title), icon=entry.icon, default=entry is allowed[0])
            for entry in allowed
            if entry.section == folder
        ]
        for folder, title in SECTIONS.items()
    }
    return st.navigation({title: pages for title, pages in sections.items() if pages}, expanded=True)


def hidden() -> None:
    """Tell Streamlit the addresses of the pages without showing or running any, for who may see none."""
    st.navigation([st.Page(ROOT / entry.file, title=_(entry.title)) for entry in PAGES], position="hidden")


def can_open(file: str) -> bool:
    """True where the reader's role may open the page."""
    return any(entry.file == file for entry in pages_of(scope().role))


def link(file: str, text: str, help: str | None = None) -> None:
    """A link to a page, where the reader may open it; nothing otherwise."""
    if can_open(file):
        st.page_link(ROOT / file, label=text, icon=":material/arrow_forward:", help=help)
