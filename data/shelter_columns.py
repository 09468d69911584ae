"""What the columns of the DSW shelter spreadsheet are called beyond those of the national one (recommendation 2.12)."""

from __future__ import annotations

from data import reference
from data.cases_columns import NATIONAL_FIELDS
from data.columns import Field
from data.errors import N_

STAY = (
    Field(
        "shelter_id",
        N_("Shelter"),
        "ဂေဟာ",
        ("dsw shelter", "shelter name", "name of shelter", "transit shelter", "centre", "center", "ဂေဟာအမည်", "စခန်း"),
        ("#loc+shelter",),
    ),
    Field(
        "date_in",
        N_("Date of entry"),
        "ဝင်ရောက်သည့်နေ့",
        ("date in", "in", "entry", "admission", "admitted", "admitted on", "date of admission", "admission date",
         "date of arrival", "arrival date", "arrived on", "ဝင်သည့်နေ့"),
        ("#date+in",),
    ),
    Field(
        "date_out",
        N_("Date of leaving"),
        "ထွက်ခွာသည့်နေ့",
        ("date out", "out", "exit", "exit date", "discharge", "discharged", "discharge date", "date of discharge",
         "departure",
         "departure date", "left on", "ထွက်သည့်နေ့"),
        ("#date+out",),
    ),
)  # fmt: skip
DONE = (
    Field(
        "needs_assessed",
        N_("Needs assessed (day, or yes/no)"),
        "လိုအပ်ချက်ဆန်းစစ်ပြီး",
        ("needs assessed", "needs assessment", "date of needs assessment", "needs assessment date"),
        ("#date+needs",),
    ),
    Field(
        "medical_informed",
        N_("Informed of the medical assessment (day, or yes/no)"),
        "ဆေးစစ်ခြင်း အသိပေးပြီး",
        ("medical informed", "informed of the medical assessment", "informed of medical assessment",
         "medical information given"),
        ("#date+medical+informed",),
    ),
    Field(
        "medical_accepted",
        N_("Medical assessment accepted (day, or yes/no)"),
        "ဆေးစစ်ခြင်း သဘောတူ",
        ("medical accepted", "medical assessment accepted", "accepted medical assessment",
         "consent to medical assessment"),
        ("#date+medical+accepted",),
    ),
    Field(
        "medical_assessed",
        N_("Medically assessed (day, or yes/no)"),
        "ဆေးစစ်ပြီး",
        ("medical assessed", "medically assessed", "medical assessment", "medical assessment date",
         "date of medical assessment",
         "medical check", "ဆေးစစ်သည့်နေ့"),
        ("#date+medical+assessed",),
    ),
)  # fmt: skip
REFERRED = (
    Field(
        "assigned_to",
        N_("Organisation assigned"),
        "တာဝန်ပေးအပ်သည့်အဖွဲ့",
        ("organization assigned", "assigned organisation", "assigned organization", "assigned to", "referred to",
         "referral",
         "referral organisation", "referral organization", "referral to", "referral information", "service provider",
         "reintegration provider", "reintegration service provider", "ngo", "လွှဲပြောင်းသည့်အဖွဲ့"),
        ("#org+assigned", "#org+referral"),
    ),
    Field(
        "assigned_on",
        N_("Date of assignment"),
        "တာဝန်ပေးအပ်သည့်နေ့",
        ("assigned on", "date assigned", "assignment date", "date of referral", "referral date", "referred on"),
        ("#date+assigned",),
    ),
)  # fmt: skip

SHELTER_FIELDS = (*NATIONAL_FIELDS[:-2], *STAY, *DONE, *REFERRED, *NATIONAL_FIELDS[-2:])
DAY_FIELDS = ("date_in", "date_out", "assigned_on", *(field.key for field in DONE))


def shelter_words() -> dict[str, str]:
    """Word -> shelter_id: the town, its Burmese name, the P-code, the identifier, each also with the word shelter."""
    names = reference.townships().set_index("ts_pcode")["ts_name_my"]
    words: dict[str, str] = {}
    for row in reference.shelters().itertuples():
        identifier = f"SH-{row.ts_pcode}"
        own = (row.place, names[row.ts_pcode], row.ts_pcode, identifier, shelter_choice(row.place, names[row.ts_pcode]))
        words |= dict.fromkeys(own, identifier)
        words |= {f"{row.place} {kind}": identifier for kind in ("shelter", "dsw shelter", "transit shelter", "dsw")}
        words[f"dsw {row.place}"] = identifier
    return words


def shelter_choice(place: str, place_my: str) -> str:
    """A shelter as the template's drop-down words it."""
    return f"{place} / {place_my}"


def shelter_choices() -> tuple[str, ...]:
    """What the drop-down of shelters offers."""
    names = reference.townships().set_index("ts_pcode")["ts_name_my"]
    return tuple(shelter_choice(row.place, names[row.ts_pcode]) for row in reference.shelters().itertuples())
