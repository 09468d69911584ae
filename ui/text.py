"""Every text a person reads passes here: English in the source, Burmese from locales/, numbers and dates by Babel.

The catalogue is the .po file itself, read once when it is first needed; nothing compiled is kept.
Digits are 0–9 in both languages: tables, axes and files show them so, and one page must not mix two kinds.

From the shell: python -m ui.text extract | missing | fill FILE.json
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Mapping
from datetime import date
from functools import cache

import streamlit as st
from babel import Locale, dates, numbers
from babel.messages import mofile, pofile
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.paths import ROOT
from data.vocabulary import Code

LANGUAGES: dict[str, str] = {"en": "English", "my": "မြန်မာ"}
SESSION_KEY = "atlas_language"
CATALOGUES = ROOT / "locales"
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|<>$~:^&-])")
_LOCALES = {"en": Locale("en", "GB"), "my": Locale("my")}
_DAY = {"en": "d MMM y", "my": "y MMMM d"}
_MONTH = {"en": "MMM y", "my": "y MMMM"}


def language() -> str:
    """The reader's language, 'en' or 'my'; English outside a visit."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return "en"
    chosen = st.session_state.get(SESSION_KEY, "en")
    return chosen if chosen in LANGUAGES else "en"


class _Texts(gettext.GNUTranslations):
    """Finds a text that has a plural by its singular alone too, which the first releases of Python 3.11 do not."""

    def gettext(self, message: str) -> str:
        told = super().gettext(message)
        return told if told != message else self.ngettext(message, message, 1)


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """The translations of one language; the source text where a language has no catalogue."""
    path = CATALOGUES / code / "LC_MESSAGES" / "atlas.po"
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        messages = pofile.read_po(file, locale=code)
    compiled = io.BytesIO()
    mofile.write_mo(compiled, messages)
    compiled.seek(0)
    return _Texts(compiled)


def _(message: str) -> str:
    """The message in the reader's language. Put facts in with .format afterwards, never with an f-string."""
    return catalogue(language()).gettext(message) if message else ""


def n_(singular: str, plural: str, n: int) -> str:
    """The form of the message that fits the number n, in the reader's language; {n} is left for .format."""
    return catalogue(language()).ngettext(singular, plural, n)


def label(code: Code) -> str:
    """The label of a code of data.vocabulary, in the reader's language."""
    return _(code.label)


def place_name(row: Mapping[str, object], level: str = "ts") -> str:
    """Name of a place in the reader's language; the row has <level>_name_en and <level>_name_my (ts, dt, st or sr)."""
    return str(row[f"{level}_name_{language()}"])


def both_names(row: Mapping[str, object], level: str = "ts") -> str:
    """Name in the reader's script with the other script behind it."""
    other = "my" if language() == "en" else "en"
    return "{} ({})".format(place_name(row, level), row[f"{level}_name_{other}"])


def plain(value: object) -> str:
    """Any text made safe to stand inside Markdown: nothing in it is read as markup, a link, an icon or a formula."""
    return _MARKUP.sub(r"\\\1", " ".join(str(value).split()))


def number(value: float | None, digits: int = 0) -> str:
    """A number with its thousands separated; n/a where there is none."""
    if value is None or value != value:
        return _("n/a")
    return str(numbers.format_decimal(round(float(value), digits), locale=_LOCALES[language()]))


def percent(share_0_1: float | None, digits: int = 0) -> str:
    """A share between 0 and 1 as a percentage; n/a where there is none."""
    if share_0_1 is None or share_0_1 != share_0_1:
        return _("n/a")
    return f"{number(float(share_0_1) * 100, digits)}%"


def day(value: date | None) -> str:
    """A date such as 7 Mar 2025; n/a where there is none."""
    return _("n/a") if value is None or value != value else _date(value, _DAY)


def month(value: date | None) -> str:
    """A month such as Mar 2025; n/a where there is none."""
    return _("n/a") if value is None or value != value else _date(value, _MONTH)


def _date(value: date, patterns: dict[str, str]) -> str:
    return dates.format_date(value, patterns[language()], locale=_LOCALES[language()])


if __name__ == "__main__":
    from ui.catalogue import main

    main()
