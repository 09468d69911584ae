"""Invented names, every one beginning with "Demo": no organisation of Myanmar is called so."""

from __future__ import annotations

import pandas as pd

from data import reference

PLANTS = (
    "Padauk", "Thazin", "Jasmine", "Lotus", "Teak", "Banyan", "Tamarind", "Sagawa", "Gangaw", "Orchid", "Bamboo",
    "Acacia", "Frangipani", "Mangrove", "Sandalwood", "Betel Palm", "Toddy Palm", "Hornbill", "Heron", "Swallow",
)  # fmt: skip
NGO_FORMS = ("Foundation", "Association")
CBO_FORMS = ("Women's Group", "Youth Group")
INGO_FORMS = ("International", "Alliance Worldwide")
UN_FORMS = ("Protection", "Migration", "Children", "Labour", "Health", "Food")
COUNTS = {"un": 6, "ingo": 24, "ngo": 40, "cbo": 34, "government": 1, "maaf": 15}


def organisations() -> pd.DataFrame:
    """120 organisations: organisation_id, name, acronym, kind, st_pcode (of a MAAF group; null for the others)."""
    rows = [("un", f"Demo UN Agency for {what}", None) for what in UN_FORMS]
    rows += [("ingo", name, None) for name in _cross(INGO_FORMS, COUNTS["ingo"])]
    rows += [("ngo", name, None) for name in _cross(NGO_FORMS, COUNTS["ngo"])]
    rows += [("cbo", name, None) for name in _cross(CBO_FORMS, COUNTS["cbo"])]
    rows += [("government", "Demo Department of Social Welfare", None)]
    states = reference.townships().drop_duplicates("sr_pcode")[["sr_pcode", "sr_name_en"]]
    rows += [("maaf", f"Demo MAAF Group {name}", code) for code, name in states.itertuples(index=False)]
    table = pd.DataFrame(rows, columns=["kind", "name", "sr_pcode"])
    table["organisation_id"] = [f"DEMO-ORG-{number:03d}" for number in range(1, len(table) + 1)]
    table["acronym"] = [_acronym(name, number) for number, name in enumerate(table["name"])]
    return table


def _cross(forms: tuple[str, ...], count: int) -> list[str]:
    names = [f"Demo {plant} {form}" for form in forms for plant in PLANTS]
    return names[:count]


def _acronym(name: str, number: int) -> str | None:
    """Initials; every seventh organisation has none recorded."""
    return None if number % 7 == 6 else "".join(word[0] for word in name.split() if word != "for")
