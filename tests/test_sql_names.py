"""Where a name is put into a statement instead of being bound, and where that name comes from."""

from __future__ import annotations

import re

from data.paths import ROOT
from tests.architecture_rules import python_files

FILES = {
    "data/assignment_rows.py": "columns: a constant of the module",
    "data/audit_verify.py": "tables and columns: names of the opened register's own schema",
    "data/backup.py": "tables: names that a backup holds, quoted",
    "data/case_flags.py": "table and column: constants of the module",
    "data/changed.py": "tables and keys: constants of the module; a row number that the database gave",
    "data/demo.py": "table: a constant of the module",
    "data/demo_earlier.py": "tables: constants of the module",
    "data/demonstration/build.py": "temporary table: a constant of the module",
    "data/fingerprint.py": "tables: constants of the module",
    "data/frozen.py": "table and key: constants of data.plans and data.hotspot_lists",
    "data/identifiers.py": "tables, keys and columns: constants of the module; a row number that the database gave",
    "data/insert.py": "tables and columns: compared with those of the database first",
    "data/migrations.py": "tables and columns of an older register: quoted, or compared with the newest schema first",
    "data/pairs.py": "columns and points: constants of the module",
    "data/registers_write.py": "tables and columns: data.registers, which is code",
    "data/kept_file.py": "tables: names that data.kept gave, or checked against a pattern",
    "data/shadow.py": "tables and keys: constants of data.changed and of the caller",
    "data/store.py": "tables: constants of the module, and names of the opened register's own schema",
    "data/undo.py": "tables: constants of the module",
    "queries/facts.py": "statements of queries/sql, names of their columns, and of tables of data.kept",
}
PUT_IN = re.compile(r"#\s*noqa:[^#\n]*\bS608\b")
PACKAGES = ("app", "pages", "ui", "analysis", "queries", "geo", "data")


def test_names_are_put_into_statements_only_where_it_is_said_why():
    found = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in python_files(ROOT, package)
        if PUT_IN.search(path.read_text(encoding="utf-8"))
    }
    assert found == set(FILES)


def test_no_rule_on_sql_is_set_aside_for_a_whole_file():
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    aside = re.findall(r'^"([^"]+)" = \[[^\]]*"S608"', settings, re.M)
    assert aside == ["tests/**", "benchmarks/**"]
    whole = [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in python_files(ROOT, package)
        if re.search(r"^#\s*ruff:\s*noqa(?!:)|^#\s*ruff:\s*noqa:.*S608", path.read_text(encoding="utf-8"), re.M)
    ]
    assert whole == []
