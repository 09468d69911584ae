"""What a reader takes along of a publication: every figure as CSV, XLSX and HXL, and a page to print."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analysis.levels import Level
from analysis.publication import UNKNOWN, PublishedTable, PurposeGroup
from data.vocabulary import AgeGroup, Sex
from ui import cached, printed
from ui import published_values as values
from ui import published_words as words
from ui.export import Column, Cover, Kind, cover_of, download, download_file
from ui.published_values import ALL, Edition
from ui.text import _, label, number, place_name

HXL: Final = {
    "table": "#meta+table", "level": "#geo+level", "place": "#geo+code", "place_name": "#geo+name",
    "from_year": "#date+year+start", "to_year": "#date+year+end", "purpose_group": "#affected+type+purpose",
    "corridor": "#affected+type+corridor", "sex": "#affected+type+sex", "age_group": "#affected+type+age",
    "people": "#affected+victims+num", "status": "#meta+status",
}  # fmt: skip


def cover(edition: Edition, title: str, source: str) -> Cover:
    """The first sheet of a workbook of published figures."""
    usual = cover_of(title, source)
    lines = (
        (_("Publication"), words.about(edition)), (_("Source"), source), (_("What is withheld"), words.why(edition)),
        (_("SHA-256 of the publication"), edition.sha256 or _("not published")), (_("Register"), _register()),
    )  # fmt: skip
    return Cover(title, lines, usual.sheets)


def _register() -> str:
    return label(cached.store().kind())


def every_figure(edition: Edition) -> pd.DataFrame:
    """All figures in words: table, level, place, place_name, from_year, to_year, the categories, people, status."""
    rows = edition.figures[edition.figures["figure_status"] != "impossible"]
    names = _names()
    out = pd.DataFrame({
        "table": rows["table_name"].map(words.table_title), "level": rows["level"].map(words.level_word),
        "place": rows["place"],
        "place_name": [names.get(place, _("not recorded") if place == UNKNOWN else "") for place in rows["place"]],
        "from_year": rows["from_year"], "to_year": rows["to_year"],
    })  # fmt: skip
    for category in words.LISTS:
        out[category] = ["" if value == "" else words.code(category, value) for value in rows[category]]
    out["people"] = rows["people"]
    shown, hidden = _("shown"), _("withheld")
    out["status"] = [shown if status == "shown" else hidden for status in rows["figure_status"]]
    return out


def _names() -> dict[str, str]:
    rows = cached.townships()
    return {
        str(row[f"{level}_pcode"]): place_name(row, level)
        for level in ("ts", "dt", "st")
        for row in rows.drop_duplicates(f"{level}_pcode").to_dict("records")
    }


def columns() -> list[Column]:
    """Columns of every_figure."""
    return [
        Column("table", _("Table"), width="medium"), Column("level", _("Level")), Column("place", _("P-code")),
        Column("place_name", _("Place")), Column("from_year", _("From year"), kind=Kind.PLAIN),
        Column("to_year", _("To year"), kind=Kind.PLAIN), Column("purpose_group", _("Purpose")),
        Column("corridor", _("Corridor")), Column("sex", _("Sex")), Column("age_group", _("Age group")),
        Column("people", _("Victims"), _("people"), Kind.NUMBER), Column("status", _("Status")),
    ]  # fmt: skip


def downloads(edition: Edition) -> None:
    """Every figure of the publication in three formats, and the page to print."""
    name = f"publication_v{edition.version}"
    title, source = _("Published tables"), words.source(edition)
    download(every_figure(edition), columns(), name, title, source, hxl=HXL, cover=cover(edition, title, source))
    page = printed_page(edition)
    download_file(
        lambda: page.encode(), f"{name}.html", "text/html", _("Page to print"),
        _("Opens in any browser and prints on A4; the download is recorded."), len(edition.figures),
    )  # fmt: skip


def printed_page(edition: Edition) -> str:
    """The publication on a few pages that print well: what it is, places, years, categories, what is withheld."""
    total = words.figure(edition.total)
    parts = [
        printed.paragraph(words.about(edition)),
        printed.paragraph(_("Victims in the whole country: {n} people.").format(n=total)),
        printed.section(_("By state or region"), _states(edition)),
        printed.section(words.table_title(PublishedTable.PURPOSE), _matrix(edition, PublishedTable.PURPOSE)),
        *_state_purpose(edition),
        printed.section(words.table_title(PublishedTable.CORRIDOR), _matrix(edition, PublishedTable.CORRIDOR)),
        printed.section(words.table_title(PublishedTable.SEX_AGE), _sex_age(edition)),
        printed.section(_("What is withheld, and why"), printed.paragraph(words.why(edition))),
        printed.paragraph(words.source(edition), True),
    ]
    if edition.sha256:
        parts.append(printed.paragraph(f"SHA-256 {edition.sha256}", True))
    return printed.document(_("Coverage for donors"), parts, words.about(edition).split(" · ")[0])


def _states(edition: Edition) -> str:
    empty = pd.DataFrame({"ts_pcode": [], "resident_organisations": [], "visiting_organisations": []})
    rows = values.places(edition, Level.STATE, empty)
    rows = rows.assign(
        name=rows["name"].replace("", _("not recorded")), told=rows["people"].map(words.figure),
        share=[_("n/a") if pd.isna(s) else f"{number(s)}%" for s in rows["share_percent"]],
    )  # fmt: skip
    heads = [
        Column("name", _("State or region")), Column("told", _("Victims"), _("people")),
        Column("share", _("Share of the published total")),
    ]  # fmt: skip
    return printed.table(rows, heads)


def matrix(edition: Edition, table: PublishedTable) -> pd.DataFrame:
    """Country figures of a table with one category: a row a code, a column a year and the whole period, in words."""
    category = {PublishedTable.PURPOSE: "purpose_group", PublishedTable.CORRIDOR: "corridor"}[table]
    years = values.by_year(edition, table, category).assign(at=lambda rows: rows["year"].map(str))
    whole = edition.whole(table)
    whole = whole[whole["level"] == values.COUNTRY].assign(at="whole")
    rows = pd.concat([years, whole[[category, "people", "at"]]])
    wide = rows.assign(told=rows["people"].map(words.figure)).drop_duplicates([category, "at"])
    wide = wide.pivot(index=category, columns="at", values="told")
    order = [*(str(one) for one in words.LISTS[category]), ALL]
    wide = wide.reindex([one for one in order if one in wide.index])
    return (
        wide.rename_axis(None, axis=1).reset_index().assign(**{category: [words.code(category, c) for c in wide.index]})
    )


def matrix_columns(edition: Edition, table: PublishedTable) -> list[Column]:
    """Columns of matrix()."""
    category, title = {
        PublishedTable.PURPOSE: ("purpose_group", _("Purpose")), PublishedTable.CORRIDOR: ("corridor", _("Corridor")),
    }[table]  # fmt: skip
    years = [Column(str(year), str(year), _("people")) for year in edition.years] if len(edition.years) > 1 else []
    return [Column(category, title), *years, Column("whole", _("Whole period"), _("people"))]


def _matrix(edition: Edition, table: PublishedTable) -> str:
    return printed.table(matrix(edition, table), matrix_columns(edition, table))


def state_purpose(edition: Edition) -> pd.DataFrame:
    """A row a state or region and one for the country, a column a purpose and one for all, people in words."""
    rows = edition.whole(PublishedTable.STATE_PURPOSE)
    wide = rows.assign(told=rows["people"].map(words.figure)).pivot(
        index="place", columns="purpose_group", values="told"
    )
    names = _names() | {UNKNOWN: _("not recorded"), "": _("Country")}
    order = [*sorted(code for code in wide.index if code not in (UNKNOWN, "")), UNKNOWN, ""]
    wide = wide.reindex([code for code in order if code in wide.index])
    named = [names.get(str(code), str(code)) for code in wide.index]
    return wide.rename_axis(None, axis=1).reset_index(drop=True).assign(state=named)


def state_purpose_columns() -> list[Column]:
    """Columns of state_purpose()."""
    purposes = [Column(one, words.code("purpose_group", one), _("people")) for one in (*map(str, PurposeGroup), ALL)]
    return [Column("state", _("State or region")), *purposes]


def sex_age_words(edition: Edition) -> pd.DataFrame:
    """A row a sex and one for everybody, a column an age group and one for all ages, people of the period in words."""
    rows = values.sex_age(edition)
    wide = rows.assign(told=rows["people"].map(words.figure)).pivot(index="sex", columns="age_group", values="told")
    wide = wide.reindex([one for one in (*map(str, Sex), UNKNOWN, ALL) if one in wide.index])
    named = [words.code("sex", code) for code in wide.index]
    return wide.rename_axis(None, axis=1).reset_index().assign(sex=named)


def sex_age_columns() -> list[Column]:
    """Columns of sex_age_words()."""
    ages = [Column(age, words.code("age_group", age), _("people")) for age in (*map(str, AgeGroup), ALL)]
    return [Column("sex", _("Sex")), *ages]


def _state_purpose(edition: Edition) -> list[str]:
    rows = state_purpose(edition)
    title = words.table_title(PublishedTable.STATE_PURPOSE)
    return [printed.section(title, printed.table(rows, state_purpose_columns()))] if len(rows) else []


def _sex_age(edition: Edition) -> str:
    return printed.table(sex_age_words(edition), sex_age_columns())
