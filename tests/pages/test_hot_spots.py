"""The page Hot spots in every role and view: what it shows is what the analysis says, and nothing where it cannot tell.

The register: nine years, 2016-2024, one person a year in each of forty townships far apart; in 2022-2024 besides eight
people a year in Lashio and in each township that touches it. Two people of 2024 have no known township.
"""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from analysis.forecast import forecast
from analysis.hotspots import hotspots, panel, units_of
from analysis.hotspots_2010 import ALL_ST_PCODES
from analysis.spacetime import space_time
from analysis.units import pooled
from data import reference
from data.store import Store
from data.vocabulary import Role, SpaceTime
from geo.neighbours import neighbours, neighbours_of
from queries import places, victims
from queries.filters import Filters
from tests.pages.visit import register, scope_of, visit, words
from tests.small_register import case, fill
from ui import cached, navigation, palette, state
from ui.assets import unit_codes
from ui.hotspots_choice import Group

PAGE = "pages/see/hot_spots.py"
LASHIO = "MMR015001"
YEARS = range(2016, 2025)
HOT = (2022, 2023, 2024)
VIEWS = [
    {}, {"measure": "gi"}, {"measure": "class"}, {"measure": "gi", "pool": "3"}, {"place": LASHIO},
    {"view": "compare"}, {"view": "compare", "measure": "gi", "pool": "3"}, {"view": "years"},
    {"view": "years", "measure": "gi"}, {"view": "table"}, {"view": "reference"}, {"year": "2018", "then": "no"},
]  # fmt: skip


def scattered() -> list[str]:
    """Forty townships away from Lashio, none beside another of them where that can be helped."""
    around = {LASHIO, *neighbours_of(LASHIO)}
    return [code for code in reference.townships()["ts_pcode"] if code not in around][::8][:40]


def nine_years(store: Store) -> Store:
    cases = []
    for year in YEARS:
        when = {"identified_month": date(year, 3, 1), "recorded_on": date(year, 12, 31)}
        cases += [case(f"s{year}-{code}", ts_pcode=code, **when) for code in scattered()]
        if year in HOT:
            for code in (LASHIO, *neighbours_of(LASHIO)):
                cases += [case(f"h{year}-{code}-{i}", ts_pcode=code, destination="THA", **when) for i in range(8)]
        if year == 2024:
            cases += [case(f"u{i}", ts_pcode=None, **when) for i in range(2)]
    return fill(store, victim_case=cases)


@pytest.fixture(scope="module")
def nine(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("nine"), patch, nine_years):
        yield


def page(role: Role = Role.PLANNER, **query: str) -> AppTest:
    at = visit(PAGE, role, query)
    assert not at.exception
    return at


def truth():
    """The panel that the analysis gets without any page between."""
    asked = Filters(as_of=date(2024, 12, 31))
    counted = victims.victims_by_township_year(cached.store(), scope_of(Role.PLANNER), asked)
    return panel(units_of(places.townships(cached.store())), counted, YEARS)


def sent(at: AppTest, part: str, map_number: int = 0) -> dict:
    """What one part of a map was told."""
    text = json.loads(at.get("component_instance")[map_number].proto.json_args)["feature_group"]
    found = re.search(rf'window\.atlas\.part\(\s*map_div, "{part}", (.*)\n', text)
    assert found, part
    return json.loads(found[1])


def classes_by_code(at: AppTest, map_number: int = 0) -> dict[str, int]:
    told = sent(at, "areas", map_number)["classes"]
    return {code: int(c, 36) for code, c in zip(unit_codes("t"), told, strict=True)}


def rows_of_table(at: AppTest) -> list[list[str]]:
    """The drawn ranking as texts: one list of cells a row, labels and marks left out."""
    html = next(e.proto.body for e in at.get("html") if 'class="hot-rank"' in e.proto.body)
    body = html.split("<tbody>")[1]
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in body.split("</tr>")[:-1]]
    bare = r'<span class="lab">.*?</span>|<img[^>]*>|<div class="iv".*?</div>'
    return [[unescape(re.sub(r"<[^>]*>", " ", re.sub(bare, "", c))).strip() for c in row] for row in cells]


@pytest.mark.usefixtures("nine")
class TestNineYears:
    @pytest.mark.parametrize("query", VIEWS, ids=lambda q: "-".join(q.values()) or "opening")
    @pytest.mark.parametrize("lang", ["en", "my"])
    def test_every_view_opens_in_both_languages(self, query, lang):
        at = visit(PAGE, Role.PLANNER, query | {"lang": lang})
        assert not at.exception
        assert not at.error

    @pytest.mark.parametrize("role", [Role.DSW_OFFICER, Role.NGO_MANAGER])
    def test_other_roles_with_cases_see_no_analysis(self, role):
        at = page(role, measure="gi", place=LASHIO)
        assert not at.get("component_instance")
        assert "Smoothed" not in words(at)
        assert "Lashio" not in words(at)

    @pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR])
    def test_roles_without_cases_have_no_such_page(self, role):
        assert PAGE not in [entry.file for entry in navigation.pages_of(role)]

    def test_the_map_marks_exactly_what_gi_marks(self):
        at, truly = page(measure="gi"), hotspots(truth(), 2024, neighbours()).frame
        hot = {ts for codes in truly.loc[truly["is_hot"], "ts_pcodes"] for ts in codes}
        assert LASHIO in hot
        assert {code for code, c in classes_by_code(at).items() if c == 0} == hot
        assert f"**{len(hot)} hot townships" in words(at)

    def test_the_kinds_are_those_of_three_years_counted_together(self):
        at = page(measure="class")
        truly = space_time(pooled(truth(), 3), neighbours(), 2024)
        told = dict(zip(truly["unit_pcode"], truly["space_time"], strict=True))
        looks = sent(at, "areas")["looks"]
        fills = {code: looks[c]["fill"] for code, c in classes_by_code(at).items()}
        assert told[LASHIO] not in (None, SpaceTime.NONE)
        assert all(fills[code] == palette.SPACE_TIME_COLOURS[str(kind)] for code, kind in told.items() if code in fills)

    def test_the_drawn_ranking_is_the_analysis(self):
        at, counted = page(view="table"), truth()
        truly = hotspots(counted, 2024, neighbours()).frame
        expected = forecast(counted).frame.set_index("unit_pcode")
        top = truly.sort_values(["rank", "unit_pcode"]).head(20).to_dict("records")
        names = reference.townships().set_index("ts_pcode")["ts_name_en"]
        drawn = rows_of_table(at)
        assert len(drawn) == 20
        for row, true in zip(drawn, top, strict=True):
            told = expected.loc[true["unit_pcode"]]
            assert row[0] == str(true["rank"])
            assert row[1].startswith(names[true["ts_pcodes"][0]])
            assert row[2] == f"{true['rank']} ({true['rank_low']} to {true['rank_high']})"
            assert row[3:6] == [
                str(true["victims_people"]), f"{true['rate_per_100k']:.1f}", f"{true['smoothed_per_100k']:.1f}"
            ]  # fmt: skip
            assert row[7] == ("hot" if true["is_hot"] else "cold" if true["is_cold"] else "–")
            assert row[8] == f"{told.expected_people:.1f} ({told.low_people:.0f} to {told.high_people:.0f})"

    def test_more_rows_come_when_asked_for(self):
        at = page(view="table")
        at.button(key="w_hotspots_more").click().run()
        assert not at.exception
        assert len(rows_of_table(at)) == 60

    def test_three_years_together_are_told_as_a_yearly_rate(self):
        one = hotspots(pooled(truth(), 3), 2024, neighbours()).frame
        top = one.sort_values(["rank", "unit_pcode"]).iloc[0]
        row = rows_of_table(page(view="table", pool="3"))[0]
        assert row[3:6] == [
            str(top["victims_people"]), f"{top['rate_per_100k'] / 3:.1f}", f"{top['smoothed_per_100k'] / 3:.1f}"
        ]  # fmt: skip

    def test_the_change_is_counted_by_hand(self):
        said = words(page(view="compare", year="2024", versus="2021"))
        hot = 8 * (1 + len(neighbours_of(LASHIO)))
        assert f"From 2021 to 2024: **40 → {40 + hot} people**" in said
        assert "Lashio" in said.split("More, beyond chance:")[1].split("Fewer")[0]
        assert "Fewer, beyond chance: no township" in said

    def test_only_changes_beyond_chance_are_without_stripes(self):
        veiled = sent(page(view="compare", year="2024", versus="2021"), "areas", 2)["veiled"]
        plain = {code for code, v in zip(unit_codes("t"), veiled, strict=True) if v == "0"}
        assert plain == {LASHIO, *neighbours_of(LASHIO)}

    def test_the_two_maps_share_their_limits(self):
        at = page(view="compare", year="2024", versus="2021")
        assert sent(at, "areas", 0)["looks"] == sent(at, "areas", 1)["looks"]
        assert sent(at, "areas", 0)["classes"] != sent(at, "areas", 1)["classes"]

    def test_the_share_in_the_hot_spots_of_2010_is_counted_by_hand(self):
        state = reference.townships().set_index("ts_pcode")["st_pcode"]
        around = [LASHIO, *neighbours_of(LASHIO)]
        inside = sum(state[c] in ALL_ST_PCODES for c in scattered())
        inside += 8 * sum(state[c] in ALL_ST_PCODES for c in around)
        everybody = 40 + 8 * len(around)
        at = page(view="reference")
        assert f"({inside} of {everybody})" in words(at)
        assert sent(page(), "frame")["outlined"] == list(ALL_ST_PCODES)
        assert sent(page(then="no"), "frame")["outlined"] == []

    def test_the_card_tells_rank_and_expectation(self):
        at, counted = page(place=LASHIO), truth()
        row = hotspots(counted, 2024, neighbours()).frame.set_index("unit_pcode").loc[LASHIO]
        told = forecast(counted).frame.set_index("unit_pcode").loc[LASHIO]
        said = words(at)
        assert f"<strong>{row['rank']} ({row['rank_low']} to {row['rank_high']})</strong>" in said
        assert (
            f"2025 expected: {told.expected_people:.1f} ({told.low_people:.0f} to {told.high_people:.0f})"
            in unescape(said.replace("\\", ""))
        )

    def test_people_without_a_township_are_told_apart(self):
        assert "2024: 2 people whose township is not known are in no rate." in words(page())

    def test_a_year_that_had_not_ended_is_said_and_not_told_from(self):
        at = page(as_of="2024-06-30", place=LASHIO)
        said = words(at).replace("\\", "")
        assert "from the years to 2023" in said
        assert "2024 is counted until 30 Jun 2024 only" in said

    def test_a_quick_choice_sets_the_filters(self):
        at = page()
        at.segmented_control(key="w_hotspots_group").set_value(Group.CHINA).run()
        assert not at.exception
        assert at.query_params["destination"] in ("CHN", ["CHN"])
        assert "**40 people** with a known township" in words(at)

    def test_the_filter_of_years_limits_what_can_be_chosen_only(self):
        at = page(years="2020-2022", measure="gi")
        assert at.selectbox(key="w_hotspots_year").options == ["2022", "2021", "2020"]
        assert sent(at, "areas")["classes"] == sent(page(year="2022", measure="gi"), "areas")["classes"]

    def test_a_forged_choice_falls_back(self):
        at = page(view="nonsense", year="1066", measure="x", pool="2", versus="2024")
        assert at.selectbox(key="w_hotspots_year").value == 2024

    def test_too_few_people_are_said_to_be_too_few(self):
        at = page(measure="gi", destination="THA", year="2018")
        assert "no hot spot can be told" in words(at)
        assert set(sent(at, "areas")["classes"]) == {"3"}

    def test_too_few_years_for_a_kind_are_said(self):
        assert "no kind of hot spot can be told" in words(page(measure="class", year="2018"))

    def test_the_ranking_can_be_taken_away(self):
        at = page(view="table")
        assert {b.proto.label for b in at.get("download_button")} == {"Download CSV", "Download XLSX"}


@pytest.mark.usefixtures("nine")
def test_nobody_fits_the_filters():
    assert "nothing to compare" in words(page(destination="SGP"))


@pytest.mark.usefixtures("on_paper")
@pytest.mark.parametrize("query", VIEWS, ids=lambda q: "-".join(q.values()) or "opening")
def test_one_year_of_seven_people_is_no_reason_to_fail(query):
    at = page(**query)
    assert not at.error


@pytest.mark.usefixtures("on_paper")
def test_one_year_cannot_be_compared():
    assert "There is one year only" in words(page(view="compare"))


@pytest.mark.usefixtures("without_anything")
@pytest.mark.parametrize("role", list(state.CASE_ROLES))
def test_an_empty_register_opens_in_every_role(role):
    assert not visit(PAGE, role).exception
