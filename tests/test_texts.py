"""Every text a person reads is in the catalogue, translated, with the same facts in it; none bypasses gettext."""

from __future__ import annotations

import ast
import json
import re
import string
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from myanmartools import ZawgyiDetector

from data.paths import ROOT
from ui import catalogue, text

MARKERS = set(catalogue.MARKERS)
BURMESE = catalogue.read(catalogue.TRANSLATIONS["my"], "my")
MESSAGES = [message for message in BURMESE if message.id]
SCREEN = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py")), *sorted((ROOT / "ui").glob("*.py"))]
# Calls whose text is markup, a name of a file or a format, never words for a reader.
NOT_WORDS = {"html", "image", "set_page_config", "cache_data", "cache_resource", "Page", "switch_page", "logo"}
NOT_WORDS |= {"code", "form", "pop"}  # a command to type, and keys
FRAMED = {"page", "link", "empty", "source_note"}
WORD_ARGUMENTS = {"label", "help", "placeholder", "body", "title", "text", "caption"}


def forms(text_or_forms: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text_or_forms] if isinstance(text_or_forms, str) else list(text_or_forms)


def placeholders(message: str) -> set[str]:
    """Names of the facts that a message quotes; ValueError where its braces do not match."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(message) if name is not None}


def is_words(value: str) -> bool:
    """True for text with a word in it, once icons, markup and sizes are taken away."""
    return bool(re.search(r"[A-Za-z]{2,}", re.sub(r":[a-z]+/[a-z_0-9]+:|</?[a-z][^>]*>|\{[^}]*\}", "", value)))


def bypassing(source: str) -> list[str]:
    """Literal words given to a st.* call, or to a function of the frame, without passing through gettext."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        owner, _dot, name = ast.unparse(node.func).rpartition(".")
        framed = owner == "frame" and name in FRAMED
        if name in NOT_WORDS or not (framed or owner == "st" or owner.startswith("st.")):
            continue
        arguments = node.args[:1] + [kw.value for kw in node.keywords if kw.arg in WORD_ARGUMENTS]
        for argument in arguments:
            found += [f"{node.lineno}: {words}" for words in literal_words(argument)]
    return found


def literal_words(node: ast.AST) -> list[str]:
    """Words written in an expression, those inside a call of gettext or of another function apart."""
    if isinstance(node, ast.Call):
        return literal_words(node.func.value) if isinstance(node.func, ast.Attribute) else []
    if isinstance(node, (ast.Subscript, ast.Dict, ast.Compare)):
        return []
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) and is_words(node.value) else []
    return [words for child in ast.iter_child_nodes(node) for words in literal_words(child)]


def unfit_for_extraction(source: str) -> list[str]:
    """Calls of gettext whose message cannot be collected: an f-string, a sum or a formatted text."""
    unfit = (ast.JoinedStr, ast.BinOp, ast.Call)
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS
        for argument in node.args[: 2 if node.func.id == "n_" else 1]
        if isinstance(argument, unfit)
    ]


def test_the_template_holds_what_the_source_says():
    """If this fails: make texts."""
    assert set(catalogue.entries(catalogue.extracted())) == set(catalogue.entries(catalogue.read(catalogue.TEMPLATE)))


def test_the_burmese_catalogue_has_the_texts_of_the_template():
    assert set(catalogue.entries(BURMESE)) == set(catalogue.entries(catalogue.read(catalogue.TEMPLATE)))


def test_every_text_is_translated():
    """If this fails: make texts, fill the JSON in, python -m ui.text fill FILE.json."""
    assert catalogue.missing("my") == {}
    assert [m.id for m in MESSAGES if m.fuzzy] == []


def test_a_translation_quotes_the_same_facts():
    """One test for all: thousands of them take the runner longer than the comparison."""
    others = []
    for message in MESSAGES:
        wanted = set().union(*map(placeholders, forms(message.id)))
        others += [form for form in forms(message.string) if placeholders(form) != wanted]
    assert others == []


def test_translations_are_burmese_in_unicode():
    """A form without Burmese letters stands only for what is a name or a unit in English too."""
    same = [m.id for m in MESSAGES for form in forms(m.string) if form and not re.search("[\u1000-\u109f]", form)]
    assert [msgid for msgid in same if is_words(forms(msgid)[0]) and msgid not in NAMES] == []
    texts = [form for m in MESSAGES for form in forms(m.string)]
    assert [t for t in texts if t != unicodedata.normalize("NFC", t)] == []
    assert [t for t in texts if re.search("[\u1040-\u1049]", t)] == [], "digits are 0-9 in both languages"
    assert ZawgyiDetector().get_zawgyi_probability(" ".join(texts)) < 0.05, "judged together: a short text says little"


NAMES = {"km", "NGO", "CSV", "XLSX", "MB", "UTC"}


def test_the_catalogue_says_that_it_is_a_draft():
    assert "native speaker" in BURMESE.header_comment
    assert BURMESE.num_plurals == 1


def test_no_text_on_the_screen_bypasses_gettext():
    found = {path: bypassing(path.read_text(encoding="utf-8")) for path in SCREEN}
    assert {path.relative_to(ROOT).as_posix(): words for path, words in found.items() if words} == {}


def test_messages_can_be_collected():
    found = {path: unfit_for_extraction(path.read_text(encoding="utf-8")) for path in catalogue.source_files()}
    assert {path.relative_to(ROOT).as_posix(): calls for path, calls in found.items() if calls} == {}


def test_the_checks_can_fail():
    assert bypassing('st.title("Overview")\nst.button(_("Go"), help="Press")\nst.caption(f"as of {day}")') == [
        "1: Overview",
        "2: Press",
        "3: as of ",
    ]
    assert bypassing('frame.page("Gaps", roles)') == ["1: Gaps"]
    assert (
        bypassing('st.title(_("Overview"))\nst.markdown(":material/map: " + _("x y"))\nst.session_state["key"]') == []
    )
    assert unfit_for_extraction('_(f"{n} rows")\n_("a" + b)\n_("{n}".format(n=1))\nn_("a", f"b{n}", n)')[0].startswith(
        "1:"
    )
    assert len(unfit_for_extraction('_(f"{n} rows")\n_("a" + b)\n_("{n}".format(n=1))\nn_("a", f"b{n}", n)')) == 4
    assert unfit_for_extraction('_("a")\n_(label)\nn_("a", "b", n)\nN_("x" "y")') == []


def test_texts_are_collected_wherever_they_stand():
    source = """
a = f"<h4>{escape(_('inside an f-string'))}</h4>"
b = n_("one", "many", n), N_("marked "
       "in two pieces"), _(variable), _("")
"""
    assert {message for _line, message in catalogue.marked(source)} == {
        "inside an f-string",
        ("one", "many"),
        "marked in two pieces",
    }


def test_filling_writes_translations_and_refuses_unknown_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(catalogue.TRANSLATIONS, "my", tmp_path / "my.po")
    monkeypatch.setattr(catalogue, "TEMPLATE", tmp_path / "atlas.pot")
    monkeypatch.setattr(catalogue, "SOURCES", ("data/vocabulary.py",))
    catalogue.extract()
    assert set(catalogue.missing("my").values()) == {""}
    given = tmp_path / "given.json"
    given.write_text(json.dumps({"China": "တရုတ်"}), encoding="utf-8")
    assert catalogue.fill(given) == 1
    assert catalogue.entries(catalogue.read(tmp_path / "my.po", "my"))["China"] == "တရုတ်"
    assert "China" not in catalogue.missing("my")
    catalogue.extract()
    assert catalogue.entries(catalogue.read(tmp_path / "my.po", "my"))["China"] == "တရုတ်", "kept by the next extraction"
    given.write_text(json.dumps({"No such text": "x"}), encoding="utf-8")
    with pytest.raises(KeyError):
        catalogue.fill(given)


def test_numbers_and_dates():
    """Outside a visit the language is English."""
    assert [text.number(1234.5), text.number(1234.56, 1), text.number(None), text.number(float("nan"))] == [
        "1,234",
        "1,234.6",
        "n/a",
        "n/a",
    ]
    assert [text.percent(0.125), text.percent(0.125, 1), text.percent(None)] == ["12%", "12.5%", "n/a"]
    assert [text.day(date(2025, 3, 7)), text.month(date(2025, 3, 1)), text.day(None)] == [
        "7 Mar 2025",
        "Mar 2025",
        "n/a",
    ]


def test_plain_text_cannot_become_markup():
    hostile = "<b>x</b> [link](https://example.org) **bold** `code` $x$ :material/map: {n} #1 | a_b ~~c~~"
    shown = text.plain(hostile)
    for sign in "[]()*`$:{}#|_~<>":
        assert not re.search(rf"(?<!\\){re.escape(sign)}", shown)
