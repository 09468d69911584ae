"""Why a recommendation's state was not written: each refusal with its facts, worded once; nothing was written then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.errors import N_, AtlasError
from data.remarks import Sentence


@dataclass
class MayNotState(AtlasError):
    """The reader's role may not say where a recommendation stands."""

    role: str
    refuses = True
    template = N_("Only planners say where a recommendation stands; your role is {role}. Nothing was written.")


@dataclass
class RecommendationUnknown(AtlasError):
    """There is no such recommendation."""

    number: str
    template = N_("There is no recommendation {number}. Choose one from the list; nothing was written.")


@dataclass
class StateRefused(AtlasError):
    """A state that cannot be kept. reasons: a sentence for each thing that is wrong with it."""

    reasons: tuple[Sentence, ...]
    template = N_("Nothing was written. {reasons}")

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence and its reasons, in the language of `translate`."""
        return translate(self.template).format(reasons=" ".join(reason.message(translate) for reason in self.reasons))


@dataclass
class StateChanged(AtlasError):
    """Somebody wrote another state since this one was begun. at: UTC."""

    number: str
    by: str
    at: str
    template = N_(
        "{by} wrote another state of recommendation {number} at {at} (UTC), after you began. Nothing of yours is lost "
        "and nothing was written: compare the two, then write yours on top of it or leave it."
    )


@dataclass
class StateSame(AtlasError):
    """Nothing in it differs from the state that holds."""

    number: str
    template = N_("Nothing differs from the state of recommendation {number} that holds. Nothing was written.")
