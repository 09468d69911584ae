"""What the matcher answers: the match, how it was found, and a reason that a person can read in either language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from data.errors import N_


class How(StrEnum):
    """What the matcher did with a written name. Only the first six come with a P-code."""

    EXACT_CODE = "exact_code"
    RETIRED_CODE = "retired_code"
    EXACT_NAME = "exact_name"
    ALTERNATE_NAME = "alternate_name"
    BURMESE_NAME = "burmese_name"
    ZAWGYI_NAME = "zawgyi_name"
    AMBIGUOUS = "ambiguous"
    SUGGESTION = "suggestion"
    CONTRADICTION = "contradiction"
    UNKNOWN = "unknown"
    BLANK = "blank"


SURENESS = {
    How.EXACT_CODE: 1.0,
    How.RETIRED_CODE: 1.0,
    How.EXACT_NAME: 1.0,
    How.BURMESE_NAME: 1.0,
    How.ALTERNATE_NAME: 0.98,
    How.ZAWGYI_NAME: 0.97,
}


@dataclass(frozen=True)
class Note:
    """An English sentence (a gettext msgid) and the facts that it quotes as {name}."""

    template: str
    facts: tuple[tuple[str, object], ...] = ()

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with its facts, in the language of `translate`."""
        return translate(self.template).format(**dict(self.facts))


@dataclass(frozen=True)
class Match:
    """One written name and what it was taken for.

    ts_pcode: the township, or None: a person has to decide.
    score: 0-1, how sure: SURENESS for a silent match; one over their number where townships share the name; the best
    suggestion's similarity (below 1); 0 for contradiction, unknown and blank.
    suggestions: P-codes, best first: those that bear the name, then similar ones; five in all, more only if more bear
    the name.
    reason: why there is no P-code, or what to know about it.
    """

    written: str
    ts_pcode: str | None
    how: How
    score: float
    suggestions: tuple[str, ...] = ()
    reason: Note | None = None

    @property
    def note(self) -> str:
        """The reason in English; reason.message(translate) gives it in another language."""
        return self.reason.message() if self.reason else ""


@dataclass(frozen=True)
class Hit:
    """One line of a search box: P-code, labels in both languages ("Minhla, Bago (West)"), score 0-1."""

    ts_pcode: str
    label_en: str
    label_my: str
    score: float


BLANK = Note(N_("No place is written here."))
SIMILAR = Note(N_("No township has this name. Choose one of the similar names, or none."))
NOTHING_SIMILAR = Note(
    N_("No township has this name or a similar one. It may be a village, a town or another country.")
)
AREA_ONLY = Note(N_("This names a state, region, district or zone, not a township. Write the township."))
LEFTOVER = Note(N_("Only a part of this text is a township's name. Confirm that it is the place meant."))
UNKNOWN_CODE = Note(N_("No township has or had this code. Check it against the list of townships."))


def ambiguous(townships: int) -> Note:
    """Several townships bear the name inside the written area."""
    return Note(
        N_("{townships} townships have this name. Write its state or region, or its district."),
        (("townships", townships),),
    )


def contradiction(written: str) -> Note:
    """The name and the written state or district belong to different places."""
    return Note(
        N_("{written} does not lie in the state or district that is written beside it. Correct one of them."),
        (("written", written),),
    )


def unrecognised_area(areas: tuple[str, ...]) -> Note:
    """Nobody knows the written state or district."""
    return Note(
        N_("The state or district written here is not known: {areas}. Correct it, or confirm the township."),
        (("areas", ", ".join(areas)),),
    )


def encoding(probability: float | None) -> Note:
    """Unicode and Zawgyi would give different answers, and the column does not say which it is."""
    return Note(
        N_(
            "It is not certain whether this is Unicode or Zawgyi (probability of Zawgyi {probability}). "
            "Confirm the township."
        ),
        (("probability", "?" if probability is None else f"{probability:.2f}"),),
    )


def longer_code(ts_pcode: str) -> Note:
    """A town's, ward's or village tract's code, which begins with its township's."""
    return Note(
        N_("This is the code of a place inside a township; it begins like {code}. Confirm it."), (("code", ts_pcode),)
    )


def split(old: str, successors: tuple[str, ...]) -> Note:
    """A township that was divided."""
    return Note(
        N_("{old} was divided into {successors}. Choose one, or count them together."),
        (("old", old), ("successors", ", ".join(successors))),
    )


def special_region(area: str, region: str) -> Note:
    """A part of the Kokang or Wa special region, which has a code of its own beside the townships."""
    return Note(
        N_("{area} is a part of the {region}, not one of the 330 townships. Choose the township in which it lies."),
        (("area", area), ("region", region)),
    )


def recoded(old: str, new: str) -> Note:
    """A township whose whole area has another code now."""
    return Note(N_("{old} is now {new}."), (("old", old), ("new", new)))


def dissolved(old: str, likely: tuple[str, ...]) -> Note:
    """A township that no longer exists and whose successor is not published."""
    return Note(
        N_(
            "{old} no longer exists, and which township took it is not published. Likely: {likely}. "
            "A person has to decide."
        ),
        (("old", old), ("likely", ", ".join(likely))),
    )
