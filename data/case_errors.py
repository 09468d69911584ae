"""Why cases were not loaded, decided on, taken back or exported: each refusal with its facts, worded once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.errors import N_, AtlasError
from data.remarks import Sentence


@dataclass
class CasesNotSynthetic(AtlasError):
    """Cases that nobody declared invented may not enter a demonstration register."""

    path: str
    template = N_(
        "The register {path} is a demonstration register: it takes invented cases only, and nobody has declared these "
        "to be invented. Nothing was loaded. If every row is invented, say so (--synthetic); real cases belong in a "
        "register of their own (name a new file in ATLAS_DB)."
    )


@dataclass
class CasesNotReal(AtlasError):
    """Invented cases may not enter a register of real ones."""

    path: str
    template = N_(
        "The register {path} holds real cases, and these were declared to be invented. Nothing was loaded. Bring "
        "invented cases into a demonstration register (name another file in ATLAS_DB)."
    )


@dataclass
class RegisterMixed(AtlasError):
    """A register marked as real that holds demonstration cases takes no case until it is cleared."""

    path: str
    cases: int
    template = N_(
        "The register {path} is marked as holding real cases but contains {cases} demonstration cases. Nothing was "
        "loaded. Start a new register for real cases: name a new file in ATLAS_DB."
    )


@dataclass
class MayNotDecide(AtlasError):
    """The reader's role may not decide on pairs or undo loads."""

    role: str
    refuses = True
    template = N_("Only planners may decide this; your role is {role}. Nothing was changed.")


@dataclass
class PairUnknown(AtlasError):
    """There is no such pair."""

    pair_id: str
    template = N_("There is no pair {pair_id} waiting for a decision. Reload the list of pairs.")


@dataclass
class PairDecided(AtlasError):
    """Somebody has decided this pair already, or one of its records no longer stands."""

    pair_id: str
    state: str
    template = N_("The pair {pair_id} is no longer open ({state}). Nothing was changed; reload the list of pairs.")


@dataclass
class LoadUnknown(AtlasError):
    """There is no such load, or it was undone before."""

    batch_id: str
    template = N_("There is no load {batch_id} that stands. Reload the list of loads.")


@dataclass
class LoadNeeded(AtlasError):
    """Other records depend on a load, so it cannot be undone as a whole."""

    file: str
    reasons: tuple[Sentence, ...]
    template = N_("The load of {file} cannot be undone, because other records depend on it: {reasons}.")

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence and its reasons, in the language of `translate`."""
        told = "; ".join(reason.message(translate) for reason in self.reasons)
        return translate(self.template).format(file=self.file, reasons=told)


@dataclass
class MayNotExport(AtlasError):
    """The reader's role may not take the whole register out."""

    role: str
    refuses = True
    template = N_("Only planners may export the national spreadsheet; your role is {role}. Nothing was written.")
