"""The record of who did what, from the shell: is it whole, and taking a register as it is after something went wrong.

    python -m data.audit verify [--json]
    python -m data.audit accept [--from FILE_OR_FOLDER] [--without-wal] --reason TEXT

verify exits with 0 (whole), 1 (could not look), 10 (edited entry), 11 (deleted entry), 12 (cut end), 13 (old copy put
back), 14 (rewritten), 15 (end of another register) or 16 (no end kept outside). While the atlas runs, it looks itself.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

import duckdb

from data import audit, audit_head, doorbell
from data.audit_errors import AuditHeadUnreadable, NothingToAccept, RegisterInTheWay
from data.audit_verify import Finding, FindingKind, Verdict, verdict
from data.connection import HARDENING
from data.errors import AtlasError, RegisterInUse, RegisterUnreadable
from data.paths import database_path
from data.scope import Scope
from data.vocabulary import Role


def main(arguments: list[str] | None = None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m data.audit", description="The record of who did what.")
    commands = parser.add_subparsers(dest="command", required=True)
    look = commands.add_parser("verify", help="is the audit log whole, and is this the register that was left?")
    look.add_argument("--json", action="store_true", help="the answer as JSON")
    take = commands.add_parser("accept", help="take a register as it is; the acceptance is recorded in it")
    take.add_argument("--from", dest="source", type=Path, help="a register, or a folder of the quarantine")
    take.add_argument("--without-wal", action="store_true", help="leave a damaged write-ahead log behind")
    take.add_argument("--reason", required=True, help="why, in one line without names")
    given = parser.parse_args(arguments)
    try:
        if given.command == "verify":
            return _told(verify_file(database_path()), given.json)
        entries = accept(database_path(), given.source, given.reason, with_wal=not given.without_wal)
        print(f"{database_path()} is accepted with {entries} entries in its audit log.")
    except AtlasError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _told(found: Verdict, as_json: bool) -> int:
    if as_json:
        findings = [asdict(finding) | {"sentence": finding.sentence()} for finding in found.findings]
        print(json.dumps(asdict(found) | {"findings": findings, "whole": found.whole}, default=str, indent=1))
    elif found.whole:
        print(f"The audit log is whole: {found.entries} entries, the last is {found.last_seq}.")
    else:
        print(f"The audit log is NOT whole: {found.entries} entries, the last is {found.last_seq}.")
        for finding in found.findings:
            print(f"- {finding.sentence()}")
    return found.exit_code


def verify_file(path: Path) -> Verdict:
    """Look at the register without changing anything; the running atlas is asked where it holds the file.

    Raises RegisterInUse, RegisterUnreadable, AuditHeadUnreadable.
    """
    outside = audit_head.read_head(path)
    try:
        return _looked_at(path, outside)
    except RegisterInUse:
        answer = doorbell.ring(path, doorbell.VERIFY)
        findings = tuple(
            Finding(FindingKind(one["kind"]), one["seq"], tuple((k, v) for k, v in one["facts"]))
            for one in answer["findings"]
        )
        return Verdict(answer["entries"], answer["last_seq"], answer["head_seq"], findings)


def _looked_at(path: Path, outside: audit_head.Head | None) -> Verdict:
    if not path.exists():
        raise RegisterUnreadable(path=str(path), detail="there is no such file")
    try:
        connection = duckdb.connect(str(path), read_only=True)
        try:
            return verdict(connection, outside)
        finally:
            connection.close()
    except duckdb.Error as error:
        if "lock" in str(error).lower() or "being used" in str(error).lower():
            raise RegisterInUse(path=str(path)) from error
        raise RegisterUnreadable(path=str(path), detail=str(error).splitlines()[0]) from error


def accept(path: Path, source: Path | None, reason: str, with_wal: bool = True) -> int:
    """Take the register at `path`, or a copy of `source` put there, as it is: one entry says so, and the head follows.

    Returns the last entry's number. What lies in the source stays there. Raises NothingToAccept, RegisterInTheWay,
    RegisterInUse, RegisterUnreadable.
    """
    if source is not None:
        _put_there(source / path.name if source.is_dir() else source, path, with_wal)
    if not path.exists():
        raise NothingToAccept(path=str(path))
    connection = _opened(path)
    try:
        head = _accepted(connection, path, reason)
    except duckdb.Error as error:
        raise RegisterUnreadable(path=str(path), detail=str(error).splitlines()[0]) from error
    finally:
        connection.close()
    audit_head.write_head(path, head)
    return head.seq


def _put_there(file: Path, path: Path, with_wal: bool) -> None:
    if not file.exists():
        raise NothingToAccept(path=str(file))
    if path.exists():
        raise RegisterInTheWay(path=str(path))
    for suffix in ("", ".wal") if with_wal else ("",):
        here, there = (one.with_name(one.name + suffix) for one in (file, path))
        if here.exists():
            fresh = there.with_name(there.name + ".taken")
            shutil.copy2(here, fresh)
            with fresh.open("rb+") as copied:
                os.fsync(copied.fileno())
            fresh.replace(there)


def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path))
    except duckdb.Error as error:
        if "lock" in str(error).lower() or "being used" in str(error).lower():
            raise RegisterInUse(path=str(path)) from error
        raise RegisterUnreadable(path=str(path), detail=str(error).splitlines()[0]) from error
    for statement in HARDENING:
        connection.execute(statement)
    return connection


def _accepted(connection: duckdb.DuckDBPyConnection, path: Path, reason: str) -> audit_head.Head:
    """One transaction: the entry that tells what the head outside said and what was found. Returns the new head."""
    try:
        outside = audit_head.read_head(path)
    except AuditHeadUnreadable:
        outside = None
    connection.execute("BEGIN TRANSACTION")
    inside = audit_head.head_of(connection)
    if inside is None:
        raise duckdb.CatalogException("it is no register of the atlas, or never had an end kept outside")
    subject = f"head {outside.seq if outside else 'none'}, found {inside.seq}"
    audit.append(connection, Scope(Role.ADMINISTRATOR, "command line"), "accept register", subject, 0, reason)
    head = audit_head.now_at(connection, inside.register_id, inside.kind)
    connection.execute("COMMIT")
    return head
