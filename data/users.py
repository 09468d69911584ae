"""Who may sign in, and as what: each change is a new revision with its audit row; nothing is overwritten.

From the shell, while the atlas is closed, for the first administrator:
python -m data.users add ACCOUNT --role administrator
"""

from __future__ import annotations

import argparse
import getpass
import re
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import duckdb

from data import audit
from data.errors import AtlasError
from data.frozen import now
from data.permissions import Action, require
from data.scope import Scope
from data.store import Store, open_store
from data.user_errors import (
    AccountWrong,
    UserChangedMeanwhile,
    UserLastAdministrator,
    UserSame,
    UserShelterUnknown,
    UserWithoutOrganisation,
)
from data.vocabulary import Role

ACTION: Final = "change user"
SIGN_IN: Final = "sign in"
SIGN_OUT: Final = "sign out"
LONGEST: Final = 120
_ACCOUNT: Final = re.compile(r"[^\s,;\"'<>\\`{}|\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
_STANDING: Final = (
    "SELECT account, revision, role, organisation_id, shelter_ids, is_active, changed_by, changed_at_utc "
    "FROM app_user QUALIFY row_number() OVER (PARTITION BY account ORDER BY revision DESC) = 1"
)


@dataclass(frozen=True)
class NewUser:
    """What a person is to be. organisation_id: of an NGO manager only. shelter_ids: of a DSW officer only."""

    account: str
    role: Role
    organisation_id: str | None = None
    shelter_ids: tuple[str, ...] = ()
    is_active: bool = True


@dataclass(frozen=True)
class User:
    """What a person is, by whom and since when (UTC)."""

    account: str
    revision: int
    role: Role
    organisation_id: str | None
    shelter_ids: tuple[str, ...]
    is_active: bool
    changed_by: str
    changed_at_utc: datetime

    def scope(self) -> Scope:
        """What the person may see, for every question about cases."""
        return Scope(self.role, self.account, self.organisation_id, self.shelter_ids)


def account_of(written: str) -> str:
    """An account name as the register keeps it. Raises AccountWrong."""
    account = written.strip().lower()
    if len(account) > LONGEST or not _ACCOUNT.fullmatch(account):
        raise AccountWrong(account=account[:LONGEST] or "–", longest=LONGEST)
    return account


def standing(store: Store, account: str) -> User | None:
    """The user of this account as it is now, active or not; None: the register does not know it."""
    with store.snapshot() as cursor:
        return _standing(cursor).get(account.strip().lower())


def change(store: Store, scope: Scope, new: NewUser, seen: int) -> User:
    """Add a user, or change one; returns the user. seen: the revision on which the change rests, 0 for a new one.

    Raises NotAllowed, AccountWrong, UserWithoutOrganisation, UserShelterUnknown, UserChangedMeanwhile, UserSame,
    UserLastAdministrator; nothing is written then.
    """
    require(store, scope, Action.MANAGE_USERS)
    account = account_of(new.account)
    organisation = new.organisation_id if new.role is Role.NGO_MANAGER else None
    shelters = tuple(sorted(set(new.shelter_ids))) if new.role is Role.DSW_OFFICER else ()
    with store.transaction() as cursor:
        _refuse_unknown(cursor, account, new.role, organisation, shelters)
        known = _standing(cursor)
        made = User(account, seen + 1, new.role, organisation, shelters, new.is_active, scope.actor, now())
        _refuse_change(known, made, seen)
        cursor.execute(
            "INSERT INTO app_user VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [account, made.revision, str(made.role), organisation, ",".join(shelters), made.is_active, scope.actor,
             made.changed_at_utc],
        )  # fmt: skip
        audit.append(cursor, scope, ACTION, account, 1, _said(made))
    return made


def _said(user: User) -> str:
    told = [str(user.role), *([user.organisation_id] if user.organisation_id else []), *user.shelter_ids]
    return f"{' '.join(told)}, {'active' if user.is_active else 'not active'}, revision {user.revision}"


def _standing(cursor: duckdb.DuckDBPyConnection) -> dict[str, User]:
    rows = cursor.execute(_STANDING).fetchall()
    return {
        row[0]: User(row[0], row[1], Role(row[2]), row[3], tuple(filter(None, row[4].split(","))), *row[5:])
        for row in rows
    }


def _refuse_unknown(
    cursor: duckdb.DuckDBPyConnection, account: str, role: Role, organisation: str | None, shelters: tuple[str, ...]
) -> None:
    if role is Role.NGO_MANAGER:
        found = cursor.execute("SELECT 1 FROM organisation WHERE organisation_id = ?", [organisation]).fetchone()
        if found is None:
            raise UserWithoutOrganisation(account=account, organisation=organisation or "–")
    known = {row[0] for row in cursor.execute("SELECT shelter_id FROM shelter").fetchall()}
    if strange := tuple(one for one in shelters if one not in known):
        raise UserShelterUnknown(account=account, shelters=strange)


def _refuse_change(known: dict[str, User], made: User, seen: int) -> None:
    before = known.get(made.account)
    if (before.revision if before else 0) != seen:
        raise UserChangedMeanwhile(account=made.account, changed_by=before.changed_by if before else "–")
    if before and _facts(before) == _facts(made):
        raise UserSame(account=made.account)
    others = [one for one in known.values() if _lets_in(one) and one.account != made.account]
    if before and _lets_in(before) and not _lets_in(made) and not others:
        raise UserLastAdministrator(account=made.account)


def _facts(user: User) -> tuple[object, ...]:
    return user.role, user.organisation_id, user.shelter_ids, user.is_active


def _lets_in(user: User) -> bool:
    return user.is_active and user.role is Role.ADMINISTRATOR


def note(store: Store, scope: Scope, action: str, key: str, reason: str | None = None) -> None:
    """A sign-in or sign-out on record. key: of the sign-in (ui/seats.py), which is no secret."""
    with store.transaction(only_audit=True) as cursor:
        audit.append(cursor, scope, action, key, 0, reason)


def noted(store: Store, key: str) -> frozenset[str]:
    """What is on record of a sign-in: SIGN_IN, SIGN_OUT or neither."""
    found = store.read("SELECT DISTINCT action FROM audit_log WHERE subject = $key", {"key": key})
    return frozenset(found["action"]) & {SIGN_IN, SIGN_OUT}


def main(arguments: list[str] | None = None) -> int:
    """Add or change a user from the shell; the register must be closed. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m data.users", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="let somebody sign in, or change what they may do")
    add.add_argument("account")
    add.add_argument("--role", required=True, choices=[str(role) for role in Role])
    add.add_argument("--organisation", help="of an NGO manager")
    add.add_argument("--shelter", action="append", default=[], help="of a DSW officer; may be given several times")
    given = parser.parse_args(arguments)
    new = NewUser(given.account, Role(given.role), given.organisation, tuple(given.shelter))
    try:
        store = open_store()
        try:
            before = standing(store, new.account)
            actor = Scope(Role.ADMINISTRATOR, actor=f"command line ({getpass.getuser()})")
            made = change(store, actor, new, before.revision if before else 0)
        finally:
            store.close()
    except AtlasError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{made.account} may sign in as {made.role} from now on.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
