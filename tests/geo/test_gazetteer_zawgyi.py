"""Zawgyi: the whole column is judged, and neither encoding ever leads silently to another township."""

from __future__ import annotations

import pandas as pd
import pytest
from myanmar.converter import convert

from data import reference
from geo.gazetteer import Gazetteer, How, default_gazetteer
from geo.matching import place_key
from geo.zawgyi import Encoding, has_burmese, judge, to_unicode

TOWNSHIPS = reference.townships()
ALTERNATES = reference.township_alternate_names()
BURMESE = pd.concat(
    [
        TOWNSHIPS[["ts_pcode", "ts_name_my"]].set_axis(["ts_pcode", "name"], axis=1),
        ALTERNATES.loc[ALTERNATES["script"] == "mymr", ["ts_pcode", "alt_name"]].set_axis(["ts_pcode", "name"], axis=1),
    ],
    ignore_index=True,
)
SHARED = {place_key("ထန်းတပင်"), place_key("မင်းလှ")}


def zawgyi(text: str) -> str:
    return convert(text, "unicode", "zawgyi")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return default_gazetteer()


def test_a_column_is_judged_with_certainty_where_its_names_alone_are_not():
    """The reason for judging columns: one by one, 40 Unicode and dozens of Zawgyi names are uncertain or wrong."""
    unicode_names = list(TOWNSHIPS["ts_name_my"])
    zawgyi_names = [zawgyi(name) for name in unicode_names]
    assert judge(unicode_names).encoding is Encoding.UNICODE
    assert judge(zawgyi_names).encoding is Encoding.ZAWGYI
    assert sum(judge([name]).encoding is not Encoding.UNICODE for name in unicode_names) >= 20
    assert sum(judge([name]).encoding is not Encoding.ZAWGYI for name in zawgyi_names) >= 20
    assert judge(["Muse", "", "Lashio 5"]).encoding is Encoding.NONE
    assert judge([]).probability is None


def test_a_column_in_zawgyi_resolves_to_the_same_townships_as_in_unicode(gazetteer):
    matches = gazetteer.match_many([zawgyi(name) for name in TOWNSHIPS["ts_name_my"]])
    for row, match in zip(TOWNSHIPS.itertuples(), matches, strict=True):
        if place_key(row.ts_name_my) in SHARED:
            assert match.how is How.AMBIGUOUS
        else:
            assert match.ts_pcode == row.ts_pcode, row.ts_name_my
    assert sum(match.how is How.ZAWGYI_NAME for match in matches) > 290


def test_zawgyi_states_tell_shared_names_apart(gazetteer):
    names = [zawgyi(name) for name in TOWNSHIPS["ts_name_my"]]
    for area in ("st_name_my", "sr_name_my"):
        matches = gazetteer.match_many(names, [zawgyi(name) for name in TOWNSHIPS[area]])
        assert [match.ts_pcode for match in matches] == list(TOWNSHIPS["ts_pcode"])


@pytest.mark.parametrize("encode", [str, zawgyi], ids=["unicode", "zawgyi"])
def test_one_name_alone_never_leads_to_another_township(gazetteer, encode):
    """Whatever the detector says of one short text: silent and right, or a question that offers the right township."""
    asked = 0
    for row in BURMESE.itertuples():
        match = gazetteer.match(encode(row.name))
        assert match.ts_pcode in (None, row.ts_pcode), row
        if match.ts_pcode is None:
            asked += 1
            assert row.ts_pcode in match.suggestions, row
    assert asked < (60 if encode is zawgyi else 10)


@pytest.mark.parametrize("encode", [str, zawgyi], ids=["unicode cell", "zawgyi cell"])
def test_a_cell_in_the_other_encoding_is_never_taken_for_another_township(gazetteer, encode):
    """Each name as the odd one out in a column of thirty names of the other encoding."""
    other = zawgyi if encode is str else str
    column = [other(name) for name in TOWNSHIPS["ts_name_my"][:30]]
    for row in BURMESE.itertuples():
        match = gazetteer.match_many([*column, encode(row.name)])[-1]
        assert match.ts_pcode in (None, row.ts_pcode), row
        if match.ts_pcode is None:
            assert row.ts_pcode in match.suggestions, row


@pytest.mark.parametrize(("name", "code"), [("မင်္ဂလာဒုံ", "MMR013002"), ("ပခုက္ကူ", "MMR009018")])
def test_what_only_conversion_explains_is_asked_about_unless_the_column_is_zawgyi(gazetteer, name, code):
    """0.007 and 0.64 are myanmartools' probabilities for these texts alone: too low to convert on."""
    assert judge([zawgyi(name)]).encoding is not Encoding.ZAWGYI
    match = gazetteer.match(zawgyi(name))
    assert (match.ts_pcode, match.how, match.suggestions[0]) == (None, How.SUGGESTION, code)
    assert "Zawgyi" in match.note


def test_conversion_gives_back_every_name_or_none_at_all():
    for name in BURMESE["name"]:
        back = to_unicode(zawgyi(name))
        assert back is None or place_key(back) == place_key(name), name


def test_what_cannot_be_converted_is_said_and_not_printed(capsys):
    """python-myanmar prints what it drops; standard output belongs to the matcher's CSV."""
    texts = [
        "\u1031",
        "\u1039\u1039",
        "\u1060\u1061",
        "မ\u1092္း",
        "\u103b\u1031",
        "x\u1000\u1094\u1095",
        "\u104e\u1086",
    ]
    for text in texts:
        to_unicode(text)
    assert capsys.readouterr().out == ""


def test_burmese_is_recognised_among_other_letters():
    assert has_burmese("Muse မူ")
    assert not has_burmese("Muse 5, เชียงใหม่")


def test_a_column_of_other_texts_is_converted_by_the_same_rule(gazetteer):
    names = list(TOWNSHIPS["ts_name_my"])
    column = [zawgyi(name) for name in names]
    assert gazetteer.unicode_texts([*column, "Help"]) == [*(to_unicode(text) for text in column), "Help"]
    assert gazetteer.unicode_texts(names) == names
    assert gazetteer.unicode_texts(["Help", ""]) == ["Help", ""]
    undecided = [next(z for z in column if judge([z]).encoding is Encoding.UNCERTAIN)]
    assert gazetteer.unicode_texts(undecided) == undecided
