"""Counts of victims: a register worked out on paper, and every filter against plain Python."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.vocabulary import Destination, Purpose, Sex, VictimType
from queries import victims
from queries.ask import FOLDER
from queries.filters import UNRECORDED, Filters
from tests.small_register import PLANNER, case, records, small_store

AS_OF = date(2024, 12, 31)
EVERYTHING = Filters(as_of=AS_OF)


@pytest.fixture(scope="module")
def paper():
    """Seven cases on paper, and one recorded after the as-of date.

    1 and 2 from Myitkyina to China, 2 a child of 17; 3 there to Thailand, Special, age not recorded;
    4 from Waingmaw inside Myanmar, a child of 0; 5 from there to Malaysia, exactly 18;
    6 township not known, destination not recorded, G-to-G, 2021; 7 recorded on the as-of date itself; 8 a day later.
    """
    return small_store(
        victim_case=[
            case("C1"),
            case("C2", age_years=17),
            case("C3", destination="THA", is_special=True, age_years=None, identified_month=date(2022, 1, 1)),
            case("C4", ts_pcode="MMR001002", destination="MMR", age_years=0, sex="male"),
            case("C5", ts_pcode="MMR001002", destination="MYS", age_years=18, sex=None),
            case("C6", ts_pcode=None, destination=None, victim_type="g2g", identified_month=date(2021, 12, 1)),
            case("C7", ts_pcode="MMR001003", recorded_on=AS_OF, purpose=None, recruitment_month=date(2023, 1, 1)),
            case("C8", ts_pcode="MMR001003", recorded_on=date(2025, 1, 1)),
        ]
    )


def test_victims_by_township(paper):
    assert records(victims.victims_by_township(paper, PLANNER, EVERYTHING)) == [
        # people, children, special, China, Thailand, other abroad, inside Myanmar, not recorded
        ("MMR001001", 3, 1, 1, 2, 1, 0, 0, 0),
        ("MMR001002", 2, 1, 0, 0, 0, 1, 1, 0),
        ("MMR001003", 1, 0, 0, 1, 0, 0, 0, 0),
        (None, 1, 0, 0, 0, 0, 0, 0, 1),
    ]


def test_a_case_is_seen_from_the_day_it_was_recorded(paper):
    later = victims.victims_by_township(paper, PLANNER, Filters(as_of=date(2025, 1, 1)))
    assert dict(zip(later["ts_pcode"], later["victims_people"], strict=True))["MMR001003"] == 2


def test_victims_by_year_and_corridor(paper):
    assert records(victims.victims_by_year(paper, PLANNER, EVERYTHING)) == [
        (2021, "unknown", 1),
        (2022, "thailand", 1),
        (2023, "china", 3),
        (2023, "internal", 1),
        (2023, "other_abroad", 1),
    ]


def test_victims_by_township_and_year(paper):
    assert records(victims.victims_by_township_year(paper, PLANNER, EVERYTHING)) == [
        ("MMR001001", 2022, 1),
        ("MMR001001", 2023, 2),
        ("MMR001002", 2023, 2),
        ("MMR001003", 2023, 1),
        (None, 2021, 1),
    ]


def test_victims_of_one_township(paper):
    found = victims.victims_of_township(paper, PLANNER, EVERYTHING, "MMR001001")
    assert records(found) == [(2022, 1, 0), (2023, 2, 1)]


def test_register_totals(paper):
    row = victims.register_totals(paper, PLANNER, EVERYTHING).iloc[0]
    assert row[["victims_people", "without_township_people", "children_people", "special_people"]].tolist() == [
        7,
        1,
        2,
        1,
    ]
    corridors = [
        "china_people",
        "thailand_people",
        "other_abroad_people",
        "internal_people",
        "unknown_destination_people",
    ]
    assert row[corridors].tolist() == [3, 1, 1, 1, 1]
    assert (row["townships_with_victims"], row["first_year"], row["last_year"]) == (3, 2021, 2023)
    assert (row["last_recorded_on"].date(), row["last_identified_month"].date()) == (AS_OF, date(2023, 5, 1))


def test_yearly_totals(paper):
    assert records(victims.yearly_totals(paper, PLANNER, EVERYTHING)) == [
        (2021, 1, 1, 0, 0, 1, 0, 0),
        (2022, 1, 0, 0, 1, 0, 0, 1),
        (2023, 5, 0, 2, 0, 0, 3, 0),
    ]


def test_register_completeness(paper):
    assert records(victims.register_completeness(paper, PLANNER, EVERYTHING)) == [
        ("ts_pcode", 6, 7),
        ("age_years", 6, 7),
        ("sex", 6, 7),
        ("destination", 6, 7),
        ("purpose", 6, 7),
        ("recruitment_month", 1, 7),
    ]


@pytest.mark.parametrize("field", ["victim_types", "destinations", "sexes", "age_groups", "purposes"])
def test_nothing_selected_is_nothing_and_no_filter_is_everything(paper, field):
    def total(**chosen):
        return victims.register_totals(paper, PLANNER, Filters(as_of=AS_OF, **chosen))["victims_people"].iloc[0]

    assert total(**{field: ()}) == 0
    assert total(**{field: None}) == 7


def test_unrecorded_can_be_selected(paper):
    for field, expected in (("destinations", 1), ("sexes", 1), ("age_groups", 1), ("purposes", 1)):
        chosen = Filters(as_of=AS_OF, **{field: (UNRECORDED,)})
        assert victims.register_totals(paper, PLANNER, chosen)["victims_people"].iloc[0] == expected


def _random_cases(number: int) -> list[dict[str, object]]:
    draw = random.Random(20151)
    return [
        case(
            f"R{i}",
            victim_type=draw.choice(list(VictimType)).value,
            destination=draw.choice([None, *(d.value for d in Destination)]),
            sex=draw.choice([None, *(s.value for s in Sex)]),
            age_years=draw.choice([None, 3, 17, 18, 40]),
            purpose=draw.choice([None, *(p.value for p in Purpose)]),
            ts_pcode=draw.choice([None, "MMR001001", "MMR001002", "MMR013046"]),
            is_special=draw.random() < 0.3,
            identified_month=date(draw.randint(2015, 2020), draw.randint(1, 12), 1),
            recorded_on=date(draw.randint(2020, 2022), draw.randint(1, 12), draw.randint(1, 28)),
        )
        for i in range(number)
    ]


CASES = _random_cases(400)


@pytest.fixture(scope="module")
def random_register():
    return small_store(victim_case=CASES)


def subsets(values):
    return st.none() | st.lists(st.sampled_from(values), unique=True, max_size=len(values)).map(tuple)


any_filters = st.builds(
    Filters,
    as_of=st.dates(date(2019, 12, 1), date(2023, 1, 31)),
    years=st.none() | st.tuples(st.integers(2014, 2021), st.integers(2014, 2021)),
    victim_types=subsets([v.value for v in VictimType]),
    destinations=subsets([UNRECORDED, *(d.value for d in Destination)]),
    sexes=subsets([UNRECORDED, *(s.value for s in Sex)]),
    age_groups=subsets(["child", "adult", UNRECORDED]),
    purposes=subsets([UNRECORDED, *(p.value for p in Purpose)]),
    special=st.none() | st.booleans(),
)


def is_chosen(row: dict[str, object], f: Filters) -> bool:
    age = row["age_years"]
    group = UNRECORDED if age is None else "child" if age < 18 else "adult"
    year = row["identified_month"].year
    return (
        row["recorded_on"] <= f.as_of
        and (f.years is None or f.years[0] <= year <= f.years[1])
        and (f.victim_types is None or row["victim_type"] in f.victim_types)
        and (f.destinations is None or (row["destination"] or UNRECORDED) in f.destinations)
        and (f.sexes is None or (row["sex"] or UNRECORDED) in f.sexes)
        and (f.age_groups is None or group in f.age_groups)
        and (f.purposes is None or (row["purpose"] or UNRECORDED) in f.purposes)
        and (f.special is None or row["is_special"] == f.special)
    )


@settings(max_examples=60, deadline=None)
@given(any_filters)
def test_every_filter_gives_what_plain_python_gives(random_register, filters):
    chosen = [row for row in CASES if is_chosen(row, filters)]
    expected = Counter(row["ts_pcode"] for row in chosen)
    found = victims.victims_by_township(random_register, PLANNER, filters)
    got = {code: people for code, people, *_ in records(found)}
    assert got == dict(expected)
    parts = ["china_people", "thailand_people", "other_abroad_people", "internal_people", "unknown_destination_people"]
    assert found[parts].sum(axis=1).tolist() == found["victims_people"].tolist()
    assert victims.victims_by_year(random_register, PLANNER, filters)["victims_people"].sum() == len(chosen)


def test_the_filters_are_worded_the_same_in_every_statement():
    """One macro applies the filters; each statement that takes them hands all of them over, in one order.

    case_fact hands them on to it, with a dimension behind them.
    """
    handed = set()
    for path in FOLDER.glob("*.sql"):
        text = path.read_text(encoding="utf-8")
        given = re.findall(r"FROM (?:chosen_case|case_fact)\(([^)]*?\$special)", text)
        handed |= {" ".join(one.split()) for one in given}
        assert text.count("$sexes") == len(given), f"{path.name} applies a filter by itself"
    assert len(handed) == 1
