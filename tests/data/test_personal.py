"""Names, telephone and identity numbers are refused wherever a cell can hold them, and nothing keeps them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data import reference
from data.load import load
from data.load_rejects import write_rejects
from data.personal import JUDGED_CHARACTERS, kind_of
from data.store import memory_store
from tests.data.case_files import PLANNER, as_csv, checked, row
from ui.text import catalogue

NAMES = (
    "U Ba Maung",
    "Daw Khin Khin",
    "Ma Aye Aye",
    "Mg Mg Oo",
    "Saw Htoo Wah",
    "Nang Kham Oo",
    "Aye Aye Maung",
    "Khin Khin Win",
    "Mr. Smith",
    "Name: Hla",
    "s/o Hla",
    "ဒေါ်အေးအေး",
    "ဦးဘမောင်",
    "မအေးအေး",
    "မောင်မောင်",
    "ဒေါ် အေး",
    "အေးအေးခိုင်",
)
TELEPHONES = (
    "09 250 123 456",
    "+95 9 250123456",
    "၀၉၂၅၀၁၂၃၄၅၆",
    "01-234567",
    "tel 234567",
    "ဖုန်း ၂၃၄၅၆၇",
    "someone@example.org",
    "1234567",
)
IDENTITIES = ("12/LaMaNa(N)123456", "၁၂/လမန(နိုင်)၁၂၃၄၅၆", "12/KAMAYA 123456", "MB123456", "NRC 123456")
PLACES = (
    "Ywa Thit",
    "Ma Gyi Kone",
    "Daw Na",
    "U To",
    "Min Hla",
    "Nam Hkam",
    "Aung Mingalar Ward",
    "Ko Kant Village",
    "Saw Bwar Kone",
    "U Ba Maung village",
    "Su Su Kone",
    "Demonstration village 12",
    "Ward 5",
    "MMR001001701501",
    "ရွာသစ်",
    "မောင်တော",
    "ဦးတိုကုန်း",
    "မကြီးကုန်း",
    "၅ ရပ်ကွက်",
    "နန်းတော်ကုန်း",
    "မင်းဘူး",
    "စောဘွားကုန်း",
    "ဦးရှင်ကြီး",
    "မြို့မ",
    "ဒေါ်အေးအေးရွာ",
    "=1+1 ရွာသစ်",
)
ACTIVITIES = (
    "food distributions (in kind/voucher/cash), severe",
    "Training 2022-2023",
    "01-02-2022 to 09-02-2022",
    "contact tracing",
    "10000000 MMK for small grants",
    "Help line 2345",
    "Health / ကျန်းမာရေး; Shelter / ခိုလှုံရာဌာန",
)
KINDS = {"NameInText": NAMES, "TelephoneInText": TELEPHONES, "IdentityInText": IDENTITIES}
PERSONAL = [(kind, text) for kind, texts in KINDS.items() for text in texts]
DIRECTORY = "Organisation,Activity,Sector,Township P-code,Township,Source\n"


@pytest.mark.parametrize(("kind", "text"), PERSONAL)
def test_a_village_that_looks_personal_is_refused_without_being_repeated(kind, text):
    (fault,) = checked(as_csv([row(Village=text)])).rejects
    assert (type(fault).__name__, fault.row, fault.column, fault.written) == (kind, 2, "Village", "")
    assert str(fault).startswith("Row 2, column Village: what stands there looks like")
    told = fault.message(catalogue("my").gettext)
    assert "Village" in told
    assert told != str(fault)
    assert text not in str(fault) + told


@pytest.mark.parametrize("text", PLACES)
def test_a_place_is_no_person(text):
    assert kind_of(text, is_place=True) is None


def test_no_published_name_of_a_township_is_taken_for_a_person():
    townships = reference.townships()
    names = [*townships["ts_name_en"], *townships["ts_name_my"], *reference.township_alternate_names()["alt_name"]]
    assert len(names) > 660
    assert [name for name in names if kind_of(name, is_place=True)] == []


@pytest.mark.parametrize("text", ACTIVITIES)
def test_an_activity_is_no_person(text):
    assert kind_of(text) is None


@pytest.mark.parametrize(
    "column",
    ["Source agency", "Type of victim", "Sex", "Age", "Township", "State", "Recruitment", "Destination", "Purpose"],
)
@pytest.mark.parametrize("text", ["Daw Khin Khin", "ဒေါ်အေးအေး", "09250123456", "12/LaMaNa(N)123456"])
def test_a_person_in_any_column_is_neither_repeated_nor_kept(column, text, tmp_path: Path):
    found = checked(as_csv([row() | {column: text}, row(Reference_code="18")]))
    store = memory_store()
    report = load(store, found, PLANNER)
    assert {fault.row for fault in report.rejects} == {2}
    kept = store.read("SELECT * FROM import_reject").to_csv() + store.read("SELECT * FROM audit_log").to_csv()
    write_rejects(tmp_path / "rejects.csv", found, report.rejects)
    shown = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig") + " ".join(map(str, report.rejects))
    assert text not in kept + shown
    assert len(store.read("SELECT * FROM import_reject")) >= 1


def test_rejects_come_back_without_the_cell_and_can_be_brought_as_they_are(tmp_path: Path):
    found = checked(as_csv([row(Village="Ma Aye Aye"), row(Reference_code="18")]))
    write_rejects(tmp_path / "rejects.csv", found, found.rejects)
    (mended,) = csv.DictReader((tmp_path / "rejects.csv").open(encoding="utf-8-sig"))
    assert (mended["Village"], mended["Township"], mended["not loaded: row"]) == ("", "Muse", "2")
    again = checked((tmp_path / "rejects.csv").read_bytes(), "rejects.csv")
    assert (again.rejects, len(again.accepted)) == ((), 1)


@pytest.mark.parametrize("text", ["09250123456", "12/LaMaNa-123456", "12/LAMANA123456"])
def test_a_telephone_or_identity_number_is_no_reference_code(text):
    (fault,) = checked(as_csv([row(Reference_code=text)])).rejects
    assert (fault.column, fault.written) == ("Reference code", "")


@pytest.mark.parametrize("text", ["A/2019-17", "20190517", "DSW/2019/0123", "01-201905", "12/2019-000123"])
def test_an_agencys_own_code_stays_a_code(text):
    assert checked(as_csv([row(Reference_code=text)])).rejects == ()


@pytest.mark.parametrize(
    ("cells", "column", "kind"),
    [
        ("Helpers 09 250 123 456,Case work,Protection,MMR015009,Muse,3W", "Organisation", "TelephoneInText"),
        ("Helpers,Case work by MB123456,Protection,MMR015009,Muse,3W", "Activity", "IdentityInText"),
        ("Helpers,Ma Aye Aye,Protection,MMR015009,Muse,3W", "Activity", "NameInText"),
        ("Helpers,Case work,Protection,MMR015009,Muse,Daw Khin Khin", "Source", "NameInText"),
    ],
)
def test_a_directory_keeps_no_person_either(cells, column, kind):
    (fault,) = checked((DIRECTORY + cells + "\n").encode(), "3w.csv", "providers").rejects
    assert (fault.column, type(fault).__name__) == (column, kind)


def test_an_organisation_may_be_called_after_a_person():
    rest = ",Case work,Protection,MMR015009,Muse,3W\n"
    lines = f"Daw Khin Khin Foundation{rest}U Ba Maung{rest}"
    assert checked((DIRECTORY + lines).encode(), "3w.csv", "providers").rejects == ()


def test_an_unknown_organisation_that_looks_like_a_person_is_not_repeated():
    headings = "Reference code,Sex,Age,Home township,State,Date of return,Organisation assigned\n"
    text = headings + "9,F,20,Muse,Shan (North),2023-05-02,"
    store = memory_store()
    report = load(store, checked((text + "Daw Khin Khin\n").encode(), "s.csv", "shelter"), PLANNER)
    assert [type(fault).__name__ for fault in report.rejects] == ["NameInText"]
    assert "Khin" not in store.read("SELECT * FROM import_reject").to_csv()


@pytest.mark.parametrize("letter", ["x", "a.", "က", "1"])
def test_an_endless_cell_is_judged_by_its_beginning(letter):
    """Nine million characters in one cell once kept the check busy for longer than anybody waited."""
    beginning = letter * JUDGED_CHARACTERS
    assert kind_of(letter * 9_000_000, is_place=True) == kind_of(beginning[:JUDGED_CHARACTERS], is_place=True)
