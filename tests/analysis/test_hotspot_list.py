"""Who belongs on the list, worked out by hand: ranks, ties, doubt, corridors, reasons, and what became of whom."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.hotspot_list import Change, Rule, Standing, compare, differs, drift, judge, propose, why
from analysis.hotspots import Hotspots
from data.vocabulary import ListedHow
from tests.grid import CODES, NO_OFFICE, cover, here

# unit: rank, best, worst, hot, smoothed; C and E were counted as one, under CE.
UNITS = {
    "N": (1, 1, 2, True, 9.0), "W": (2, 1, 4, True, 7.0), "CE": (3, 2, 5, False, 5.0), "S": (4, 3, 8, False, 4.0),
    "NW": (5, 4, 8, True, 3.0), "NE": (5, 2, 8, False, 3.0), "SW": (7, 6, 8, False, 1.0), "SE": (8, 5, 8, False, 0.0),
}  # fmt: skip
MEMBERS = {unit: ("C", "E") if unit == "CE" else (unit,) for unit in UNITS}
CLASSES = {"N": "persistent", "W": "new"}
# township: China, Thailand, other, inside, not recorded.
VICTIMS = {
    "N": (6, 1, 1, 0, 2), "W": (2, 2, 0, 0, 0), "C": (0, 0, 0, 3, 0), "E": (0, 1, 0, 0, 3), "S": (0, 0, 0, 0, 2),
    "NW": (0, 0, 1, 0, 0), "NE": (1, 0, 0, 0, 0), "SW": (1, 0, 0, 0, 0),
}  # fmt: skip
COLUMNS = ["china_people", "thailand_people", "other_abroad_people", "internal_people", "unknown_destination_people"]


def found(units=UNITS) -> Hotspots:
    rows = [
        {"unit_pcode": unit, "ts_pcodes": MEMBERS[unit], "st_pcode": "all", "rank": rank, "rank_low": low,
         "rank_high": high, "is_hot": hot, "is_cluster": False, "smoothed_per_100k": rate}
        for unit, (rank, low, high, hot, rate) in units.items()
    ]  # fmt: skip
    return Hotspots(2024, pd.DataFrame(rows), None, 27, 0, 4.0, 0.1, 0.2, 2010, 99, 100, 0.05, 0.9)


def classes() -> pd.DataFrame:
    return pd.DataFrame({"unit_pcode": list(UNITS), "space_time": [CLASSES.get(unit) for unit in UNITS]})


def victims(**more: tuple[int, ...]) -> pd.DataFrame:
    by_place = VICTIMS | more
    rows = pd.DataFrame(list(by_place.values()), columns=COLUMNS)
    return rows.assign(ts_pcode=list(by_place), victims_people=rows.sum(axis=1))


def unassigned(**people: int) -> pd.DataFrame:
    rows = {"N": 4, None: 9} | people
    return pd.DataFrame({"ts_pcode": pd.array(list(rows), "str"), "unassigned_people": list(rows.values())})


FIVE = Rule(most=5)


def judged(rule=FIVE, units=UNITS, **more) -> pd.DataFrame:
    return judge(
        found(units), classes(), cover(here("A-1", "N"), offices=NO_OFFICE), unassigned(), victims(**more), rule
    )


def listed(rows: pd.DataFrame) -> set[str]:
    return set(rows.loc[rows["is_listed"], "ts_pcode"])


def standing(rows: pd.DataFrame) -> dict[str, str]:
    return dict(zip(rows["ts_pcode"], map(str, rows["standing"]), strict=True))


def test_every_township_is_judged_once_best_rank_first():
    rows = judged()
    assert sorted(rows["ts_pcode"]) == sorted(CODES)
    assert rows["ts_pcode"].tolist() == ["N", "W", "E", "C", "S", "NE", "NW", "SW", "SE"]
    assert not rows.drop(columns=["space_time", "corridor_share_0_1"]).isna().any().any()


def test_two_townships_of_one_unit_share_its_rank_and_rate_but_not_its_victims():
    rows = judged().set_index("ts_pcode").loc[["C", "E"]]
    assert rows["unit_pcode"].tolist() == ["CE", "CE"]
    assert rows["rank"].tolist() == [3, 3]
    assert rows["smoothed_per_100k"].tolist() == [5.0, 5.0]
    assert rows["victims_people"].tolist() == [3, 4]


def test_the_rule_lists_from_the_top_equal_ranks_together_or_not_at_all():
    assert listed(judged(Rule(most=5))) == {"N", "W", "C", "E", "S"}
    assert listed(judged(Rule(most=3))) == {"N", "W"}, "the unit of two townships does not fit"
    assert listed(judged(Rule(most=6))) == {"N", "W", "C", "E", "S"}, "NW and NE share a rank; one would be arbitrary"
    assert listed(judged(Rule(most=7))) == {"N", "W", "C", "E", "S", "NW", "NE"}
    assert listed(judged(Rule(most=330))) == set(CODES) - {"SE"}, "nobody without a victim"


def test_where_the_rates_do_not_differ_nothing_is_proposed_and_everything_might_be():
    alike = dict.fromkeys(UNITS, (1, 1, 8, False, 4.0))
    rows = judged(Rule(most=5), alike)
    assert listed(rows) == set()
    assert standing(rows) == dict.fromkeys(VICTIMS, "borderline") | {"SE": "out"}


def test_a_rule_may_ask_for_victims_and_for_hot_spots():
    assert listed(judged(Rule(most=5, least_victims_people=3))) == {"N", "W", "C", "E"}
    assert listed(judged(Rule(most=2, only_hot=True))) == {"N", "W"}
    assert listed(judged(Rule(most=5, only_hot=True))) == {"N", "W", "NW"}


def test_standing_is_told_by_the_interval_of_the_rank():
    rows = judged(Rule(most=5))  # the worst rank listed is 4
    assert standing(rows) == {
        "N": "certain", "W": "certain", "C": "likely", "E": "likely", "S": "likely", "NW": "borderline",
        "NE": "borderline", "SW": "out", "SE": "out",
    }  # fmt: skip
    assert set(propose(found(), classes(), cover(), unassigned(), victims(), Rule(most=5))["ts_pcode"]) == {
        code for code, told in standing(rows).items() if told != Standing.OUT
    }


def test_main_corridor_and_its_share_of_all_victims():
    rows = judged().set_index("ts_pcode")
    told = {code: (rows.at[code, "corridor"], rows.at[code, "corridor_share_0_1"]) for code in ("N", "W", "C", "E")}
    assert told == {"N": ("china", 0.6), "W": ("china", 0.5), "C": ("internal", 1.0), "E": ("thailand", 0.25)}
    assert (rows.at["S", "corridor"], rows.at["S", "corridor_share_0_1"]) == ("unknown", 1.0)
    assert rows.at["SE", "corridor"] == "unknown"
    assert pd.isna(rows.at["SE", "corridor_share_0_1"])


def test_why_is_one_line_of_facts():
    rows = judged().set_index("ts_pcode")
    assert str(rows.at["N", "why"]) == (
        "rank 1 (between 1 and 2, 90 % sure) · Persistent hot spot · 60 % of its victims to China · "
        "Resident provider with room · people unassigned: 4"
    )
    assert str(rows.at["S", "why"]) == (
        "rank 4 (between 3 and 8, 90 % sure) · too few years or victims to tell a class · Nobody in reach · "
        "people unassigned: 0"
    )


ENTRY = {
    "rank": 7, "rank_low": 4, "rank_high": 12, "space_time": "none", "corridor": "china", "corridor_share_0_1": None,
    "tier": 6, "unassigned_people": pd.NA, "how": "hand", "reason": None,
}  # fmt: skip


def test_what_a_reader_may_not_know_is_not_said():
    assert str(why(ENTRY)) == (
        "rank 7 (between 4 and 12, 90 % sure) · in no year part of a hot spot · mainly to China · Nobody in reach · "
        "picked by the meeting"
    )
    assert str(why(ENTRY | {"reason": "new road"})).endswith("· picked by the meeting: new road")
    assert str(why(ENTRY | {"how": "rule", "reason": "new road"})).endswith("· the meeting noted: new road")


def test_why_is_worded_part_by_part_in_another_language():
    burmese = {"Nobody in reach": "B", "people unassigned: {unassigned_people}": "U {unassigned_people}"}
    said = why(ENTRY | {"unassigned_people": 1200}).text(lambda text: burmese.get(text, "?"), lambda n: f"{n:,}")
    assert said == "? · ? · ? · B · U 1,200 · ?"


def entries(*codes: str, how: str = "rule", **facts: object) -> pd.DataFrame:
    return pd.DataFrame([
        {"ts_pcode": code, "rank": i, "space_time": None, "victims_people": 3, "how": how} | facts
        for i, code in enumerate(codes, start=1)
    ])  # fmt: skip


def changes(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return [(row.ts_pcode, str(row.change)) for row in rows.itertuples()]


def test_entered_stayed_left():
    last, this = entries("N", "W", "S"), entries("W", "SE", "N")
    rows = compare(last, this)
    assert changes(rows) == [("SE", "entered"), ("W", "stayed"), ("N", "stayed"), ("S", "left")]
    assert rows["rank_before"].tolist() == [pd.NA, 2, 1, 3]
    assert rows["rank_now"].tolist() == [2, 1, 3, pd.NA]
    assert rows["changed"].tolist() == [(), ("rank",), ("rank",), ()]
    assert differs(rows)


def test_a_list_compared_with_itself_and_with_nothing():
    one = entries("N", "W")
    assert not differs(compare(one, one))
    assert changes(compare(one.iloc[:0], one)) == [("N", "entered"), ("W", "entered")]
    assert changes(compare(one, one.iloc[:0])) == [("N", "left"), ("W", "left")]
    assert len(compare(one.iloc[:0], one.iloc[:0])) == 0


def frozen_from(rows: pd.DataFrame, by_hand: str) -> pd.DataFrame:
    kept = rows[rows["is_listed"] | (rows["ts_pcode"] == by_hand)]
    return kept.assign(how=[ListedHow.HAND if code == by_hand else ListedHow.RULE for code in kept["ts_pcode"]])


def test_drift_tells_who_would_enter_leave_and_whose_facts_changed():
    frozen = frozen_from(judged(Rule(most=2)), "SE")
    assert not differs(drift(frozen, judged(Rule(most=2))))
    later = UNITS | {"W": (4, 3, 8, False, 4.0), "S": (2, 1, 4, True, 8.0)}
    rows = drift(frozen, judged(Rule(most=2), later, S=(9, 0, 0, 0, 0)))
    assert changes(rows) == [("S", "entered"), ("N", "stayed"), ("SE", "stayed"), ("W", "left")]
    by_code = rows.set_index("ts_pcode")
    assert by_code.at["N", "changed"] == ()
    assert by_code.at["W", "changed"] == ("rank", "rank_low", "rank_high", "is_hot")
    assert (by_code.at["S", "victims_people_now"], by_code.at["SE", "how"]) == (9, "hand")
    assert pd.isna(by_code.at["S", "victims_people_before"])


def test_late_data_that_change_a_number_alone_are_seen():
    frozen = frozen_from(judged(Rule(most=2)), "SE")
    rows = drift(frozen, judged(Rule(most=2), N=(7, 1, 1, 0, 2)))
    assert set(rows["change"]) == {Change.STAYED}
    assert rows.set_index("ts_pcode").at["N", "changed"] == ("victims_people",)
    assert differs(rows)


def test_a_township_without_coverage_is_refused():
    partly = cover()
    with pytest.raises(ValueError, match="SE"):
        judge(
            found(), classes(), type(partly)(**{**partly.__dict__, "townships": partly.townships.iloc[:-1]}),
            unassigned(), victims(),
        )  # fmt: skip
