"""Indicators of trainings against their targets (1.9, 2.3, 2.10.1, 3.2), worked out on paper."""

from __future__ import annotations

from datetime import date

import pytest

from data.vocabulary_indicators import Dimension
from tests.indicators.hand import DAY, RECORDED, by, by_period, total

TOPICS = {
    "trained_family_assessment": "family_assessment",
    "trained_shelter_care": "shelter_care",
    "trained_needs_assessment": "needs_assessment",
    "trained_psychosocial": "psychosocial",
}


def training(number, topic, body, people, held_on=DAY, **values):
    row = {"training_id": f"t{number}", "training_topic": topic, "body": body, "held_on": held_on, "people": people}
    return row | {"ts_pcode": "MMR001001", "withdrawn": False} | RECORDED | values


def target(number, topic, body, people, **values):
    row = {"target_id": f"g{number}", "target_year": 2023, "training_topic": topic, "body": body, "people": people}
    return row | {"withdrawn": False} | RECORDED | values


@pytest.mark.parametrize("key", list(TOPICS))
def test_staff_trained_of_the_target(put, key):
    """2023: 20 of DSW trained, 40 of DSW and 10 of NGOs planned: 20 of 50. 2024: 5 trained and nobody planned: n/a.
    Another topic and what was taken back do not count. Over both years 25 of 50."""
    topic = TOPICS[key]
    store = put(
        training=[
            training(1, topic, "dsw", 20),
            training(2, topic, "dsw", 5, date(2024, 2, 2)),
            training(3, "other", "dsw", 9),
            training(4, topic, "ngo", 9, withdrawn=True),
        ],
        training_target=[
            target(1, topic, "dsw", 40),
            target(2, topic, "ngo", 10),
            target(3, "other", "dsw", 9),
            target(4, topic, "un", 9, withdrawn=True),
        ],
    )
    assert by_period(store, key) == {"2023-01": (20, 50, 0, 0, 0.4), "2024-01": (5, 0, 0, 0, None)}
    assert total(store, key) == (25, 50, 0, 0, 0.5)
    assert by(store, key, Dimension.BODY) == {"dsw": (25, 40, 0, 0, 0.625), "ngo": (0, 10, 0, 0, 0)}


def test_staff_trained_over_all_topics(put):
    """Psychosocial support: 20 of 40; shelter care: 15 of 10, above its target. Together 35 of 50; other topics
    apart."""
    store = put(
        training=[
            training(1, "psychosocial", "dsw", 20),
            training(2, "shelter_care", "ngo", 15),
            training(3, "other", "dsw", 9),
        ],
        training_target=[
            target(1, "psychosocial", "dsw", 40),
            target(2, "shelter_care", "ngo", 10),
            target(3, "other", "un", 9),
        ],
    )
    assert total(store, "staff_trained") == (35, 50, 0, 0, 0.7)
    assert by(store, "staff_trained", Dimension.TOPIC) == {
        "psychosocial": (20, 40, 0, 0, 0.5),
        "shelter_care": (15, 10, 0, 0, 1.5),
    }
