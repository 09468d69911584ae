"""Which township a row means: two witnesses carry a row over a third, one never does, and every case is said."""

from __future__ import annotations

import pandas as pd
import pytest
from myanmar.converter import convert

from data import reference
from data.providers_format import PROVIDERS
from data.validate import Options, check
from data.workbook import read_file
from geo.gazetteer import default_gazetteer

HEAD = "Organisation,Activity,State P-code,State,District,Township P-code,Township"


def checked(*places: str, matcher=None):
    text = "\n".join([HEAD, *(f"Help Myanmar,Food,{place}" for place in places)])
    return check(read_file(text.encode(), "a.csv"), PROVIDERS, matcher or default_gazetteer(), Options())


def outcome(place: str) -> str:
    """P-code of the one row, or the name of its fault."""
    result = checked(place)
    return type(result.rejects[0]).__name__ if result.rejects else result.accepted["ts_pcode"].iloc[0]


def remarks(result) -> list[str]:
    return [remark.message() for remark in result.remarks if remark.message().startswith("Row ")]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        # state P-code, state, district, township P-code, township
        ("MMR015,Shan (North),,MMR001013,Mansi", "MMR001013"),
        (",Shan (North),,MMR001013,Mansi", "MMR001013"),
        ("MMR015,,,MMR001013,Mansi", "MMR001013"),
        (",Shan (North),Bhamo,MMR001013,Mansi", "MMR001013"),
        (",Shan (North),,MMR001013,", "StateDisagrees"),
        (",Shan (North),,,Mansi", "TownshipUnknown"),
        ("MMR015,,,,Mansi", "TownshipUnknown"),
        (",Shan (North),Muse,MMR001013,Mansi", "StateDisagrees"),
        (",Kachin,Muse,MMR001013,Mansi", "StateDisagrees"),
        (",Shan (North),,MMR001013,Mansee township of Kachin", "StateDisagrees"),
        (",Shan (North),,MMR008009,Minhla", "StateDisagrees"),
        (",Kachin,,MMR015009,Mansi", "StateDisagrees"),
    ],
)
def test_a_state_is_outvoted_only_by_a_code_and_a_name_of_one_township(place, expected):
    """Minhla names two townships, so that name is no witness for one of them; a district is never outvoted."""
    assert outcome(place) == expected


def test_the_state_that_was_not_used_is_said_with_row_column_and_value_once_for_all_its_rows():
    mansi = "MMR015,Shan (North),,MMR001013,Mansi"
    assert remarks(checked(mansi, ",Shan (North),,MMR015009,Muse", mansi.replace("Mansi", "mansi tsp"), mansi)) == [
        'Row 2, 5, column State P-code: "MMR015 Shan (North)" was not used. The code MMR001013 and the name "Mansi" '
        "agree on MMR001013 Mansi, Kachin, which lies in Kachin (MMR001).",
        'Row 4, column State P-code: "MMR015 Shan (North)" was not used. The code MMR001013 and the name "mansi tsp" '
        "agree on MMR001013 Mansi, Kachin, which lies in Kachin (MMR001).",
    ]


def test_a_district_elsewhere_is_named_as_the_column_at_fault():
    (fault,) = checked(",Kachin,Muse,MMR001013,Mansi").rejects
    assert (fault.column, fault.written) == ("District", "Muse")
    assert "Bhamo" in fault.lies_in


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("MMR015,Shan (North),,MMR015202,Laukkaing (Kokang SAZ)", "MMR015022"),
        (",,,MMR015202,Laukkaing", "MMR015022"),
        (",,,MMR015009701,Muse", "MMR015009"),
        (",,,MMR013008,Hlaingtharya (East)", "MMR013046"),
        ("MMR015,Shan (North),,MMR015202,", "TownshipUnknown"),
        ("MMR015,Shan (North),,MMR015202,Muse", "TownshipUnknown"),
        ("MMR001,Kachin,,MMR015202,Laukkaing (Kokang SAZ)", "TownshipUnknown"),
        ("MMR001,,,MMR015202,Laukkaing (Kokang SAZ)", "TownshipUnknown"),
        ("MMR015,Shan (North),,MMR015308,Yawng Lin", "TownshipUnknown"),
        (",,,MMR013008,Hlaingtharya", "TownshipUnknown"),
        (",,,MMR099999,Muse", "TownshipUnknown"),
    ],
)
def test_the_code_of_a_part_is_loaded_only_beside_the_name_of_a_township_it_belongs_to(place, expected):
    assert outcome(place) == expected


def test_the_code_of_a_part_is_said():
    (said,) = remarks(checked("MMR015,Shan (North),,MMR015202,Laukkaing (Kokang SAZ)"))
    assert said == (
        'Row 2, column Township P-code: "MMR015202" is not the code of a present township. What is known of it fits '
        'the name "Laukkaing (Kokang SAZ)" beside it, so MMR015022 Laukkaing, Shan (North) was taken.'
    )


def test_a_code_that_a_person_answered_for_is_not_asked_about_because_of_its_unknown_name():
    """An example, not a statement about where this area lies."""
    confirmed = pd.DataFrame({"ts_pcode": ["MMR015023"], "alt_name": ["MMR015308"]})
    matcher = default_gazetteer().with_alternates(confirmed)
    known = checked(",Shan (North),,MMR015308,Yawng Lin", matcher=matcher)
    assert known.accepted["ts_pcode"].tolist() == ["MMR015023"]
    elsewhere = checked(",Kachin,,MMR015308,Yawng Lin", ",,,MMR015308,Muse", matcher=matcher)
    assert [type(fault).__name__ for fault in elsewhere.rejects] == ["StateDisagrees", "TownshipDisagrees"]


def test_the_reason_of_a_question_is_put_into_the_readers_language_with_its_facts():
    (fault,) = checked(",,,,Minhla").rejects
    translations = {
        fault.template: "{row}|{written}|{note}",
        "{townships} townships have this name. Write its state or region, or its district.": "<{townships}>",
    }
    assert fault.message(translations.__getitem__) == "2|Minhla|<2>"
    assert "2 townships have this name." in str(fault)


def test_a_column_in_zawgyi_becomes_unicode_and_says_so():
    names = list(reference.townships()["ts_name_my"].head(40))
    lines = [f"{convert(name, 'unicode', 'zawgyi')},Food,MMR015009" for name in names]
    text = "\n".join(["Organisation,Activity,Township P-code", *lines])
    result = check(read_file(text.encode(), "a.csv"), PROVIDERS, default_gazetteer(), Options())
    read = result.accepted["organisation"].tolist()
    exact = sum(a == b for a, b in zip(read, names, strict=True))
    assert exact >= 38, "the converter orders a few signs its own way"
    said = [remark.message() for remark in result.remarks if "Zawgyi" in remark.message()]
    assert len(said) == 1
    assert said[0].startswith("Column Organisation is written in Zawgyi: ")
    unicode = "\n".join(["Organisation,Activity,Township P-code", *(f"{name},Food,MMR015009" for name in names)])
    plain = check(read_file(unicode.encode(), "a.csv"), PROVIDERS, default_gazetteer(), Options())
    assert plain.accepted["organisation"].tolist() == names
    assert not any("Zawgyi" in remark.message() for remark in plain.remarks)
