"""Rejected rows on the pages: told or counted, worded in the reader's language, mended and brought again."""

from __future__ import annotations

import csv
import io

import pytest

from data.load_rejects import BURMESE_HEADING, REASONS_HEADING
from data.vocabulary import Role
from tests.pages import hand_register as hand
from tests.pages.test_bring_in import GOOD, HEAD, PAGE, bring, loads, numbers, press
from tests.pages.visit import register, sentences, visit, words
from ui import cached
from ui.bring_in_preview import MOST_QUESTIONS, MOST_SHOWN
from ui.text import SESSION_KEY, catalogue

QUALITY = "pages/manage/quality.py"
MY = catalogue("my").gettext
BAD = "Help,Seeds,MMR001001,Myitkyina,Nearly\n"


@pytest.fixture
def atlas(tmp_path, monkeypatch):
    with register(tmp_path, monkeypatch, hand.whole):
        yield


@pytest.fixture
def made(monkeypatch):
    """Name of a file offered for download -> its bytes and how many records it holds."""
    found = {}
    monkeypatch.setattr(
        "ui.bring_in_preview.export.download_file",
        lambda make, file, *_rest, records=None: found.update({file: (make(), records)}),
    )
    return found


def opened(page: str = PAGE, language: str = "en"):
    at = visit(page, Role.PLANNER)
    at.session_state[SESSION_KEY] = language
    at.run()
    assert not at.exception
    return at


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.usefixtures("atlas")
@pytest.mark.parametrize("language", ["en", "my"])
def test_rejects_are_mended_and_brought_again_in_either_language(language, made):
    at = press(press(bring(opened(language=language), GOOD + BAD), "check"), "load")
    data, records = made["a_rejected.csv"]
    headings, row = read(data)
    assert (records, loads()["rows_loaded"].tolist()) == (1, [2])
    english, other = row[headings.index(REASONS_HEADING)], row[headings.index(BURMESE_HEADING)]
    assert english.startswith('Row 4, column Status: "Nearly" is not one of:')
    assert "Nearly" in other
    assert not other.startswith("Row")
    text = io.StringIO()
    csv.writer(text).writerows([headings, ["Ongoing" if cell == "Nearly" else cell for cell in row]])
    at = press(at, "next")
    at = press(bring(at, text.getvalue(), "a_rejected.csv"), "check")
    assert numbers(at) == ["1", "1", "0", "0"]
    assert REASONS_HEADING not in words(at)
    press(at, "load")
    assert loads()["rows_loaded"].tolist() == [2, 1]


@pytest.mark.usefixtures("atlas")
@pytest.mark.parametrize("language", ["en", "my"])
def test_past_rejects_are_worded_in_the_readers_language(language):
    press(press(bring(opened(), GOOD + BAD), "check"), "load")
    at = opened(QUALITY, language)
    translate = MY if language == "my" else str
    ((_row, _column, value, said),) = sentences(at)[translate("Rejected rows of one load")]
    assert value == "Nearly"
    assert said.startswith(translate("A word that is not in the list"))
    assert ("is not one of:" in said) == (language == "en")


@pytest.mark.usefixtures("atlas")
def test_a_past_reject_without_facts_is_told_in_its_stored_english():
    press(press(bring(opened(), GOOD + BAD), "check"), "load")
    with cached.store().transaction() as cursor:
        cursor.execute("UPDATE import_reject SET facts = NULL")
    ((*_cells, said),) = sentences(opened(QUALITY, "my"))[MY("Rejected rows of one load")]
    assert 'Row 4, column Status: "Nearly" is not one of:' in said


def leaf(at, name: str, side: str = "right"):
    at.button(key=f"w_leaf_{name}_chevron_{side}").click().run()
    assert not at.exception
    return at


@pytest.mark.usefixtures("atlas")
def test_more_faults_than_fit_are_leafed_through_and_all_stand_in_the_file(made):
    rows = MOST_SHOWN + 13
    text = "".join(f"Help,Seeds {n},MMR001001,Myitkyina,Nearly\n" for n in range(rows))
    at = press(bring(opened(language="my"), f"{HEAD}\n{text}"), "check")
    assert [len(table) for table in sentences(at).values()] == [MOST_SHOWN]
    assert MY("{first} to {last} of {all}").format(first=1, last=MOST_SHOWN, all=rows) in words(at)
    (shown,) = sentences(leaf(at, "ValueNotInList_0")).values()
    assert [cells[0] for cells in shown] == [str(row) for row in range(MOST_SHOWN + 2, rows + 2)]
    data, records = made["a_rejected.csv"]
    assert len(read(data)) - 1 == records == rows


@pytest.mark.usefixtures("atlas")
def test_every_question_is_within_reach_without_answering_those_before_it(made):
    places = [f"Qwxyz{letter}" for letter in "abcdefghijklm"]
    rows = "".join(f"Help,Food,,{place},Ongoing\n" for place in places)
    at = press(bring(opened(), f"{HEAD}\n{rows}"), "check")

    def asked() -> list[str]:
        return [box.label[1:7] for box in at.selectbox if box.label.startswith("“Qwxyz")]

    assert asked() == places[:MOST_QUESTIONS]
    at = leaf(at, "places_0")
    assert asked() == places[MOST_QUESTIONS:]
    next(box for box in at.selectbox if box.label.startswith("“Qwxyzm")).select("MMR015009").run()
    assert not at.exception
    at = leaf(at, "places_0", "left")
    assert asked() == places[:MOST_QUESTIONS]
    at = press(at, "recheck")
    assert numbers(at) == ["13", "1", "12", "0"]
    headings, *rejected = read(made["a_rejected.csv"][0])
    assert sorted(row[headings.index("not loaded: place")] for row in rejected) == places[:-1]


@pytest.mark.parametrize("language", ["en", "my"])
def test_the_two_ways_of_leafing_are_called_differently(language):
    translate = MY if language == "my" else str
    assert len({translate("Previous"), translate("Next"), translate("Back")}) == 3
