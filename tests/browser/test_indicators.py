"""Indicators and stages in a real Chromium, at both widths, with a real click and real pictures."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.driver import PATIENCE_MS, fits, settled

pytestmark = pytest.mark.browser
TITLE = "Repatriated within six months of admission to a shelter abroad"


def test_a_card_opens_its_indicator_and_the_address_carries_it(visit: Visit):
    page = visit("indicators?at=2024", width=420, height=900)
    card = page.locator(".st-key-indicator_abroad_within_six_months")
    expect(card).to_contain_text(re.compile(r"\d+ of \d+"))
    expect(card).to_contain_text(re.compile(r"target \d+%"))
    card.get_by_role("button").click()
    settled(page)
    expect(page.get_by_role("heading", name=TITLE, exact=True, level=3)).to_be_visible()
    assert "indicator=abroad_within_six_months" in page.url
    fits(page)
    bars = page.locator(".st-key-indicator_trend .bars .point path")
    expect(bars.first).to_be_attached(timeout=PATIENCE_MS)
    page.reload()
    settled(page)
    expect(page.get_by_role("heading", name=TITLE, exact=True, level=3)).to_be_visible()


def test_curves_with_their_numbers_at_risk(visit: Visit):
    page = visit("stages?way=repatriation&split=corridor", height=900)
    figure = page.locator(".st-key-stages_ways")
    expect(figure.locator("text", has_text="Still waiting (people)")).to_be_visible(timeout=PATIENCE_MS)
    dashes = {
        line.get_attribute("style").split("stroke-dasharray:")[-1].split(";")[0]
        for line in figure.locator(".scatterlayer .lines path").all()
        if "stroke-dasharray" in (line.get_attribute("style") or "")
    }
    assert len(dashes) >= 3  # each curve has its own, besides its colour
    fits(page)
