"""What a planner's visit prepares for publication, in plain session state; the search and its audit run beside it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from analysis import publication as tables
from analysis.disclosure import Cancelled, Publication, Released, Stage, Step
from analysis.publication import Asked, Counts
from analysis.publication_late import as_first_counted, beyond, first_days
from data import publications as kept
from data.errors import N_, AtlasError
from data.publications import Narrowest, NewPublication
from data.scope import Scope
from data.store import Store
from data.vocabulary import Role
from queries import places
from queries import publications as queries
from ui import cached, state
from ui.jobs import Job, Turns, taken_over
from ui.published_values import Edition

AT_ONCE: Final = 1  # audits that one machine is asked to bear
_TURNS: Final = Turns(AT_ONCE)
_WORK: Final = "atlas_publish"
_PATIENCE_S: Final = 1.0


@dataclass(frozen=True, eq=False)
class Preview:
    """A publication that is not frozen yet. after: newest version that it was audited with (0: none)."""

    asked: Asked
    as_of: date
    fingerprint: str
    after: int
    publication: Publication

    @property
    def edition(self) -> Edition:
        """As donors would see it."""
        asked, found = self.asked, self.publication
        return Edition(
            None, asked.first_year, asked.last_year, self.as_of, asked.least_shown, asked.rules.rounded_to,
            tables.as_figures(found), tuple(asdict(part) | {"table": str(part.table)} for part in found.withheld),
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Work:
    """published: identifier of what was frozen last in this visit."""

    owner: Scope
    job: Job | None = None
    preview: Preview | None = None
    error: AtlasError | None = None
    note: str = ""
    published: str = ""


def current() -> Work:
    """The work of this visit and this reader; a new reader begins anew."""
    found, owner = st.session_state.get(_WORK), state.scope()
    if found is None or found.owner != owner:
        if found is not None and found.job:
            found.job.stop()
        found = Work(owner)
        st.session_state[_WORK] = found
    return found


def change(**fields: Any) -> None:
    """Change what is known."""
    st.session_state[_WORK] = replace(current(), **fields)


def prepare(store: Store, scope: Scope, asked: Asked, as_of: date, fingerprint: str = "", tell: Any = None) -> Preview:
    """Count, choose what to withhold, and audit it together with everything published before.

    Raises AtlasError; no true count leaves but inside a shown figure.
    """
    released = queries.publications_released(store, scope)
    earlier = tuple(
        replace(Released.from_json(text), version=str(version))
        for version, text in zip(released["version"], released["released"], strict=True)
    )
    made = tables.make(counts_of(store, scope, asked, as_of), places.townships(store), asked, earlier, tell)
    return Preview(asked, as_of, fingerprint, int(released["version"].max()) if len(released) else 0, made)


def counts_of(store: Store, scope: Scope, asked: Asked, as_of: date) -> Counts:
    """The people of the years asked for, and those of them who were recorded after their year was first published."""
    span = (asked.first_year, asked.last_year)
    heads = queries.publications(store, scope).sort_values("version")
    versions = zip(heads["first_year"], heads["last_year"], pd.to_datetime(heads["as_of"]).dt.date, strict=True)
    days = first_days(versions, range(span[0], span[1] + 1), as_of)

    def people(day: date) -> pd.DataFrame:
        return queries.publication_people(store, scope, day, *span)

    def known(day: date) -> pd.DataFrame:
        return queries.publication_known(store, scope, day, *span)

    first, first_known = as_first_counted(days, people), as_first_counted(days, known)
    return Counts(first, first_known, beyond(people(as_of), first), beyond(known(as_of), first_known))


def new_publication(preview: Preview, note: str | None = None) -> NewPublication:
    """The preview in the form in which it is frozen."""
    found, asked = preview.publication, preview.asked
    audit = asdict(found.audit) | {"method": str(found.audit.method)}
    audit["tables"] = [asdict(part) | {"table": str(part.table)} for part in found.audit.tables]
    edition = preview.edition
    return NewPublication(
        first_year=asked.first_year, last_year=asked.last_year, as_of=preview.as_of, data_version=preview.fingerprint,
        least_shown=asked.least_shown, rounded_to=asked.rules.rounded_to, figures=edition.figures,
        narrowest=tuple(Narrowest(str(t.table), t.narrowest_from, t.narrowest_to) for t in found.audit.tables),
        released=found.released.to_json(), rules=tables.rules_of(asked), audit=audit, withheld=edition.withheld,
        after=preview.after, note=note,
    )  # fmt: skip


# --- Work beside the visit --------------------------------------------------------------------------------------------


def begin(asked: Asked) -> None:
    """Make a preview."""
    store, scope, as_of, fingerprint = cached.store(), state.scope(), state.as_of(), cached.register_fingerprint()
    if scope.role is not Role.PLANNER:
        return

    def work(job: Job) -> Preview:
        def tell(step: Step) -> bool:
            job.progress = step
            return not job.is_stopped

        return prepare(store, scope, asked, as_of, fingerprint, tell)

    job = Job("publish", work, _TURNS, Step(Stage.COUNTING, 0, 1), quiet=(Cancelled,))
    change(job=job.start(), preview=None, error=None, note="", published="")
    job.wait(_PATIENCE_S)
    collect()


def stop() -> None:
    """Ask the job to stop; nothing is kept."""
    job = current().job
    if job is not None:
        job.stop()


def collect() -> None:
    """Take over what the job has finished. Raises what nobody expected."""
    done = taken_over(current().job, change)
    if done is None:
        return
    if done.result is None:
        change(note=N_("Stopped. Nothing was published."))
    else:
        change(preview=done.result)


def freeze(note: str) -> None:
    """Publish the preview; the role is checked again below."""
    preview = current().preview
    if preview is None:
        return
    try:
        identifier = kept.freeze(cached.store(), state.scope(), new_publication(preview, note))
    except AtlasError as error:
        change(error=error)
        return
    change(preview=None, error=None, published=identifier)
