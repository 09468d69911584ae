"""People, places and reasons of the Assignments page in the reader's language; everything safe inside Markdown."""

from __future__ import annotations

from html import escape
from typing import Final

from analysis.matching import Candidate, Obstacle, Person
from analysis.sentence import Sentence
from data.vocabulary import AgeGroup, Code, Service, UnassignedReason
from ui import cached, palette
from ui.text import _, label, language, number, place_name, plain

STYLE: Final = f"""<style>
.asg {{ font-size: .9rem; line-height: 1.55; color: {palette.INK}; overflow-wrap: anywhere; }}
.asg.my {{ line-height: 1.9; }}
.asg b {{ font-weight: 600; }}
.asg span {{ color: {palette.INK_SOFT}; }}
.asg .mark {{ display: inline-block; padding: 0 .45rem; border-radius: 1rem; border: 1px solid {palette.PRIMARY};
  color: {palette.PRIMARY}; font-size: .78rem; line-height: 1.5; }}
[class*="st-key-asg_row"] {{ border-top: 1px solid {palette.GRID}; padding-top: .5rem; }}
</style>"""


def names() -> dict[str, str]:
    """P-code -> name of the township in the reader's language."""
    return {str(row["ts_pcode"]): place_name(row) for row in cached.townships().to_dict("records")}


def township(ts_pcode: str | None, known: dict[str, str]) -> str:
    """Name of the township; says so where it is not known."""
    return known.get(ts_pcode or "", _("township not known"))


def sentence(said: Sentence, known: dict[str, str]) -> str:
    """The reason with its facts in words: labels for codes, names for places, numbers as they are written."""
    words = said.text(_, lambda value: _fact(value, known))
    return words[:1].upper() + words[1:]


def _fact(value: object, known: dict[str, str]) -> str:
    if isinstance(value, tuple):
        return ", ".join(_fact(part, known) for part in value)
    if isinstance(value, Code):
        return label(value)
    if value is None or isinstance(value, int | float):
        return number(value)
    return known.get(str(value), str(value))


def age(person: Person) -> str:
    """Child, adult, or that no age is recorded."""
    if person.is_child is None:
        return label(AgeGroup.UNKNOWN)
    return label(AgeGroup.CHILD if person.is_child else AgeGroup.ADULT)


def needs(person: Person) -> str:
    """Services needed; empty where none is noted."""
    return ", ".join(label(Service(need)) for need in person.needs)


def reason(person: Person) -> str:
    """Why nobody carries the person."""
    return label(UnassignedReason(person.reason))


def person_html(person: Person, known: dict[str, str]) -> str:
    """Township, age, wait, reason and needs in two lines; every text escaped."""
    waits = _("waits {n} days").format(n=number(person.days_waiting))
    marks = f' <span class="mark">{escape(_("Special Case"))}</span>' if person.is_special else ""
    asked = f' <span class="mark">{escape(_("Provider asked"))}</span>' if person.requests_open else ""
    first = f"<b>{escape(township(person.ts_pcode, known))}</b> · {escape(age(person))}{marks}{asked}"
    second = f"{escape(waits)} · {escape(reason(person))}"
    needed = needs(person)
    third = f"<br><span>{escape(_('Needs: {list}').format(list=needed))}</span>" if needed else ""
    return f'<div class="asg {language()}">{first}<br><span>{second}</span>{third}</div>'


def candidate_title(one: Candidate, known: dict[str, str]) -> str:
    """Organisation and township, and the obstacle where there is one; safe inside Markdown."""
    title = f"{plain(one.organisation)}, {plain(known.get(one.ts_pcode, one.ts_pcode))}"
    return f"{title} — **{plain(label(one.obstacle))}**" if one.obstacle else title


def can_be_asked(one: Candidate) -> bool:
    """Whether the place may be chosen by hand: it suits, or only its room stands against it."""
    return one.obstacle in (None, Obstacle.FULL, Obstacle.NOT_TOLD)
