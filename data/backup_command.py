"""Backups from the shell: python -m data.backup create | list | verify | restore. See data/backup.py."""

from __future__ import annotations

import argparse
import sys
import weakref
from pathlib import Path
from typing import Any

from data import audit_verify, backup, doorbell
from data.errors import AtlasError, RegisterInUse, RegisterUnreadable
from data.paths import database_path
from data.store import Store, open_store


def main(arguments: list[str] | None = None) -> int:
    """The command; returns the exit code: 0, or 1 with a plain sentence."""
    given = _parser().parse_args(arguments)
    register = database_path()
    try:
        match given.command:
            case "create":
                print(f"Made and proven: {create(register, given.keep)}")
            case "list":
                _list(register)
            case "verify":
                file = given.file or backup.newest(register)
                _print(f"{file} is whole", backup.verify(file))
            case "restore":
                done = backup.restore(register, given.file or backup.newest(register))
                _print(f"{done.path} was restored", done.manifest)
                if done.kept:
                    print(f"What stood there before is kept as {done.kept}")
    except AtlasError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data.backup", description="Copies of the whole register.")
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("create", help="make a backup and prove it; works while the atlas runs")
    make.add_argument("--keep", type=_some, help="delete all but the newest so many backups of this register")
    commands.add_parser("list", help="the backups that there are, the newest first")
    for name, told in (("verify", "hold a backup against its manifest"), ("restore", "put a backup in its place")):
        commands.add_parser(name, help=told).add_argument(
            "file", type=Path, nargs="?", help="the backup (default: the newest)"
        )
    return parser


def _some(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"give a whole number from 1 on, not {text!r}")
    return int(text)


def _list(register: Path) -> None:
    found = backup.kept(register)
    for one in found:
        sealed = "encrypted" if one.encrypted else "not encrypted"
        print(f"{one.made_at_utc:%Y-%m-%d %H:%M} UTC  {one.bytes / 1e6:8.1f} MB  {sealed:13}  {one.file}")
    if not found:
        print(f"There is no backup in {backup.backups_dir(register)}.")


def _print(what: str, manifest: backup.Manifest) -> None:
    print(
        f"{what}: {manifest.rows:,} rows in {len(manifest.tables)} tables, as of {manifest.made_at_utc}, "
        f"last entry of the audit log {manifest.last_seq}."
    )


def create(register: Path, keep: int | None = None) -> Path:
    """Make a backup of a register that nobody holds, or have the running atlas make it; returns its file."""
    if not register.exists():
        raise RegisterUnreadable(path=str(register), detail="there is no such file")
    try:
        store = open_store(register)
    except RegisterInUse:
        made = Path(doorbell.ring(register, doorbell.BACKUP)["file"])
        for old in backup.kept(register)[keep:] if keep else []:
            old.file.unlink()
        return made
    try:
        return backup.create(store, keep=keep)
    finally:
        store.close()


def attend(store: Store) -> None:
    """Let the shell ask this process for backups and for a look at the audit log, as long as the store is in use."""
    if store.path is None:
        return
    there = weakref.ref(store)

    def open_one() -> Store:
        found = there()
        if found is None:
            raise RegisterUnreadable(path="–", detail="the register was closed")
        return found

    def verified() -> dict[str, Any]:
        found = audit_verify.verify(open_one())
        findings = [{"kind": f.kind, "seq": f.seq, "facts": f.facts} for f in found.findings]
        return {"entries": found.entries, "last_seq": found.last_seq, "head_seq": found.head_seq, "findings": findings}

    def backed_up() -> dict[str, Any]:
        return {"file": str(backup.create(open_one()))}

    answers = {doorbell.VERIFY: verified, doorbell.BACKUP: backed_up}
    doorbell.listen(store.path, answers, lambda: there() is not None)
