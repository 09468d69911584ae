"""From the register: who was recorded after a year's first version joins its figures in numbers only."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.publication import Asked
from data import publications
from tests import published
from tests.small_register import PLANNER, case, fill, small_store
from ui import publish_work

NEXT_YEAR = date(2025, 12, 31)


@pytest.fixture(scope="module")
def store():
    """Published once; then 30 people of Myitkyina and one of Loikaw are recorded late, all identified in 2024."""
    made = small_store()
    published.publish(published.cases(made))
    late = [(published.MYITKYINA, n) for n in range(30)] + [(published.LOIKAW, 99)]
    rows = [
        case(
            f"L{n}", ts_pcode=township, destination="CHN", purpose="forced_labour", sex="female", age_years=25,
            identified_month=date(2024, 5, 1), recorded_on=date(2025, 2, 1),
        )
        for township, n in late
    ]  # fmt: skip
    return fill(made, victim_case=rows)


def counts(store, as_of: date):
    return publish_work.counts_of(store, PLANNER, Asked(2023, 2024), as_of)


def test_late_people_are_counted_apart(store):
    found = counts(store, NEXT_YEAR)
    assert found.people["people"].sum() == 3361
    assert found.late_people.groupby("ts_pcode")["people"].sum().to_dict() == {"MMR001001": 30, "MMR002001": 1}
    assert found.known["people"].sum() == 30
    assert found.late_known.empty


def test_before_they_were_recorded_nobody_is_late(store):
    assert counts(store, published.AS_OF).late_people.empty


def test_the_next_version_follows_where_enough_came(store):
    """Nobody but one person came elsewhere: Kachin and China follow only if that tells nothing about the one."""
    preview = publish_work.prepare(store, PLANNER, Asked(2023, 2024, search_s=0.1), NEXT_YEAR)
    figures = preview.edition.figures
    whole = figures[(figures["table_name"] == "place") & (figures["from_year"] < figures["to_year"])]
    people = whole.set_index("place")["people"]
    assert people[""] == 3390  # 3,361 and 31 are 3,392
    assert people["MMR001"] == 2250, "31 in the country and 30 here would give the one of Loikaw away"
    assert preview.publication.audit.late > 0
    assert publications.freeze(store, PLANNER, publish_work.new_publication(preview)) == "publication-v2"
    again = publish_work.prepare(store, PLANNER, Asked(2023, 2024, search_s=0.1), NEXT_YEAR).edition.figures
    assert again["people"].equals(figures["people"])
