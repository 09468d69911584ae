"""The rules of the house as functions: each takes the root of a checkout and returns what breaks it, one line each."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

OWN = ("data", "geo", "queries", "analysis", "ui", "pages", "benchmarks", "tests", "app")
TEXT_SUFFIXES = {
    ".py", ".sql", ".md", ".toml", ".txt", ".csv", ".js", ".css", ".json", ".yml", ".yaml", ".cfg", ".ini", ".po",
    ".sh", ".html", "",
}  # fmt: skip
NOT_OURS = {
    ".git", ".venv", "static", "out", "node_modules", "__pycache__", ".hypothesis", ".mypy_cache", ".ruff_cache",
    ".pytest_cache",
}  # fmt: skip


@dataclass(frozen=True)
class Room:
    """What a package may import: modules of ours (with all below them) and third-party packages."""

    own: frozenset[str]
    third: frozenset[str]


def _room(own: str, third: str) -> Room:
    return Room(frozenset(own.split()), frozenset(third.split()))


READERS = "python_calamine openpyxl defusedxml xlsxwriter"
IMPORT_TABLE = {
    "data": _room("data", f"duckdb pandas numpy pyrage {READERS}"),
    "geo": _room(
        "geo data.errors data.reference data.paths",
        "geopandas shapely pyogrio pyproj pandas numpy scipy rapidfuzz myanmartools myanmar",
    ),
    "queries": _room("queries data", "pandas numpy"),
    "analysis": _room(
        "analysis geo data.errors data.vocabulary", "pandas numpy scipy highspy libpysal esda mapclassify lifelines"
    ),
    "ui": _room(
        "ui analysis queries geo data",
        "streamlit starlette streamlit_folium folium branca plotly pandas numpy shapely babel authlib jinja2"
        " xlsxwriter",
    ),
    "pages": _room(
        "ui data.vocabulary data.errors data.scope queries.filters analysis.coverage analysis.levels analysis.classes",
        "streamlit pandas",
    ),
    "app": _room("ui data.vocabulary data.errors", "streamlit"),
}

# What the main block of a file may name above its package, since there it is a program (docs/decisions/0002).
EDGES = {"data/load.py": {"geo.gazetteer.default_gazetteer"}}


def python_files(root: Path, package: str) -> list[Path]:
    if package == "app":
        return [root / "app.py"] if (root / "app.py").exists() else []
    return sorted(path for path in (root / package).rglob("*.py") if not NOT_OURS & set(path.parts))


def imported_modules(tree: ast.AST) -> Iterator[str]:
    """Dotted names that a file imports, at any depth, also by import_module("…")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # `from data import reference` reaches data.reference.
            yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__") and node.args:
            first = node.args[0]
            yield str(first.value) if isinstance(first, ast.Constant) else "computed.at.run.time"


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _permitted(module: str, room: Room) -> bool:
    top = module.split(".")[0]
    if top in OWN:
        return any(module == own or module.startswith(f"{own}.") for own in room.own)
    return top in room.third or top in sys.stdlib_module_names


def wrong_imports(root: Path) -> list[str]:
    """Imports outside the table; relative ones are refused too, since they hide where they go."""
    found = []
    for package, room in IMPORT_TABLE.items():
        for path in python_files(root, package):
            tree = _tree(path)
            relative = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level]
            found += [f"{path.relative_to(root)}: relative import" for _ in relative]
            edge = _command_line_edge(tree)
            wrong = sorted({m for m in imported_modules(tree) if not _permitted(m, room)} if not relative else set())
            wrong = [m for m in wrong if m not in edge & EDGES.get(str(path.relative_to(root)), set())]
            found += [f"{path.relative_to(root)}: {package} may not import {module}" for module in wrong]
    return found


def _command_line_edge(tree: ast.Module) -> set[str]:
    """Modules of ours named only under `if __name__ == "__main__":`, where a file is a program and not its package."""
    edge = [n for n in tree.body if isinstance(n, ast.If) and ast.unparse(n.test) == "__name__ == '__main__'"]
    elsewhere = {m for node in tree.body if node not in edge for m in imported_modules(node)}
    return {m for node in edge for m in imported_modules(node) if m.split(".")[0] in OWN} - elsewhere


def missing_init_files(root: Path) -> list[str]:
    """Our packages need an __init__.py, or an installed package of the same name wins; pages must have none."""
    packages = ("data", "geo", "queries", "analysis", "ui")
    missing = [f"{p}/__init__.py is missing" for p in packages if not (root / p / "__init__.py").exists()]
    pages = (root / "pages").rglob("__init__.py") if (root / "pages").exists() else ()
    return missing + [f"{path.relative_to(root)}: nobody imports a page" for path in pages]


def files_directly_in_pages(root: Path) -> list[str]:
    """Such a file would run without app.py, and so without its sign-in gate."""
    return [str(p.relative_to(root)) for p in (root / "pages").glob("*") if p.is_file() and p.name != ".gitkeep"]


def long_pages(root: Path, most: int = 120) -> list[str]:
    return _too_long(root, python_files(root, "pages"), most)


def long_files(root: Path, most: int = 400) -> list[str]:
    return [
        line for package in (*IMPORT_TABLE, "benchmarks") for line in _too_long(root, python_files(root, package), most)
    ]


def _too_long(root: Path, paths: Iterable[Path], most: int) -> list[str]:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{p.relative_to(root)}: {n} lines, at most {most}" for p, n in lengths.items() if n > most]


def long_functions(root: Path, most: int = 45) -> list[str]:
    found = []
    for package in (*IMPORT_TABLE, "benchmarks"):
        for path in python_files(root, package):
            for node in ast.walk(_tree(path)):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    length = (node.end_lineno or node.lineno) - node.lineno + 1
                    if length > most:
                        found.append(f"{path.relative_to(root)}: {node.name} has {length} lines, at most {most}")
    return found


def swallowed_exceptions(root: Path) -> list[str]:
    """`except Exception: pass` and its like."""
    found = []
    for package in (*IMPORT_TABLE, "benchmarks"):
        for path in python_files(root, package):
            for node in ast.walk(_tree(path)):
                broad = isinstance(node, ast.ExceptHandler) and (
                    node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException")
                )
                if broad and all(isinstance(part, (ast.Pass, ast.Continue)) for part in node.body):
                    found.append(f"{path.relative_to(root)}:{node.lineno}: swallows every exception")
    return found


# Case tables, frozen lists and plans are read only through the visible_… macros and presence_caseload.
RAW_TABLE = re.compile(
    r"\b(victim_case|case_event|case_flag|case_need|case_source|assignment|assessment|assessment_risk|referral"
    r"|legal_proceeding|meeting_decision|hotspot_list|hotspot_entry|allocation_plan|publication|publication_cell)\b",
    re.I,
)
# In SQL written in Python, wherever the name stands: behind a comma, a schema or a quotation mark too.
RAW_IN_PYTHON = re.compile(
    r"\b(?:victim_case|case_event|case_flag|case_need|case_source|assessment_risk|meeting_decision)\b"
    r"|\bselect\b.*\b(?:from|join)\b.*\b(?:assignment|assessment|referral)\b"
    r"|\b(?:into|update|table|delete\s+from)\s+[\w.\"]*\b(?:assignment|assessment|referral)\b",
    re.I | re.S,
)


ASKING = ("queries/ask.py", "queries/facts.py")


def sql_files(root: Path) -> list[Path]:
    return sorted((root / "queries" / "sql").glob("*.sql"))


def without_comments(sql: str) -> str:
    return re.sub(r"/\*.*?\*/", " ", re.sub(r"--.*$", "", sql, flags=re.M), flags=re.S)


def raw_case_tables(root: Path) -> list[str]:
    """Case tables named in queries/sql, or read by SQL written in Python outside data/."""
    found = []
    for path in sql_files(root):
        names = sorted({m.lower() for m in RAW_TABLE.findall(without_comments(path.read_text(encoding="utf-8")))})
        found += [f"{path.relative_to(root)}: names the raw table {name}" for name in names]
    for package in ("geo", "queries", "analysis", "ui", "pages", "app"):
        for path in python_files(root, package):
            found += [
                f"{path.relative_to(root)}: SQL on a raw case table"
                for text in _texts(_tree(path))
                if RAW_IN_PYTHON.search(text)
            ]
    return found


def _texts(tree: ast.Module) -> Iterator[str]:
    """Texts of a file, docstrings left out; the parts of an f-string joined, with {} for what it fills in."""
    inside = {
        id(part) for n in ast.walk(tree) if isinstance(n, (ast.JoinedStr, ast.Expr)) for part in ast.iter_child_nodes(n)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value


def sql_beside_the_questions(root: Path) -> list[str]:
    """Statements run in ui, pages, analysis or queries by other files than ASKING: no name could be checked."""
    found = []
    for package in ("queries", "analysis", "ui", "pages", "app"):
        for path in python_files(root, package):
            name = path.relative_to(root).as_posix()
            runs = [n for n in ast.walk(_tree(path)) if isinstance(n, ast.Call) and _runs_sql(n)]
            found += [f"{name}:{node.lineno}: runs SQL of its own" for node in runs if name not in ASKING]
    return found


def _runs_sql(call: ast.Call) -> bool:
    """store.read(sql, …), cursor.execute(sql, …) and their like; file.read() has no argument."""
    named = isinstance(call.func, ast.Attribute) and call.func.attr in (
        "read",
        "execute",
        "executemany",
        "sql",
        "query",
    )
    return (
        named
        and bool(call.args)
        and not (isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, int))
    )


def several_statements(root: Path) -> list[str]:
    found = []
    for path in sql_files(root):
        number = len(duckdb.extract_statements(path.read_text(encoding="utf-8")))
        if number != 1:
            found.append(f"{path.relative_to(root)}: {number} statements")
    return found


def statements_asked(root: Path) -> list[tuple[str, str, str]]:
    """(module, function, statement) of every ask(…) in queries; the statement is "" where it is not a plain text."""
    found = []
    for path in python_files(root, "queries"):
        for function in (n for n in ast.walk(_tree(path)) if isinstance(n, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and _called(node) == "ask" and len(node.args) > 1:
                    name = node.args[1].value if isinstance(node.args[1], ast.Constant) else ""
                    found.append((path.stem, function.name, str(name)))
    return found


def functions_and_statements_apart(root: Path) -> list[str]:
    """Each function asks the statement of its own name, once, and each statement has its function."""
    asked = statements_asked(root)
    wrong = [f"queries/{m}.py: {f} asks {s or 'a computed name'}" for m, f, s in asked if f != s]
    names = [statement for _, _, statement in asked]
    twice = [f"{name} is asked {names.count(name)} times" for name in sorted(set(names)) if names.count(name) > 1]
    stems = {path.stem for path in sql_files(root)}
    alone = [f"queries/sql/{stem}.sql has no function" for stem in sorted(stems - set(names))]
    return wrong + twice + alone + [f"{name}.sql does not exist" for name in sorted(set(names) - stems)]


def text_files(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        ours = not NOT_OURS & set(inside.parts) and inside.parts[:2] != ("data", "local")
        if ours and path.is_file() and path.suffix in TEXT_SUFFIXES:
            yield path


BESIDE = re.compile(r"\.\./shared\b|parent\s*/\s*[\"']shared[\"']|[\"']/work/")
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg\.com|crates\.io|proxy\.golang\.org|conda\.anaconda\.org"
    r"|deb\.debian\.org|rubygems\.org|maven\.org",
    re.I,
)
CDNS = re.compile(
    r"unpkg\.com|jsdelivr\.net|cdnjs|googleapis\.com|gstatic\.com|bootstrapcdn|tile\.openstreetmap|cartocdn|mapbox\.com",
    re.I,
)


def folders_beside_the_checkout(root: Path) -> list[str]:
    """Tests and benchmarks may read what stands beside the checkout; nothing else may know of it."""
    return [line for line in _naming(root, BESIDE) if not line.startswith(("tests/", "benchmarks/"))]


def registry_hosts(root: Path) -> list[str]:
    return _naming(root, REGISTRIES)


def content_hosts(root: Path) -> list[str]:
    """Hosts from which a browser would fetch scripts, fonts or tiles: the running app asks no other host."""
    lines = _naming(root, CDNS)
    return [line for line in lines if line.startswith(("app.py", "ui/", "pages/", ".streamlit/"))]


def _naming(root: Path, pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in text_files(root):
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(root)}: {match.group()}" for match in pattern.finditer(text)]
    return found


def raw_html(root: Path, allowed: Iterable[str] = ()) -> list[str]:
    """unsafe_allow_html and components.v1.html outside the files that are allowed them."""
    found = []
    for package in ("ui", "pages", "app"):
        for path in python_files(root, package):
            name = str(path.relative_to(root))
            for node in ast.walk(_tree(path)):
                keyword = isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html"
                component = isinstance(node, ast.Attribute) and ast.unparse(node).endswith("components.v1.html")
                if (keyword or component) and name not in allowed:
                    found.append(f"{name}: writes raw HTML")
    return found


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))
