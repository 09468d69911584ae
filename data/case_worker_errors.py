"""Why a case worker was not recorded, or did not get a case: each refusal with its facts; nothing was written then."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import N_, AtlasError


@dataclass
class WorkersNotYours(AtlasError):
    """The case workers of that provider are not for this reader to keep."""

    organisation: str
    refuses = True
    template = N_(
        "The case workers of {organisation} are kept by its own manager and by planners: ask one of them. Nothing was "
        "changed."
    )


@dataclass
class WorkerCodeWrong(AtlasError):
    """What was written is no code, or might be a name; it is not repeated."""

    template = N_(
        "A case worker's code is one to four letters and a number, such as CW-2: never a name. Write such a code; "
        "nothing was kept."
    )


@dataclass
class WorkerCodeTaken(AtlasError):
    """The provider has a worker with this code."""

    code: str
    organisation: str
    template = N_("{organisation} has a case worker {code} already. Choose another code; nothing was kept.")


@dataclass
class WorkerUnknown(AtlasError):
    """No such worker."""

    worker_id: str
    template = N_("There is no case worker {worker_id}. Reload the page and choose again; nothing was changed.")


@dataclass
class WorkerGone(AtlasError):
    """The worker's last day was recorded before."""

    code: str
    to_on: str
    template = N_("The last day of {code} was recorded before: {to_on}. Nothing was changed.")


@dataclass
class WorkerDayWrong(AtlasError):
    """A first or last day that cannot be."""

    code: str
    on: str
    earliest: str
    latest: str
    template = N_(
        "{on} cannot be a day of the case worker {code}: choose one from {earliest} to {latest}. Nothing was changed."
    )


@dataclass
class WorkerCarriesPeople(AtlasError):
    """A worker who leaves while people are still in the worker's care."""

    code: str
    people: int
    template = N_(
        "{code} still carries people: {people}. Give each of them to another case worker first; nothing was changed."
    )


@dataclass
class WorkerOfOthers(AtlasError):
    """The worker belongs to another provider than the one that carries the case, or is not there any more."""

    code: str
    case_code: str
    template = N_(
        "{code} does not work for the provider that carries case {case_code}, or not any more. Choose another case "
        "worker; nothing was changed."
    )


@dataclass
class WorkerChangedMeanwhile(AtlasError):
    """Somebody gave the case to another worker, or to another provider, since the reader looked at it. when: UTC."""

    case_code: str
    worker: str
    by: str
    when: str
    template = N_(
        "Case {case_code} was changed meanwhile by {by} ({when} UTC); its case worker is now: {worker}. Nothing of "
        "yours was written; look at the list again and choose anew."
    )


@dataclass
class CarriedCaseMissing(AtlasError):
    """The period no longer holds, or is none that this reader sees: the two are not told apart."""

    template = N_(
        "This case is not carried by that provider any more, or is none of those that you work with. Reload the list; "
        "nothing was changed."
    )
