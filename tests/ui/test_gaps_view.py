"""The Gaps page's numbers, sentences and figures, against the register worked out in tests/pages/hand_register."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coverage import GAP_TIERS, Sentence, Tier, corridor_equity, coverage
from data.store import memory_store
from queries import places, providers, unassigned, victims
from queries.filters import Filters
from tests.pages import hand_register as hand
from tests.small_register import PLANNER, records
from ui import gaps_figures, gaps_list, gaps_view, tier_marks
from ui.gaps_view import Choice, Picture

FILTERS = Filters(as_of=hand.DAY)
STATES = {"MMR001": "Kachin", "MMR015": "Shan (North)"}


@pytest.fixture(scope="module")
def store():
    return hand.whole(memory_store())


@pytest.fixture(scope="module")
def whole(store) -> Picture:
    towns = places.townships(store)
    presences = providers.presences_at(store, PLANNER, hand.DAY)
    found = coverage(towns, presences, places.dsw_offices(store), hand.DAY, 50)
    return Picture(
        found,
        victims.victims_by_township(store, PLANNER, FILTERS),
        unassigned.unassigned_by_township(store, PLANNER, FILTERS),
        towns,
    )


# --- What the URL keeps ----------------------------------------------------------------------------------------------


@given(st.sets(st.sampled_from(list(Tier)), min_size=1))
def test_a_choice_of_tiers_comes_back_from_the_url(tiers):
    written = gaps_view.write_tiers(list(tiers))
    assert gaps_view.read_tiers(written or "") == tuple(sorted(tiers))


def test_no_tier_and_the_usual_tiers_are_not_written():
    assert gaps_view.write_tiers([]) is None
    assert gaps_view.write_tiers(list(reversed(GAP_TIERS))) is None


@pytest.mark.parametrize("text", ["", "0", "7", "2,x", "-1", "2,,4", "²", "1e1", "٣"])
def test_anything_else_in_the_url_gives_the_usual_tiers(text):
    assert gaps_view.read_tiers(text) == tuple(sorted(GAP_TIERS))


# --- Frames ----------------------------------------------------------------------------------------------------------


def test_totals_of_the_whole_country(whole):
    found = gaps_view.totals(whole, Choice())
    assert found.gap_townships == 3
    assert (found.gap.victims_people, found.gap.unassigned_people, found.gap.waiting_days) == (6, 2, 396)
    assert (found.elsewhere.victims_people, found.elsewhere.waiting_days) == (1, 10)
    assert (found.unplaced.victims_people, found.unplaced.unassigned_people) == (1, 1)
    assert (found.everybody.victims_people, found.everybody.waiting_days) == (8, 466)


def test_totals_of_one_state_leave_out_the_unknown(whole):
    found = gaps_view.totals(whole, Choice(st_pcode="MMR015"))
    assert found.gap_townships == 2
    assert (found.gap.victims_people, found.everybody.victims_people) == (3, 4)
    assert found.unplaced.victims_people == 0


def test_ranked_worst_first(whole):
    rows = gaps_view.ranked(whole, Choice())
    shown = rows[["rank", "ts_name_en", "tier", "victims_people", "unassigned_people", "waiting_days"]]
    assert records(shown) == [
        (1, "Muse", 5, 2, 1, 366),
        (2, "Myitkyina", 2, 3, 1, 30),
        (3, "Laukkaing", 6, 1, 0, 0),
    ]


def test_other_tiers_and_confirmed_records_only(whole):
    best = gaps_view.ranked(whole, Choice(tiers=(Tier.RESIDENT_ROOM,)))
    assert list(best["ts_name_en"]) == ["Lashio"]
    # Muse's only project was last confirmed two years ago: without it nobody is there.
    sure = gaps_view.ranked(whole, Choice(tiers=(Tier.NONE,), confirmed_only=True))
    assert list(sure["ts_name_en"]) == ["Muse", "Laukkaing"]
    assert gaps_view.tier_of(sure.iloc[0].to_dict(), confirmed_only=True) is Tier.NONE
    assert gaps_view.tier_of(sure.iloc[0].to_dict()) is Tier.REFERRAL_ONLY


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["Muse", "Myitkyina", "Laukkaing"]),
        (" mUSe ", ["Muse"]),
        ("မူဆယ်", ["Muse"]),
        ("mmr001001", ["Myitkyina"]),
        (".*", []),
        ("[", []),
    ],
)
def test_search_reads_text_as_it_stands(whole, text, names):
    rows = gaps_view.find(gaps_view.ranked(whole, Choice()), text)
    assert list(rows["ts_name_en"]) == names


def test_victims_by_tier_of_a_state(whole):
    rows = gaps_view.by_tier(whole, "MMR015")
    found = dict(zip(rows["tier"].astype(object), rows["victims_people"], strict=True))
    assert {tier: people for tier, people in found.items() if people} == {1: 1, 5: 2, 6: 1}


# --- Words -----------------------------------------------------------------------------------------------------------


def test_cards_say_the_totals_with_their_share(whole):
    found = gaps_view.totals(whole, Choice())
    cards = gaps_view.cards(found, found, 330)
    assert [(card.value, card.change) for card in cards] == [
        ("3", "of 330 townships"),
        ("6", "75% of 8 in the filter"),
        ("2", "50% of 4 in the filter"),
        ("396", "85% of 466 in the filter"),
        ("1", "1 not assigned"),
    ]


def test_facts_of_sentences_are_written_as_they_are():
    facts = (("a", 1234), ("b", None), ("c", pd.NA), ("d", 2.0), ("e", "x"))
    assert gaps_view.words(Sentence("{a} {b} {c} {d} {e}", facts), {}) == "1,234 n/a n/a 2 x"


def test_an_office_is_named_by_its_township(whole):
    assert gaps_view.words(Sentence("{dsw_place}", (("dsw_place", "Lashio"),)), {"Lashio": "လားရှိုး"}) == "လားရှိုး"
    assert gaps_view.office_names(whole)["Lashio"] == "Lashio"


def test_full_and_untold_are_told_apart():
    assert gaps_view.tier_words(Tier.RESIDENT_FULL, "full") == "Resident provider, full"
    assert gaps_view.tier_words(Tier.RESIDENT_FULL, "not_told") == "Resident provider, room not told"
    assert gaps_view.tier_words(Tier.NONE, "no_provider") == "Nobody in reach"


def test_the_file_says_why_and_what_would_help(whole):
    rows = gaps_view.file_rows(whole, gaps_view.ranked(whole, Choice()), False)
    muse, myitkyina, laukkaing = rows.to_dict("records")
    assert muse["reason_text"] == "No reintegration provider with known room; other projects for referral: 1."
    assert "Confirm the directory's record" in muse["help_text"]
    assert myitkyina["reason_text"] == "Resident providers are full: 1."
    assert "The DSW office in Myitkyina is 0 km away." in myitkyina["help_text"]
    assert laukkaing["reason_text"] == "No active provider; the nearest DSW office is Lashio, 132 km away."
    assert [column.key for column in gaps_view.file_columns() if column.key not in rows] == []


def test_neighbours_have_distances(whole):
    touching = gaps_view.touching_townships(whole.townships)
    assert touching["seat_km"].between(0.1, 400).all()
    assert set(touching["ts_a"]) | set(touching["ts_b"]) == set(whole.townships["ts_pcode"])


def test_nothing_found_says_what_the_filter_holds(whole):
    nobody = Picture(whole.coverage, whole.victims.iloc[:0], whole.unassigned.iloc[:0], whole.townships)
    assert gaps_view.nothing_found(nobody, Choice(), "").startswith("No victim matches")
    assert "3 townships" in gaps_view.nothing_found(whole, Choice(), "zzz")
    kind = Choice(tiers=(Tier.ROVING_ROOM,))
    assert "of the 8 victims and 4 unassigned people" in gaps_view.nothing_found(whole, kind, "")


# --- Rows ------------------------------------------------------------------------------------------------------------


def test_a_row_as_it_is_read(whole):
    first = gaps_list.rows_of(whole, gaps_view.ranked(whole, Choice()), False)[0]
    assert (first.rank, first.name, first.other_name, first.state) == (1, "Muse", "မူဆယ်", "Shan (North)")
    assert first.figures == (("2", "victims"), ("1", "not assigned"), ("366", "people-days"))
    assert first.is_unconfirmed
    assert first.longest_wait == "longest wait 366 days"


def test_nothing_in_a_row_is_read_as_markup():
    row = gaps_list.Row(
        1, "X", "<b>n", "<i>", "<u>", Tier.NONE, "<tier>", True, (("<9>", "<p>"),), "<w>", "<why>",
        (("<what>", hand.HOSTILE), ("b", "c"), ("<also>", "d")),
    )  # fmt: skip
    html = gaps_list.row_html(row)
    for text in ("<tier>", "<9>", "<w>", "<why>", "<what>", "<img src=x", "<also>"):
        assert text not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "Also: &lt;also&gt;" in html


def test_the_strip_has_a_part_for_each_tier_with_victims_and_a_key_for_all(whole):
    html = tier_marks.strip(gaps_view.by_tier(whole))
    assert html.count("flex:") == 4
    assert all(tier.label in html for tier in Tier)
    assert "3 victims (38%), " in html


# --- Figures ---------------------------------------------------------------------------------------------------------


def test_by_reason(store):
    rows = gaps_figures.by_reason(unassigned.unassigned_by_reason(store, PLANNER, FILTERS))
    assert sorted(records(rows[["unassigned_reason", "unassigned_people", "waiting_days"]])) == [
        ("no_provider", 1, 366),
        ("not_considered", 1, 10),
        ("provider_full", 1, 30),
        ("untraced", 1, 60),
    ]
    assert gaps_figures.reason_title(rows) == "Most often: No provider in reach (1 of 4 people, 25%)"
    assert list(gaps_figures.reason_figure(rows).data[0].x) == [1, 1, 1, 1]


def test_by_wait_has_every_band(store):
    rows = gaps_figures.by_wait(unassigned.unassigned_by_wait(store, PLANNER, FILTERS))
    assert list(zip(rows["wait_band"], rows["all_people"], strict=True)) == [
        ("0-30", 2),
        ("31-90", 1),
        ("91-180", 0),
        ("181-365", 0),
        ("366+", 1),
    ]
    assert gaps_figures.wait_title(rows) == "1 person of 4 has waited longer than a year (25%)"
    short = rows.assign(all_people=[1, 0, 0, 0, 0])
    assert gaps_figures.wait_title(short) == "Nobody has waited longer than a year"


def test_by_state_with_the_unknown_last(store):
    rows = gaps_figures.by_state(unassigned.unassigned_by_state(store, PLANNER, FILTERS), STATES)
    assert list(zip(rows["place"], rows["all_people"], strict=True)) == [
        ("Shan (North)", 2),
        ("Kachin", 1),
        ("Township not known", 1),
    ]
    assert rows.loc[0, ["no_provider", "not_considered"]].tolist() == [1, 1]
    assert rows["st_pcode"].isna().tolist() == [False, False, True]
    assert gaps_figures.state_title(rows) == "Most wait in Shan (North): 2 of 4 people"
    assert "of none of the 1" in gaps_figures.state_title(rows.iloc[2:])
    figure = gaps_figures.state_figure(rows)
    assert int(figure.data[0].z.sum()) == 4
    assert [list(line) for line in figure.data[0].text][2].count("") == 3


@given(st.integers(1, 10**6))
def test_the_heat_scale_rises_from_nought_to_one_and_keeps_zero_apart(most):
    scale = gaps_figures._heat(most)
    stops = [stop for stop, _colour in scale]
    assert stops == sorted(stops)
    assert (stops[0], stops[-1]) == (0.0, 1.0)
    one_person = 1 / most
    assert max(stop for stop, colour in scale if colour == scale[0][1]) < one_person or most == 1


def test_corridor_equity_compares_china_with_thailand(whole):
    """Placed victims: China 4 (Myitkyina 2, Muse, Laukkaing), Thailand 2 (Myitkyina, Muse), inside Myanmar 1 (Lashio).

    Capacity: A 2 for Myitkyina (two of China, one of Thailand), B 10 for Lashio and Kutkai (one inside Myanmar).
    China has 2 x 2/3 of 12 = 11 %, Thailand 2 x 1/3 of 12 = 6 %.
    """
    found = corridor_equity(whole.coverage, whole.victims)
    assert gaps_figures.equity_title(found) == "China: 57% of the victims, 11% of the capacity. Thailand: 29% and 6%"
    assert "active: 2; of them, 0 do not tell" in gaps_figures.equity_note(found)
    assert "Victims without a known township: 1." in gaps_figures.equity_note(found)
    assert [round(float(x), 2) for x in gaps_figures.equity_figure(found).data[0].x] == [0.57, 0.29, 0.14]
