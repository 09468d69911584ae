"""Headings: either language, HXL tags, titles and merged rows; what is not understood is named, never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import file_errors as errors
from data.columns import clean, heading_key, recognise
from data.providers_columns import FIELDS
from data.providers_format import PROVIDERS
from data.workbook import RawSheet, read_file

ROW = "Help,Food,MMR015009,Muse,12\n"


def sheet(text: str) -> RawSheet:
    return read_file(text.encode(), "a.csv").sheets[0]


def columns(text: str, **options) -> dict[str, int]:
    return recognise("a.csv", sheet(text), FIELDS, PROVIDERS.required, **options).columns


EXPECTED = {"organisation": 0, "activity": 1, "township_pcode": 2, "township": 3, "people_reached": 4}


@pytest.mark.parametrize(
    "headings",
    [
        "Organisation,Activity,Township P-code,Township,People reached",
        "ORGANIZATION NAME,activity_type,Admin3 Pcode,ADMIN3,# of beneficiaries",
        "Partner,What,ts_pcode,Where,Reached",
        "အဖွဲ့အစည်း,လုပ်ငန်း,မြို့နယ် P-code,မြို့နယ်,ရောက်ရှိသူဦးရေ",
        "#org,#activity,#adm3+code,#adm3+name,#reached",
        "Wer,Was,Code,Wo,Zahl\n#org +name,#activity,#ADM3 +code,#adm3,#reached+total",
        "Organisation *,Activity (main),Township Pcode,Township name,Beneficiaries (people)",
    ],
)
def test_headings_in_either_language_and_tags(headings):
    assert columns(f"{headings}\n{ROW}") == EXPECTED


def test_titles_above_the_table_are_skipped_and_rows_keep_their_numbers():
    layout = recognise(
        "a.csv", sheet(f"Directory of 2022,,,,\n,,,,\nOrg,Activity,Pcode,Township,Reached\n{ROW}"), FIELDS
    )
    assert (layout.heading_row, layout.data.index.tolist(), layout.columns) == (3, [4], EXPECTED)


def test_headings_merged_downwards_are_understood():
    text = f"Org,Activity,Where,,Reached\n,,Township P-code,Township,\n{ROW}"
    layout = recognise("a.csv", sheet(text), FIELDS, PROVIDERS.required)
    assert (layout.columns, layout.heading_row, len(layout.data)) == (EXPECTED, 2, 1)


def test_a_used_heading_merged_over_parts_is_refused():
    text = "Org,Activity,Township,Beneficiaries,,\n,,,Girls,Boys,Total\nHelp,Food,Muse,1,2,3\n"
    with pytest.raises(errors.HeadingsMerged) as caught:
        columns(text)
    assert str(caught.value).startswith("a.csv, row 1: the heading Beneficiaries spans several columns")
    assert caught.value.below == ("Girls", "Boys")


def test_unknown_and_blank_headings_are_named_as_unused():
    layout = recognise("a.csv", sheet("Org,Telephone,Activity,Township,\nHelp,1,Food,Muse,note\n"), FIELDS)
    assert layout.ignored == ("Telephone", "(E)")


def test_two_columns_for_one_thing_are_refused_with_their_letters():
    with pytest.raises(errors.HeadingTwice) as caught:
        columns("Org,Agency,Activity,Township\nA,B,Food,Muse\n")
    assert caught.value.headings == ("Org (A)", "Agency (B)")


def test_missing_columns_are_refused_with_what_was_seen_and_expected():
    with pytest.raises(errors.HeadingsMissing) as caught:
        columns("Org,Telephone,Activity\nHelp,1,Food\n")
    message = str(caught.value)
    assert "Township P-code / Township" in message
    assert "Org, Telephone, Activity" in message
    assert "admin3" in message


def test_a_file_without_any_known_heading():
    with pytest.raises(errors.HeadingsUnknown, match="Its first row reads: x, y"):
        columns("x,y\n1,2\n")


def test_headings_without_rows():
    with pytest.raises(errors.NoDataRows, match="headings in row 1"):
        columns("Org,Activity,Township\n")


def test_a_person_can_correct_the_mapping():
    text = "Org,Project details,Stadt,Agency\nHelp,Food,Muse,x\n"
    corrected = columns(text, mapping={"Stadt": "township", "B": "activity", "Agency": ""})
    assert corrected == {"organisation": 0, "activity": 1, "township": 2}


@pytest.mark.parametrize("mapping", [{"Nowhere": "township"}, {"Org": "nothing"}])
def test_a_mapping_that_does_not_fit_is_refused(mapping):
    with pytest.raises(errors.MappingUnknown):
        columns("Org,Activity,Township\nHelp,Food,Muse\n", mapping=mapping)


def test_no_heading_stands_for_two_fields():
    seen: dict[str, str] = {}
    for field in FIELDS:
        for name in {heading_key(n) for n in (field.label, field.label_my, *field.synonyms)}:
            assert seen.setdefault(name, field.key) == field.key, name


@given(st.text())
def test_cleaning_is_done_once_and_for_all(text):
    assert clean(clean(text)) == clean(text) or clean(text).startswith("'")
    assert "\u200b" not in clean(text)


def test_invisible_characters_and_the_text_apostrophe_go():
    assert clean("\u200bမူ\u202eဆယ်\ufeff ") == "မူဆယ်"
    assert clean("'=1+1") == "=1+1"
    assert clean("'til  then") == "'til then"
