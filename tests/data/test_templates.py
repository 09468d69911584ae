"""Templates are read by their own format; a filled one, loaded, exported and loaded again gives the same register."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from data import file_errors as errors
from data import reference
from data.case_errors import MayNotExport
from data.load import FORMATS, load
from data.national_export import national_csv, national_workbook
from data.scope import Scope
from data.store import memory_store
from data.template_guidance import TITLES, guides
from data.templates import FIELDS, HEADING_ROWS, filled, offered, template
from data.vocabulary import CODE_LISTS, Agency, Role, Service, SpecialCategory
from tests.data.case_files import PLANNER, brought, checked, row
from tests.small_register import records
from ui.text import catalogue

CASES = {
    "reference": "A/2019-17", "source_agency": "Anti-trafficking unit (ATU) / လူကုန်ကူးမှု တားဆီးနှိမ်နင်းရေး",
    "other_agencies": "DSW; NGO",
    "victim_type": "g2g", "sex": "Female / မ", "age_years": 16, "village": "=1+1 ရွာသစ်", "township_pcode": "MMR015009",
    "recruitment": "2019-03", "identified": "2019-05", "returned": "2019-08", "destination": "China",
    "purpose": "Surrogacy",
    "special_category": "medical; other", "family_assessment": "negative", "recorded_on": "2019-06-01",
}  # fmt: skip
MORE = [
    CASES,
    CASES
    | {
        "reference": "",
        "victim_type": "internal",
        "returned": "",
        "age_years": "",
        "township_pcode": "",
        "closed": "2020-01",
    },
    {"source_agency": "NGO", "victim_type": "self_internal", "identified": "2021-02"},
]
SAME = (
    "SELECT * EXCLUDE (batch_id) FROM victim_case ORDER BY case_code",
    "SELECT case_code, agency, reference FROM case_source ORDER BY ALL",
    "SELECT case_code, special_category, flagged_on, flagged_by FROM case_flag ORDER BY ALL",
    "SELECT case_code, event_kind, occurred_on, recorded_on FROM case_event ORDER BY ALL",
    "SELECT case_code, assignment_state, unassigned_reason, valid_from, valid_to, waiting_since "
    "FROM assignment ORDER BY ALL",
)  # fmt: skip


def fill(code: str, rows: list[dict[str, object]]) -> bytes:
    return filled(code, [[each.get(field.key) for field in FIELDS[code]] for each in rows])


@pytest.mark.parametrize("code", FORMATS)
def test_an_empty_template_is_read_and_has_no_row(code):
    with pytest.raises(errors.NoDataRows):
        checked(template(code), "template.xlsx", code)


@pytest.mark.parametrize("code", FORMATS)
def test_every_column_of_a_template_is_read_by_either_heading_and_by_its_tag(code):
    sheet = openpyxl.load_workbook(io.BytesIO(template(code)))["Data"]
    rows = [[cell.value for cell in cells] for cells in sheet.iter_rows(max_row=HEADING_ROWS)]
    keys = [field.key for field in FIELDS[code]]
    for heading in rows:
        text = ",".join(f'"{cell}"' for cell in heading) + "\n" + ",".join("x" for _ in heading) + "\n"
        layout = checked(text.encode(), "headings.csv", code, source="atu").layout
        assert [next(k for k, at in layout.columns.items() if at == column) for column in range(len(keys))] == keys


def example(code: str, **changed: object) -> dict[str, object]:
    """A row with the examples of the guidance sheet."""
    return {key: guide.example for key, guide in guides(code, offered(code)).items()} | changed


READ_FROM = {"target_group": ["serves_children", "serves_adults"]}  # where a column becomes others
ANY_TEXT = ("services", "target_group")  # any text is taken, as another service or as nobody told
CHOICES = [(code, key) for code in FORMATS for key in offered(code)]


@pytest.mark.parametrize(("code", "key"), CHOICES)
def test_every_choice_of_a_drop_down_is_read_in_both_languages_and_in_each(code, key):
    words = offered(code)[key]
    forms = [(word, *word.split(" / ")) for word in words]
    more = {"is_special": ""} if key == "special_category" else {"special_category": ""} if key == "is_special" else {}
    rows = [
        example(code, **more, **({"reference": f"A/{n}-{m}"} if code != "providers" else {"activity": f"A {n} {m}"}))
        | {key: form}
        for n, each in enumerate(forms)
        for m, form in enumerate(each)
    ]
    found = checked(fill(code, rows), "t.xlsx", code)
    assert [str(fault) for fault in found.rejects] == []
    values = iter(map(str, found.accepted[READ_FROM.get(key, [key])].to_numpy().tolist()))
    meanings = [{next(values) for _form in each} for each in forms]
    assert [len(same) for same in meanings] == [1] * len(words)
    assert len(set.union(*meanings)) == len(words)
    wrong = checked(fill(code, [example(code, **{key: "no such word"})]), "t.xlsx", code).rejects
    assert [fault.written for fault in wrong] == ["no such word"] * (key not in ANY_TEXT)


def test_choices_are_in_both_languages():
    for code, key in CHOICES:
        for word in offered(code)[key]:
            assert (
                re.fullmatch(r"[^\u1000-\u109f]*[A-Za-z][^\u1000-\u109f]* / .*[\u1000-\u109f].*", word) or word == "NGO"
            )


def test_the_burmese_labels_of_files_are_those_of_the_screen():
    for told in reference.code_labels_my().itertuples():
        code = CODE_LISTS[told.list](told.code)
        assert told.label_my == catalogue("my").gettext(code.label), told


@pytest.mark.parametrize("kind", [SpecialCategory, Agency, Service])
def test_several_choices_may_stand_in_one_cell(kind):
    code, key = {
        SpecialCategory: ("national", "special_category"), Agency: ("shelter", "other_agencies"),
        Service: ("providers", "services"),
    }[kind]  # fmt: skip
    row = example(code, **{key: "; ".join(offered(code)[key])})
    found = checked(fill(code, [row]), "t.xlsx", code)
    assert [str(fault) for fault in found.rejects] == []
    assert set(found.accepted[key].iloc[0]) == set(kind)


@pytest.mark.parametrize("code", FORMATS)
def test_the_guidance_says_in_both_languages_what_each_column_wants(code):
    sheet = openpyxl.load_workbook(io.BytesIO(template(code)))["Guidance"]
    table = [[cell or "" for cell in cells] for cells in sheet.iter_rows(max_col=len(TITLES), values_only=True)]
    told = {cells[1]: cells for cells in table[table.index(list(TITLES)) + 1 :] if cells[1]}
    for field in FIELDS[code]:
        english, burmese, needed, write_en, write_my, written, allowed = told.pop(field.label_my)
        assert (english, burmese) == (field.label, field.label_my)
        assert re.search("[\u1000-\u109f]", write_my)
        assert re.search("[A-Za-z]", write_en)
        for both in (needed, allowed):
            assert re.search("[A-Za-z].* / .*[\u1000-\u109f]", both)
        assert written
        assert all(word in allowed.split("\n") for word in offered(code).get(field.key, ()))
    assert told == {}


@pytest.mark.parametrize("code", FORMATS)
def test_the_examples_of_the_guidance_make_a_row_that_is_read(code):
    found = checked(fill(code, [example(code)]), "t.xlsx", code)
    assert [str(fault) for fault in found.rejects] == []
    assert len(found.accepted) == 1


@pytest.mark.parametrize("code", FORMATS)
def test_a_column_is_needed_exactly_where_the_guidance_says_so(code):
    told = guides(code, offered(code))
    blanked = [({key}, guide.needed == "yes") for key, guide in told.items() if not guide.needed.startswith("or:")]
    blanked += [({key, guide.needed[3:]}, True) for key, guide in told.items() if guide.needed.startswith("or:")] + [
        ({key}, False)
        for key, guide in told.items()
        if guide.needed.startswith("or:") and example(code)[guide.needed[3:]]
    ]
    rows = [
        {key: "" if key in blank else written for key, written in example(code).items()}
        | ({"reference": f"A/{n}" if "reference" not in blank else ""} if code != "providers" else {})
        for n, (blank, _refused) in enumerate(blanked)
    ]
    rejected = checked(fill(code, rows), "t.xlsx", code).rejected_rows
    first = HEADING_ROWS + 1
    assert {n: blank for n, (blank, refused) in enumerate(blanked, first) if refused != (n in rejected)} == {}
    assert any(refused for _blank, refused in blanked)


def test_drop_downs_point_to_their_words():
    book = openpyxl.load_workbook(io.BytesIO(template("national")))
    assert book.sheetnames == ["Data", "Guidance", "Places"]
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in book["Data"].data_validations.dataValidation}
    keys = [field.key for field in FIELDS["national"]]
    letter = openpyxl.utils.get_column_letter(keys.index("sex") + 1)
    sheet, cells = rules[f"{letter}4"].split("!")
    words = [cell.value for (cell,) in book[sheet][cells.replace("$", "")]]
    assert words == list(offered("national")["sex"])
    places = rules[f"{openpyxl.utils.get_column_letter(keys.index('township_pcode') + 1)}4"]
    assert places == "Places!$A$2:$A$331"


def test_texts_that_look_like_formulas_stay_texts():
    sheet = openpyxl.load_workbook(io.BytesIO(fill("national", MORE)))["Data"]
    cell = sheet.cell(HEADING_ROWS + 1, [field.key for field in FIELDS["national"]].index("village") + 1)
    assert (cell.data_type, cell.value) == ("s", "=1+1 ရွာသစ်")


@pytest.mark.parametrize("write", [national_workbook, national_csv])
def test_template_filled_loaded_exported_and_loaded_into_an_empty_store_gives_the_same_register(write):
    first = memory_store()
    report = load(first, checked(fill("national", MORE), "filled.xlsx"), PLANNER)
    assert (report.rows_loaded, report.rejects) == (3, ())
    second = memory_store()
    again = load(second, checked(write(first, PLANNER, with_village=True), "exported"), PLANNER)
    assert (again.rows_loaded, again.rejects) == (3, ())
    for question in SAME:
        assert records(second.read(question)) == records(first.read(question)), question
        assert len(first.read(question)) > 0


def test_an_export_into_its_own_register_is_all_doubles():
    store, _ = brought([row(), row(Source_agency="DSW", Reference_code="5", Age="40")])
    report = load(store, checked(national_workbook(store, PLANNER), "own.xlsx"), PLANNER)
    assert (report.rows_loaded, report.rows_double) == (0, 2)


def test_an_export_holds_no_village_unless_the_register_is_moved_and_is_audited():
    store, _ = brought([row()])
    for data in (national_workbook(store, PLANNER), national_csv(store, PLANNER)):
        layout = checked(data, "export").layout
        assert "village" not in layout.columns
        assert not layout.data.map(lambda cell: "Ywa Thit" in cell).any(axis=None)
    actions = store.read("SELECT action, records, reason FROM audit_log WHERE action LIKE 'export%'")
    assert records(actions) == [("export national", 1, None)] * 2
    with pytest.raises(MayNotExport):
        national_workbook(store, Scope(Role.DONOR, "donor"))


def test_no_choice_stands_for_two_codes():
    for code in FORMATS:
        for key, words in offered(code).items():
            assert len(set(words)) == len(words), key
    assert offered("national")["sex"][2].split(" / ") != offered("national")["purpose"][-1].split(" / ")
