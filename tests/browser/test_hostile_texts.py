"""Attacks in every free text of a register, on every page of a planner, who sees most, in a real Chromium.

No script runs, no dialog opens, nothing is asked of another host, no attribute is broken out of: what stands on a page
stands there as text. So too on pages to print, and in the preview of a file that is being brought in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data.vocabulary import Role
from tests.browser.conftest import Visit
from tests.browser.driver import FIRST_PATIENCE_MS, PATIENCE_MS, settled, start_server, stop_server, warm_up
from tests.hostile_register import MARK, MARKUP, attack, make_hostile
from ui.navigation import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What must not exist in any document: elements and attributes that only an attack could have made, and its mark.
MADE = """() => [...document.querySelectorAll(
    'img[src="x"], [onerror], [onload], [onmouseover], a[href^="javascript:" i], iframe[src^="javascript:" i], .katex')]
  .map(element => element.outerHTML.slice(0, 200)).concat(window.top.atlasHit ? ['ran: ' + window.top.atlasHit] : [])"""
TEXT = "() => document.body ? document.body.textContent : ''"
AS_WRITTEN = "<img"  # markup that was read as markup leaves no such text; a preview may cut what follows
# What a planner opens behind the plain pages.
ADDRESSES = (
    "cases?case={case}", "assignments?part=asked", "assignments?part=all", "hot_spots?part=lists",
    "recommendations?recommendation=1.5",
    "allocation?tab=compare", "caseload?part=workers", "registers?register=health_site", "registers?register=meeting",
    "rr_meeting?meeting={meeting}", "rr_meeting?meeting={meeting}&step=minutes",
    "coverage_map?place=MMR001001&show=providers", "shelter_register?tab=form",
)  # fmt: skip
# Texts that must have been met on the way: the walk is worth something only where attacks stand on the pages.
SHOWN = {
    "organisation.name", "import_reject.written_value", "recommendation_state.evidence", "recommendation_state.note",
    "assignment.note", "allocation_plan.name", "hotspot_list.note", "meeting_decision.note",
}  # fmt: skip
UPLOADED = "Organisation,Activity,Township P-code,Township,Status\n" + "".join(
    f'"{text}","{text}",MMR001001,"{text}",Ongoing\n' for text in [attack("file", "cell").replace('"', '""')]
)


@dataclass(frozen=True)
class Hostile:
    """Address of the atlas, and a person and a sitting that every free text stands at."""

    url: str
    case: str
    meeting: str


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Hostile]:
    """A running atlas over the hostile register."""
    folder = tmp_path_factory.mktemp("hostile")
    case, meeting = make_hostile(folder / "atlas.duckdb")
    server = start_server(folder / "atlas.duckdb", folder)
    try:
        warm_up(chromium, server.url)
        yield Hostile(server.url, case, meeting)
    finally:
        stop_server(server.process)


@dataclass
class Walk:
    """Columns whose texts were met as text on the pages looked at so far, and where one was more than text."""

    met: set[str] = field(default_factory=set)
    harm: list[str] = field(default_factory=list)
    papers: int = 0

    def look(self, page: Page, where: str) -> None:
        """At a page and all its frames."""
        for frame in page.frames:
            self.harm += [f"{where}: {made}" for made in frame.evaluate(MADE)]
            text = "".join(frame.evaluate(TEXT).split())
            for mark in MARK.finditer(text):
                after = text[mark.end() : mark.end() + 60].lstrip("0123456789")
                cut = after[:1] in ("", "…") or after.startswith("[[")
                self.harm += [] if cut or after.startswith(AS_WRITTEN) else [f"{where}: {mark[1]} reads {after}"]
                self.met.add(mark[1])


def look_at_paper(walk: Walk, page: Page, chromium: Browser, where: str, folder: Path) -> None:
    """Take each page to print that is offered, open it as a browser would, and look at it too."""
    for button in page.get_by_role("button", name=re.compile("to print", re.I)).all():
        with page.expect_download(timeout=PATIENCE_MS) as made:
            button.click()
        made.value.save_as(folder / "paper.html")
        paper = chromium.new_page()
        paper.set_content((folder / "paper.html").read_text(encoding="utf-8"))
        walk.look(paper, f"{where}, printed")
        walk.papers += 1
        paper.close()


def test_a_planner_meets_nothing_that_runs(visit: Visit, hostile: Hostile, chromium: Browser, tmp_path: Path):
    page, walk = visit(url=hostile.url, height=2400), Walk()
    walk.look(page, "overview")
    for address in [*(Path(entry.file).stem for entry in PAGES[1:] if Role.PLANNER in entry.roles), *ADDRESSES]:
        page.goto(f"{hostile.url}/{address.format(case=hostile.case, meeting=hostile.meeting)}")
        settled(page, FIRST_PATIENCE_MS)
        walk.look(page, address)
        look_at_paper(walk, page, chromium, address, tmp_path)
    assert walk.harm == []
    assert walk.met >= SHOWN, f"not met: {sorted(SHOWN - walk.met)} but {sorted(walk.met)}"
    assert walk.papers >= 2


def test_a_file_of_attacks_is_shown_as_text(visit: Visit, hostile: Hostile):
    page = visit("bring_in", url=hostile.url, height=2400)
    file = {"name": f"{MARKUP[:40].replace('/', '')}.csv", "mimeType": "text/csv", "buffer": UPLOADED.encode()}
    page.locator("input[type=file]").set_input_files(file)
    check = page.locator(".st-key-w_bring_in_check button")
    check.click(timeout=PATIENCE_MS)
    expect(page.locator(".st-key-w_bring_in_load button").or_(page.get_by_text("rejected").first).first).to_be_visible(
        timeout=PATIENCE_MS
    )
    settled(page)
    walk = Walk()
    walk.look(page, "bring_in")
    assert walk.harm == []
    assert "file.cell" in walk.met
