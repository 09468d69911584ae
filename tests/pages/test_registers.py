"""The Registers page: what each role reads, entering, taking back, bringing in; what leaves comes back the same."""

from __future__ import annotations

import datetime as dt

import pytest

from data.answers import confirmed_names
from data.load import preview
from data.registers import REGISTERS, readable
from data.registers_import import register_format
from data.registers_write import add
from data.validate import Options, check
from data.vocabulary import Role
from data.workbook import read_file
from geo.gazetteer import default_gazetteer
from queries import registers as questions
from tests.data.test_registers import RIGHT
from tests.pages.visit import register, scope_of, visit, words
from tests.small_register import PLANNER, assigned, case, fill, organisation, presence
from ui import cached, export, registers_words, state

PAGE = "pages/manage/registers.py"
DAY = dt.date(2024, 5, 2)


def whole(store) -> None:
    fill(
        store,
        organisation=[organisation("A")],
        provider_presence=[presence("P")],
        victim_case=[case("C")],
        assignment=[assigned("C", "P", "A", dt.date(2024, 1, 1))],
    )
    for key, one in REGISTERS.items():
        add(store, PLANNER, one, RIGHT[key], dt.date(2024, 6, 30))
    add(store, PLANNER, REGISTERS["joint_visit"], RIGHT["joint_visit"] | {"dsw_members": 2}, dt.date(2024, 6, 30))


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("registers"), patch, whole):
        yield


def opened(role: Role = Role.PLANNER, **query: str):
    at = visit(PAGE, role, query)
    assert not at.exception
    return at


def audited() -> list[tuple[str, str, int]]:
    rows = cached.store().read("SELECT action, subject, records FROM audit_log ORDER BY seq")
    return [tuple(row) for row in rows.itertuples(index=False)]


@pytest.mark.parametrize("role", state.CASE_ROLES)
def test_each_role_sees_the_registers_that_it_may_read(atlas, role):
    at = opened(role)
    allowed = readable(role)
    chosen = next(box for box in at.selectbox if box.label == "Register")
    assert chosen.options == [one.title for one in allowed]
    assert at.dataframe


@pytest.mark.parametrize("key", REGISTERS)
@pytest.mark.parametrize("lang", ["en", "my"])
def test_every_register_opens_in_both_languages(atlas, key, lang):
    at = opened(register=key, lang=lang)
    assert len(at.dataframe[-1].value) == (2 if key == "joint_visit" else 1)


def test_a_joint_visit_of_other_numbers_is_marked(atlas):
    at = opened(register="joint_visit")
    assert sorted(at.dataframe[0].value["is_exact"]) == ["no", "yes"]
    assert "1 of 2 visits" in words(at)


def test_an_address_that_names_a_register_of_others_shows_the_first_of_ones_own(atlas):
    at = opened(Role.NGO_MANAGER, register="fund_entry")
    assert "kyat" not in words(at)
    assert next(box for box in at.selectbox if box.label == "Register").value == "training"


def test_looking_at_proceedings_is_recorded_once_a_visit(atlas):
    before = audited().count(("read cases", "legal_proceeding", 1))
    at = opened(register="legal_proceeding")
    at.run()
    assert audited().count(("read cases", "legal_proceeding", 1)) == before + 1


def test_an_entry_is_made_and_taken_back_on_the_page(atlas):
    at = opened(register="training_target")
    send = next(button for button in at.button if button.label == "Enter")
    send.click().run()
    assert not at.exception
    assert "fill it in" in at.error[0].value
    at.number_input(key="w_register_training_target_target_year_0").set_value(2025)
    at.selectbox(key="w_register_training_target_training_topic_0").set_value("psychosocial")
    at.selectbox(key="w_register_training_target_body_0").set_value("maaf")
    at.number_input(key="w_register_training_target_people_0").set_value(25)
    next(button for button in at.button if button.label == "Enter").click().run()
    assert not at.exception
    assert not at.error
    assert at.success[0].value.startswith("Entered as TT")
    assert len(at.dataframe[0].value) == 2
    entry = audited()[-1][1]
    box = next(box for box in at.selectbox if box.label == "Entry to take back")
    box.set_value(entry).run()
    at.button(key="b_register_back_training_target").click().run()
    assert not at.exception
    assert audited()[-1] == ("take back training_target", entry, 1)
    assert len(at.dataframe[0].value) == 1


def test_a_file_brought_on_the_page_is_previewed_then_loaded(atlas):
    at = opened(register="shelter_census_abroad")
    text = "Day of the count,Country,Myanmar victims in shelters,Interpreters\n"
    text += "2024-06-01,China,12,1\n2024-06-02,Mars,1,1\n"
    at.file_uploader[0].set_value(("census.csv", text.encode(), "text/csv")).run()
    assert not at.exception
    assert len(questions.shelter_counts_abroad(cached.store(), PLANNER, 9)) == 1, (
        "nothing is written before the last step"
    )
    at.button(key="b_register_load").click().run()
    assert not at.exception
    assert "1 row was loaded. Rejected: 1." in at.success[0].value
    assert len(questions.shelter_counts_abroad(cached.store(), PLANNER, 9)) == 2


@pytest.mark.parametrize("key", REGISTERS)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_the_page_gives_out_is_read_back_as_the_same_entries(atlas, key, ending, monkeypatch):
    monkeypatch.setattr(registers_words, "language", lambda: "en")
    store, one = cached.store(), REGISTERS[key]
    rows = registers_words.with_names(questions.QUESTION_OF[key](store, PLANNER, 9))
    columns = registers_words.columns(one)
    heads = [column for column, _tag in columns]
    written = export.with_tags(export.worded(rows, heads), {column.key: tag for column, tag in columns})
    cover = export.Cover(one.title, (("Source", "test"),))
    data = export.to_csv(written, heads) if ending == "csv" else export.to_xlsx(written, heads, cover)
    matcher = default_gazetteer().with_alternates(confirmed_names(store.read))
    checked = check(read_file(data, f"a.{ending}"), register_format(key), matcher, Options(today=dt.date(2024, 6, 30)))
    report = preview(store, checked, scope_of(Role.PLANNER))
    assert report.rejects == ()
    assert report.rows_double == report.rows_in_file == len(rows) > 0
    assert sorted(report.doubles.values()) == sorted(rows["record_id"])
