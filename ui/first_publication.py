"""The demonstration register's first version for donors, so that their page is not empty where nobody published yet.

    python -m ui.first_publication

Made and audited as any other version; only the search for a pattern that withholds less is left out, for its time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final

from analysis.disclosure import Step
from analysis.publication import Asked, usual_years
from data import publications as kept
from data.demo import DEMO_AS_OF
from data.errors import N_, AtlasError
from data.fingerprint import fingerprint
from data.paths import database_path
from data.scope import Scope
from data.store import Store, open_store
from data.vocabulary import RegisterKind, Role
from queries import publications as queries
from ui.publish_work import new_publication, prepare

MADE_BY: Final = Scope(Role.PLANNER, "demonstration")
TEXT: Final = N_("Publishing the first tables for donors")
_STAGES: Final = 5  # more or less: how far it is cannot be known before

Progress = Callable[[float, str], None]


def publish_first(progress: Progress | None = None) -> str | None:
    """Publish the demonstration register's latest years where nothing is published; returns the identifier.

    None: the register is real or empty, or has a version already. Raises AtlasError.
    """
    store = open_store(database_path())
    try:
        if store.kind() is RegisterKind.REAL or len(queries.publications(store, MADE_BY)):
            return None
        asked = _asked(store)
        if asked is None:
            return None
        made = prepare(store, MADE_BY, asked, DEMO_AS_OF, fingerprint(store), _told(progress))
        return kept.freeze(store, MADE_BY, new_publication(made))
    finally:
        store.close()


def _asked(store: Store) -> Asked | None:
    years = queries.publication_people(store, MADE_BY, DEMO_AS_OF, DEMO_AS_OF.year - 50, DEMO_AS_OF.year)["year"]
    if years.empty:
        return None
    return Asked(*usual_years(DEMO_AS_OF, int(years.min()), int(years.max())), search_s=0.0)


def _told(progress: Progress | None) -> Callable[[Step], bool]:
    seen: list[object] = []

    def tell(step: Step) -> bool:
        if step.stage not in seen:
            seen.append(step.stage)
            if progress is not None:
                progress(min(len(seen) / _STAGES, 1.0), TEXT)
        return True

    return tell


def main() -> None:
    """The command; a failure is told in a plain sentence."""
    try:
        identifier = publish_first()
    except AtlasError as error:
        sys.exit(str(error))
    print(f"Published for donors: {identifier or 'nothing new'}.")


if __name__ == "__main__":
    main()
