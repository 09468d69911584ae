"""A provider directory comes in: each rule by hand, and for any soiled directory no row is lost."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import file_errors as errors
from data.columns import clean
from data.errors import MayNotLoad
from data.formulas import formula_safe
from data.load import load, preview
from data.load_rejects import write_rejects
from data.providers_format import PROVIDERS, classify, serves
from data.providers_target import UNNAMED_MANY, UNNAMED_ONE
from data.scope import Scope
from data.store import memory_store
from data.validate import Options, check
from data.vocabulary import Role, Service
from data.workbook import read_file
from data.workbook_parse import parse as parse_bytes
from geo.gazetteer import default_gazetteer

PLANNER = Scope(Role.PLANNER, "planner@test")
TODAY = dt.date(2024, 6, 30)
HEAD = "Organisation,Activity,State,Township P-code,Township"
GOOD = "Help Myanmar,Food distribution,Shan (North),MMR015009,Muse"


def checked(text: str | bytes, name: str = "directory.csv", **options):
    data = text.encode() if isinstance(text, str) else text
    return check(read_file(data, name), PROVIDERS, default_gazetteer(), Options(today=TODAY, **options))


def loaded(text: str, store=None, **options):
    store = store or memory_store()
    return store, load(store, checked(text, **options), PLANNER)


def presences(store):
    return store.read("SELECT p.*, o.name, o.kind FROM provider_presence p JOIN organisation o USING (organisation_id)")


def reject(text: str, **options):
    (fault,) = checked(text, **options).rejects
    return fault


# what rows become


def test_a_row_becomes_an_organisation_a_presence_and_its_services():
    head = (
        "Organisation,Acronym,Organisation type,Activity,Services,Township,State,Presence,Reintegration,Status,"
        "Case workers,Capacity,Reached,For whom,Start,End,Last updated,Source"
    )
    row = (
        "Help Myanmar,HM,INGO,Home support,case management; legal aid,Muse,Shan (North),roving,yes,active,"
        "2,30,၁၂၀,children and women,2023-01-05,,31/05/2024,3W of May"
    )
    store, report = loaded(f"{head}\n{row}\n")
    assert (report.rows_in_file, report.rows_loaded, report.rows_rejected, report.rows_double) == (1, 1, 0, 0)
    found = presences(store).iloc[0]
    assert (found["name"], found["kind"], found["ts_pcode"]) == ("Help Myanmar", "ingo", "MMR015009")
    assert (found["presence_type"], bool(found["is_reintegration"]), found["activity_status"]) == (
        "roving",
        True,
        "ongoing",
    )
    assert (found["case_workers"], found["capacity_people"], found["people_reached"]) == (2, 30, 120)
    assert (bool(found["serves_children"]), bool(found["serves_adults"])) == (True, True)
    assert (f"{found['from_on']:%F}", f"{found['last_confirmed_on']:%F}", found["source"]) == (
        "2023-01-05",
        "2024-05-31",
        "3W of May",
    )
    assert found.isna()["to_on"]
    services = store.read("SELECT service FROM presence_service ORDER BY service")["service"].tolist()
    assert services == ["case_management", "legal"]


def test_an_aggregated_row_invents_no_name():
    head = "admin3_pcode,township,activity,partners,reached"
    text = f"{head}\nMMR015009,Muse,food distributions,4,3480.0\nMMR015009,Muse,training,1,20\n"
    store, report = loaded(text)
    assert report.rows_loaded == 2
    assert sorted(presences(store)["name"]) == sorted([UNNAMED_ONE, UNNAMED_MANY.format(partners=4)])
    assert sorted(presences(store)["people_reached"]) == [20, 3480]
    assert presences(store)["last_confirmed_on"].isna().all()


def test_what_the_file_does_not_say_is_said_in_the_report():
    _, report = loaded(f"{HEAD}\n{GOOD}\n")
    remarks = " ".join(remark.message() for remark in report.remarks)
    assert "no column for the status: every activity was taken as ongoing" in remarks
    assert "taken as outreach" in remarks
    assert "1 rows do not say when they were last confirmed" in remarks


def test_a_declared_confirmation_and_source_are_used():
    store, _ = loaded(f"{HEAD}\n{GOOD}\n", confirmed_on=dt.date(2022, 3, 31), source="5W of Q1")
    assert (f"{presences(store)['last_confirmed_on'].iloc[0]:%F}", presences(store)["source"].iloc[0]) == (
        "2022-03-31",
        "5W of Q1",
    )


def test_the_implementing_partner_is_the_one_who_is_there():
    head = "Organisation,Implementing partner,Activity,Township,State"
    text = f"{head}\nDonor Fund,Local Hands,Food,Muse,Shan (North)\nDonor Fund,,Food,Muse,Shan (North)\n"
    store, _ = loaded(text)
    assert sorted(presences(store)["name"]) == ["Donor Fund", "Local Hands"]


# classes


@pytest.mark.parametrize(
    ("text", "services", "is_reintegration"),
    [
        ("food distributions (in kind/voucher/cash), severe", {Service.FOOD, Service.FINANCIAL}, False),
        ("multi-purpose cash transfer (MPC), moderate", {Service.FINANCIAL}, False),
        ("provision of crop, vegetable and seed kits", {Service.LIVELIHOOD}, False),
        ("livelihoods vocational training", {Service.LIVELIHOOD, Service.EDUCATION}, False),
        ("income-generating activities and small grants", {Service.LIVELIHOOD, Service.FINANCIAL}, False),
        ("FFS and farmer training", {Service.LIVELIHOOD, Service.EDUCATION}, False),
        ("Mental health", {Service.PSYCHOSOCIAL}, False),
        ("Reintegration of trafficked persons", {Service.CASE_MANAGEMENT}, True),
        ("Reintegration of returning migrants", set(), False),
        ("Prevention of trafficking", set(), False),
        ("Bee keeping", set(), False),
    ],
)
def test_activities_are_classed_by_the_table(text, services, is_reintegration):
    assert classify(text) == (tuple(s for s in Service if s in services), is_reintegration)


def test_an_unrecognised_activity_is_other_and_listed():
    store, report = loaded(f"{HEAD}\n{GOOD.replace('Food distribution', 'Bee keeping')}\n")
    assert store.read("SELECT service FROM presence_service")["service"].tolist() == ["other"]
    assert not presences(store)["is_reintegration"].any()
    assert any("Class assumed" in remark.message() and "Bee keeping" in remark.message() for remark in report.remarks)


def test_the_files_own_column_decides_on_reintegration():
    worded = GOOD.replace("Food distribution", "Reintegration of trafficked people")
    text = f"{HEAD},Reintegration\n{GOOD},yes\n{worded},no\n"
    store, _ = loaded(text)
    assert dict(zip(presences(store)["activity"], presences(store)["is_reintegration"], strict=True)) == {
        "Food distribution": True,
        "Reintegration of trafficked people": False,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Children", (True, False)),
        ("women", (False, True)),
        ("All", (True, True)),
        ("ကလေး", (True, False)),
        ("farmers", None),
    ],
)
def test_for_whom(text, expected):
    assert serves(text) == expected


# each fault names row, column and value


@pytest.mark.parametrize(
    ("row", "kind", "words"),
    [
        (
            GOOD.replace("MMR015009", "MMR015001"),
            "TownshipDisagrees",
            ["Row 2", "Township P-code", "MMR015001 Lashio", "MMR015009 Muse"],
        ),
        (GOOD.replace("Shan (North)", "Kachin"), None, []),
        (
            GOOD.replace("Shan (North)", "Kachin").replace("Muse", ""),
            "StateDisagrees",
            ["Row 2", "State", "Kachin", "MMR015009 Muse"],
        ),
        (GOOD.replace("MMR015009", "MMR099999"), "TownshipUnknown", ["Row 2", "MMR099999", "MMR015009 Muse"]),
        (GOOD.replace("MMR015009", "").replace("Muse", "Mooze"), "TownshipUnknown", ["Row 2", "Township", "Mooze"]),
        ("Help,Food,Bago,,Minhla", None, []),
        (
            "Help,Food,,,Minhla",
            "TownshipUnknown",
            ["2 townships have this name", "Minhla, Bago (West)", "Minhla, Magway"],
        ),
        ("Help,Food,Yangon,MMR013008,Hlaingtharya", "TownshipUnknown", ["MMR013008", "MMR013046", "MMR013047"]),
        ("Help,Food,Yangon,MMR013046,Hlaingtharya", None, []),
        ("Help,Food,,,", "ValueMissing", ["Row 2", "is blank"]),
        (",Food,,MMR015009,", "ValueMissing", ["Row 2, column Organisation is blank"]),
        ("Help,,,MMR015009,", "ValueMissing", ["Row 2, column Activity is blank"]),
        (f"Help,{'x' * 5000},,MMR015009,", "TextTooLong", ["5000 characters", "Activity"]),
        ("Help,#REF!,,MMR015009,", "CellError", ["Row 2, column Activity", "#REF!"]),
        ("Help,food, water,,MMR015009,Muse", "CellBeyondHeadings", ["Row 2 has more cells"]),
    ],
)
def test_places_and_blanks(row, kind, words):
    result = checked(f"{HEAD}\n{row}\n")
    assert bool(result.rejects) == bool(kind)
    if kind:
        assert kind in {type(fault).__name__ for fault in result.rejects}
        text = " ".join(map(str, result.rejects))
        assert all(word in text for word in words), text


@pytest.mark.parametrize(
    ("heading", "value", "kind", "words"),
    [
        ("Reached", "-5", "NumberNegative", '"-5" is below zero'),
        ("Capacity", "some", "NumberUnreadable", '"some" is not a whole number'),
        ("Status", "maybe", "ValueNotInList", "Planned / စီစဉ်ဆဲ, Ongoing / ဆောင်ရွက်ဆဲ"),
        ("Status", "", "ValueMissing", "is blank"),
        ("Presence", "flying", "ValueNotInList", "Resident office / အခြေချရုံး"),
        ("Reintegration", "perhaps", "ValueNotInList", "Yes / ဟုတ်, No / မဟုတ်"),
        ("Start", "someday", "DateUnreadable", "not a date"),
        ("Last updated", "2024-07-01", "DateOutside", "2024-06-30"),
        ("Last updated", "၁၃၈၅ ခုနှစ်", "DateMyanmarEra", "Myanmar era"),
    ],
)
def test_values_of_other_columns(heading, value, kind, words):
    fault = reject(f"{HEAD},{heading}\n{GOOD},{value}\n")
    assert (type(fault).__name__, fault.row, fault.column, fault.written) == (kind, 2, heading, value)
    assert words in str(fault)


def test_an_end_before_its_start():
    fault = reject(f"{HEAD},Start,End\n{GOOD},2024-02-01,2024-01-01\n")
    assert (type(fault).__name__, fault.written, fault.begins) == ("DatesReversed", "2024-01-01", "2024-02-01")


def test_ambiguous_dates_are_asked_about_and_a_declared_order_settles_them():
    text = f"{HEAD},Start\n{GOOD},03/04/2024\n"
    with pytest.raises(errors.DatesAmbiguous, match="column Start"):
        checked(text)
    store, _ = loaded(text, day_first=False)
    assert f"{presences(store)['from_on'].iloc[0]:%F}" == "2024-03-04"


def test_a_formula_without_a_stored_result_is_a_fault_and_not_a_blank():
    import openpyxl

    book = openpyxl.Workbook()
    for line in (HEAD.split(","), ["Help", "=1+1", "", "MMR015009", "Muse"]):
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    result = checked(stream.getvalue(), "a.xlsx")
    assert [str(fault)[:24] for fault in result.rejects] == ["Row 2, column Activity: "]
    assert type(result.rejects[0]).__name__ == "FormulaWithoutValue"


# nothing is lost, nothing is counted twice


def test_a_repeated_row_is_a_double_and_says_of_which():
    _, report = loaded(f"{HEAD}\n{GOOD}\n{GOOD}\n")
    assert (report.rows_loaded, report.rows_double, report.doubles) == (1, 1, {3: "row 2"})


def test_rows_that_differ_only_in_an_unused_column_are_not_doubles():
    _, report = loaded(f"{HEAD},Village\n{GOOD},A\n{GOOD},B\n")
    assert (report.rows_loaded, report.rows_double) == (2, 0)


def test_the_same_file_twice_is_refused_with_when_and_by_whom():
    store, _ = loaded(f"{HEAD}\n{GOOD}\n")
    before = store.read("SELECT count(*) n FROM import_batch")["n"].iloc[0]
    with pytest.raises(errors.FileAlreadyLoaded, match=r"loaded on 20\d\d-.* by planner@test, as providers"):
        loaded(f"{HEAD}\n{GOOD}\n", store)
    with pytest.raises(errors.FileAlreadyLoaded):
        preview(store, checked(f"{HEAD}\n{GOOD}\n"), PLANNER)
    assert store.read("SELECT count(*) n FROM import_batch")["n"].iloc[0] == before


def test_a_mended_file_adds_only_what_is_new():
    other = GOOD.replace("Help Myanmar", "Second")
    store, first = loaded(f"{HEAD}\n{GOOD}\n{other.replace('MMR015009', 'MMR099999')}\n")
    assert (first.rows_loaded, first.rows_rejected) == (1, 1)
    _, second = loaded(f"{HEAD}\n{GOOD}\n{other}\n", store)
    assert (second.rows_loaded, second.rows_double, second.rows_rejected) == (1, 1, 0)
    assert len(presences(store)) == 2


def test_a_later_confirmation_renews_the_record_and_adds_none():
    store, _ = loaded(f"{HEAD}\n{GOOD}\n", confirmed_on=dt.date(2023, 1, 1))
    _, report = loaded(f"{HEAD}\n{GOOD}\n\n", store, confirmed_on=dt.date(2024, 1, 1))
    assert (report.rows_loaded, len(presences(store))) == (1, 1)
    assert f"{presences(store)['last_confirmed_on'].iloc[0]:%F}" == "2024-01-01"
    _, earlier = loaded(f"{HEAD}\n{GOOD}\n\n\n", store, confirmed_on=dt.date(2023, 6, 1))
    assert (earlier.rows_loaded, earlier.rows_double) == (0, 1)
    assert f"{presences(store)['last_confirmed_on'].iloc[0]:%F}" == "2024-01-01"


def test_room_is_never_counted_twice():
    text = f"{HEAD},Capacity,Reached\n{GOOD},30,1\n{GOOD},40,2\n{GOOD},,3\n"
    store, report = loaded(text)
    assert (report.rows_loaded, report.rows_rejected) == (2, 1)
    assert type(report.rejects[0]).__name__ == "RoomTwice"
    assert "capacity 30, row 2" in str(report.rejects[0])
    _, again = loaded(f"{HEAD},Capacity\n{GOOD},50\n", store)
    assert (again.rows_rejected, "in the register" in str(again.rejects[0])) == (1, True)
    assert presences(store)["capacity_people"].sum() == 30


def test_organisations_are_recognised_by_name_or_acronym_and_similar_names_are_questions():
    head = f"{HEAD},Acronym"
    store, _ = loaded(f"{head}\n{GOOD},HM\n")
    rows = [
        "HELP  MYANMAR.,Food,,MMR015001,Lashio,",
        "HM,Food,,MMR015002,Hseni,",
        "Help Myanmr,Food,,MMR015003,Mongyai,",
    ]
    text = "\n".join([head, *rows])
    _, report = loaded(text, store)
    names = store.read("SELECT name FROM organisation ORDER BY name")["name"].tolist()
    assert names == ["Help Myanmar", "Help Myanmr"]
    (question,) = [r.message() for r in report.remarks if "Nothing was merged" in r.message()]
    assert question.startswith("Help Myanmr was entered as a new organisation; is it the same as Help Myanmar?")


def test_an_acronym_of_two_organisations_is_asked_about():
    head = f"{HEAD},Acronym"
    store, _ = loaded(f"{head}\nHelp One,Food,,MMR015001,Lashio,HO\nHand Open,Food,,MMR015002,Hseni,HO\n")
    _, report = loaded(f"{HEAD}\nHO,Food,,MMR015003,Mongyai\n", store)
    assert report.rejects[0].candidates == ("Hand Open", "Help One")


def test_batch_rejects_and_audit_stand_in_the_register():
    store, report = loaded(f"{HEAD},Reached\n{GOOD},-5\n{GOOD},7\n")
    batch = store.read("SELECT * FROM import_batch").iloc[0]
    counts = ("rows_in_file", "rows_loaded", "rows_rejected", "rows_double")
    assert [int(batch[c]) for c in counts] == [2, 1, 1, 0]
    found = store.read("SELECT * FROM import_reject").iloc[0]
    assert (found["row_no"], found["column_name"], found["written_value"], found["reason_code"]) == (
        2,
        "Reached",
        "-5",
        "NumberNegative",
    )
    entry = store.read("SELECT * FROM audit_log").iloc[-1]
    assert (entry["actor"], entry["action"], entry["subject"], entry["records"]) == (
        "planner@test",
        "load providers",
        "directory.csv",
        1,
    )
    assert set(presences(store)["batch_id"]) == {report.batch_id}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLANNER])
def test_only_a_planner_may_load(role):
    store = memory_store()
    with pytest.raises(MayNotLoad, match=f"Your role, {role}, may not"):
        load(store, checked(f"{HEAD}\n{GOOD}\n"), Scope(role, "somebody@test"))
    assert store.read("SELECT count(*) n FROM import_batch")["n"].iloc[0] == 0
    assert store.read("SELECT count(*) n FROM audit_log")["n"].iloc[0] == 0


def test_a_failure_in_the_middle_leaves_nothing(monkeypatch):
    store = memory_store()

    def fail(*_):
        raise RuntimeError("power cut")

    monkeypatch.setattr("data.load.audit.append", fail)
    with pytest.raises(RuntimeError):
        load(store, checked(f"{HEAD}\n{GOOD}\n"), PLANNER)
    for table in ("import_batch", "organisation", "provider_presence", "presence_service"):
        assert store.read(f"SELECT count(*) n FROM {table}")["n"].iloc[0] == 0


def test_a_preview_writes_nothing_and_tells_the_same():
    store = memory_store()
    result = checked(f"{HEAD},Reached\n{GOOD},-5\n{GOOD},7\n{GOOD},7\n")
    before = preview(store, result, PLANNER)
    assert len(presences(store)) == store.read("SELECT count(*) n FROM import_batch")["n"].iloc[0] == 0
    after = load(store, result, PLANNER)
    assert (
        (before.rows_loaded, before.rows_rejected, before.rows_double)
        == (after.rows_loaded, after.rows_rejected, after.rows_double)
        == (1, 1, 1)
    )
    assert before.batch_id is None


def test_rejects_keep_the_layout_and_come_in_once_mended(tmp_path):
    text = f"Directory 2024,,,,,\n{HEAD},Reached\n{GOOD},-5\n{GOOD},7\n=cmd()|'x',Food,,MMR015009,Muse,-1\n"
    result = checked(text)
    path = tmp_path / "rejects.csv"
    assert write_rejects(path, result, result.rejects) == 2
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    burmese = "reasons in Burmese / မသွင်းရသေးသည့် အကြောင်းရင်း"
    added = ["row", "reasons", burmese, "place", "P-code of the place"]
    assert rows[1] == [*HEAD.split(","), "Reached", *(f"not loaded: {heading}" for heading in added)]
    assert [row[-5] for row in rows[2:]] == ["3", "5"]
    assert rows[3][0] == "'=cmd()|'x'"
    mended = path.read_text(encoding="utf-8-sig").replace(",'-5,", ",5,").replace(",'-1,", ",1,")
    store, report = loaded(mended)
    assert (report.rows_loaded, report.rows_rejected) == (2, 0)
    assert "=cmd()|'x'" in set(presences(store)["name"])
    again = checked(path.read_text(encoding="utf-8-sig"))
    assert write_rejects(path, again, again.rejects) == 2
    assert len(next(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()[1:]))) == 11


@pytest.mark.parametrize(
    "text",
    [
        "=1",
        "+1",
        "-1",
        "@x",
        "|x",
        "%x",
        "\t=1",
        " =1",
        "\ufeff=1",
        "\r@x",
        "\u200b=1",
        "\x00=1",
        "\u2003@x",
        "＝1",
        "＠x",
    ],
)
def test_text_that_a_spreadsheet_would_run_is_made_text(text):
    assert formula_safe(text) == f"'{text}"
    assert clean(formula_safe(text)) == clean(text)


def test_the_layout_of_a_workbook_with_several_sheets():
    import xlsxwriter

    def book(*names, second=HEAD):
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream) as workbook:
            for number, name in enumerate(names):
                sheet = workbook.add_worksheet(name)
                lines = (HEAD if number == 0 else second).split(","), GOOD.split(",")
                for r, line in enumerate(lines):
                    sheet.write_row(r, 0, line)
        return stream.getvalue()

    assert checked(book("Data", "Guide", second="How,to,fill,this,in"), "a.xlsx").sheet == "Data"
    with pytest.raises(errors.SheetUndecided, match="One, Two"):
        checked(book("One", "Two"), "a.xlsx")
    assert checked(book("One", "Two"), "a.xlsx", sheet="Two").sheet == "Two"
    with pytest.raises(errors.SheetMissing, match="Three"):
        checked(book("One", "Two"), "a.xlsx", sheet="Three")


SOILED = memory_store()
ROW = st.tuples(
    st.sampled_from(["Help", "HELP", "Help Myanmar", "", "#N/A", "x" * 2100, "=1+1"]),
    st.sampled_from(["Food", "Bee keeping", "", "Reintegration of trafficked people"]),
    st.sampled_from(["Shan (North)", "Kachin", "", "Atlantis"]),
    st.sampled_from(["MMR015009", "MMR013008", "MMR099999", "", "mmr015009"]),
    st.sampled_from(["Muse", "Minhla", "မူဆယ်", "Mooze", ""]),
    st.sampled_from(["12", "12.0", "၁၂", "-1", "many", ""]),
    st.sampled_from(["30", "", "31"]),
    st.sampled_from(["ongoing", "Planned", "", "maybe"]),
    st.sampled_from(["2023-01-01", "45000", "31/12/2023", "13/13/2023", "1385", ""]),
)


@given(st.lists(ROW, min_size=1, max_size=25), st.booleans())
@settings(max_examples=60, deadline=None)
def test_loaded_rejected_and_doubles_are_all_rows_of_any_file(rows, brings_twice):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["Org", "Activity", "State", "Pcode", "Township", "Reached", "Capacity", "Status", "Start"])
    writer.writerows(rows)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return
    store = _emptied(SOILED)
    report = load(store, _without_child(stream.getvalue()), PLANNER)
    assert report.rows_loaded + report.rows_rejected + report.rows_double == report.rows_in_file == len(filled)
    assert len(presences(store)) == report.rows_loaded
    assert store.read("SELECT count(DISTINCT row_no) n FROM import_reject")["n"].iloc[0] == report.rows_rejected
    for fault in report.rejects:
        assert f"Row {fault.row}" in str(fault)
        assert fault.column
        assert fault.column in str(fault)
        assert len(fault.written) > 100 or not fault.written or fault.written in str(fault)
    if brings_twice:
        second = load(store, _without_child(stream.getvalue() + "\n"), PLANNER)
        assert (second.rows_loaded, second.rows_rejected) == (0, report.rows_rejected)


def _emptied(store):
    """The same register without what an earlier example loaded: building one takes longer than an example."""
    for table in (
        "presence_service",
        "provider_presence",
        "organisation",
        "import_reject",
        "import_batch",
        "audit_log",
    ):
        with store.transaction() as cursor:
            cursor.execute(f"DELETE FROM {table}")
    return store


def _without_child(text: str):
    """Checked as read_file would do it, parsed in this process: a child for each example would take minutes."""
    from data import workbook

    table = parse_bytes("soiled.csv", text.encode(), workbook.Limits())
    sheets = tuple(workbook._raw_sheet(sheet) for sheet in table["sheets"])
    raw = workbook.RawTable("soiled.csv", str(hash(text)), "csv", sheets)
    return check(raw, PROVIDERS, default_gazetteer(), Options(today=TODAY))
