"""Every indicator computed a second time, in pandas from the raw tables: from docs/methods.md, not from the SQL.

A function an indicator, named as its file. Each gives the records that it looks at: day, case_code where single cases
stand behind it, a column for each further dimension, and met, missing and inside; or amount and out_of; or days and
over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.settings import SETTINGS
from data.store import Store
from data.vocabulary import EventKind
from data.vocabulary_work import RiskItem

TABLES = (
    "assessment", "assessment_risk", "assignment", "case_event", "case_flag", "case_source", "dsw_office",
    "fund_entry", "health_advocacy", "health_site", "joint_visit", "legal_proceeding", "meeting",
    "meeting_attendance", "organisation", "provider_presence", "provider_report", "shelter_census_abroad",
    "stage_assessment", "township", "training", "training_target", "victim_case",
)  # fmt: skip
HOT_2010 = {"Shan (North)", "Yangon", "Bago (East)", "Bago (West)", "Mon", "Kayin"}
FULL = ("full", "gaps")


def setting(key: str) -> float:
    return SETTINGS[key].default


def days(number: float) -> pd.Timedelta:
    return pd.Timedelta(days=number)


@dataclass(frozen=True)
class Raw:
    """The register on a day. cases: by case_code; first: first day of each kind of event, by case_code."""

    as_of: pd.Timestamp
    tables: dict[str, pd.DataFrame]
    cases: pd.DataFrame
    events: pd.DataFrame
    first: pd.DataFrame

    def table(self, name: str, day: str | None = None) -> pd.DataFrame:
        """Rows of a table that stand; day: a column that must not lie after the day."""
        rows = self.tables[name]
        rows = rows[~rows["withdrawn"]] if "withdrawn" in rows else rows
        return rows if day is None else rows[rows[day] <= self.as_of]

    def of_cases(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["case_code"].isin(self.cases.index)]

    def kind(self, *kinds: str) -> pd.DataFrame:
        return self.events[self.events["event_kind"].isin(kinds)]

    def having(self, codes: pd.Series) -> pd.Series:
        """By case_code: whether it stands in codes."""
        return self.cases.index.to_series().isin(set(codes))


def raw(store: Store, as_of: pd.Timestamp) -> Raw:
    """Read whole, and cut to what was known on the day."""
    tables = {name: store.read(f"SELECT * FROM {name}") for name in TABLES}
    for frame in tables.values():
        for column in frame.columns:
            if column.endswith(("_on", "_month", "valid_from", "valid_to", "waiting_since")):
                frame[column] = pd.to_datetime(frame[column]).astype("datetime64[ns]")
    cases = tables["victim_case"]
    cases = cases[~cases["withdrawn"] & cases["merged_into"].isna() & (cases["recorded_on"] <= as_of)]
    places = tables["township"][["ts_pcode", "st_pcode", "st_name_en"]]
    cases = cases.merge(places, on="ts_pcode", how="left").set_index("case_code")
    cases["sex_told"], cases["state"] = cases["sex"].fillna("unknown"), cases["st_pcode"].fillna("unknown")
    cases["age_years"] = cases["age_years"].astype(float)
    cases["age"] = np.where(cases["age_years"].isna(), "unknown", np.where(cases["age_years"] < 18, "child", "adult"))
    cases["year"] = cases["identified_month"].dt.year
    events = tables["case_event"]
    events = events[~events["withdrawn"] & (events[["occurred_on", "recorded_on"]].max(axis=1) <= as_of)]
    events = events[events["case_code"].isin(cases.index)]
    first = events.groupby(["case_code", "event_kind"])["occurred_on"].min().unstack()
    return Raw(
        as_of, tables, cases, events, first.reindex(index=cases.index, columns=[str(kind) for kind in EventKind])
    )


def share(among: pd.Series, day: pd.Series, met: pd.Series, missing=False, inside=False) -> pd.DataFrame:
    """One row a case (or record) of `among`; missing counts before met, met before inside."""
    frame = pd.DataFrame({"day": day, "met": met, "missing": missing, "inside": inside})
    frame = frame.astype({"met": bool, "missing": bool, "inside": bool})[among.astype(bool)]
    frame["met"] &= ~frame["missing"]
    frame["inside"] &= ~(frame["met"] | frame["missing"])
    return frame.rename_axis("case_code").reset_index()


def records(rows: pd.DataFrame, day: str, met: pd.Series, missing=False) -> pd.DataFrame:
    """One row a record of a frame that has case_code."""
    found = rows[["case_code"]].assign(day=rows[day], met=met.astype(bool), missing=missing, inside=False)
    found["met"] &= ~found["missing"].astype(bool)
    return found


def amounts(rows: pd.DataFrame, day: str, amount, out_of=None, **parts: str) -> pd.DataFrame:
    found = rows[["case_code"]].copy() if "case_code" in rows else pd.DataFrame(index=rows.index)
    found = found.assign(day=rows[day], amount=amount)
    if out_of is not None:
        found["out_of"] = out_of
    return found.assign(**{part: rows[column] for part, column in parts.items()})


def left(r: Raw) -> pd.Series:
    """First day on which nobody is in the shelter any more, of a first stay."""
    return r.first[["shelter_out", "returned_home", "closed"]].min(axis=1)


def staying(r: Raw) -> pd.Series:
    return r.first["shelter_in"].notna() & left(r).isna()


# --- 1. Before the return ---------------------------------------------------------------------------------------------


def lost_sight(r: Raw) -> pd.Series:
    f = r.first
    gone = f[["returned_home", "escaped", "closed"]].notna().any(axis=1)
    return (f["repatriated"].isna() & gone) | (f["repatriated"] < f["admitted_abroad"])


def abroad_within_six_months(r: Raw) -> pd.DataFrame:
    came, home = r.first["admitted_abroad"], r.first["repatriated"]
    limit = came + days(setting("abroad_most_days"))
    in_thailand = (r.cases["destination"] == "THA") & came.notna()
    return share(in_thailand, came, home <= limit, lost_sight(r), home.isna() & (limit >= r.as_of))


def abroad_median_wait(r: Raw) -> pd.DataFrame:
    came, home = r.first["admitted_abroad"], r.first["repatriated"]
    frame = share(came.notna(), came, home.notna(), lost_sight(r), home.isna())
    waits = (home.fillna(r.as_of) - came).dt.days
    return frame.assign(days=frame["case_code"].map(waits), over=frame["met"])


def family_contact_in_quarter(r: Raw) -> pd.DataFrame:
    contacts = {code: list(rows["occurred_on"]) for code, rows in r.kind("family_contact").groupby("case_code")}
    rows = []
    admitted = r.first[r.first["admitted_abroad"].notna()]
    left = admitted[["repatriated", "returned_home", "closed"]].min(axis=1)
    for code, came, gone in zip(admitted.index, admitted["admitted_abroad"], left, strict=True):
        last = max(came, r.as_of if pd.isna(gone) else gone - days(1))
        heard = {d.to_period("Q") for d in contacts.get(code, []) if d >= came and (pd.isna(gone) or d <= gone)}
        for quarter in pd.period_range(came, last, freq="Q"):
            is_open = quarter.end_time.normalize() >= r.as_of
            rows.append((code, quarter.start_time, quarter in heard, False, is_open and quarter not in heard))
    return pd.DataFrame(rows, columns=["case_code", "day", "met", "missing", "inside"])


def training_that_fits(r: Raw) -> pd.DataFrame:
    trained = r.kind("trained_abroad")
    fits, other = (
        r.having(trained.loc[trained["detail"] == skill, "case_code"]) for skill in ("fits_home", "other_skill")
    )
    return share(r.first["trained_abroad"].notna(), r.first["trained_abroad"], fits, ~fits & ~other)


def from_china(r: Raw) -> pd.Series:
    return (r.cases["destination"] == "CHN") & (r.cases["victim_type"] == "g2g") & r.first["repatriated"].notna()


def china_basic_case_file(r: Raw) -> pd.DataFrame:
    home = r.first["repatriated"]
    return share(from_china(r), home, r.first[["admitted_abroad", "case_file_received"]].le(home, axis=0).all(axis=1))


def announced_before_return(r: Raw) -> pd.DataFrame:
    return share(from_china(r), r.first["repatriated"], r.first["prenotified"] < r.first["repatriated"])


def family_background_complete(r: Raw) -> pd.DataFrame:
    files = r.kind("case_file_received").query("detail != 'basic'")
    return records(files, "occurred_on", files["detail"] == "full", ~files["detail"].isin(FULL))


def full_files(r: Raw) -> pd.Series:
    files = r.kind("case_file_received")
    return files[files["detail"].isin(FULL)].groupby("case_code")["occurred_on"].min().reindex(r.cases.index)


def g2g_thailand(r: Raw) -> pd.Series:
    return (r.cases["destination"] == "THA") & (r.cases["victim_type"] == "g2g")


def full_case_file_received(r: Raw) -> pd.DataFrame:
    day = r.first["admitted_abroad"].fillna(r.cases["identified_month"])
    return share(g2g_thailand(r), day, full_files(r).notna())


def full_case_file_special(r: Raw) -> pd.DataFrame:
    rows = full_case_file_received(r)
    return rows[rows["case_code"].map(r.cases["is_special"])]


def case_file_days(r: Raw) -> pd.DataFrame:
    came = r.first["admitted_abroad"]
    took = (full_files(r) - came).dt.days
    rows = pd.DataFrame({"day": came, "days": took.where(took >= 0)})[g2g_thailand(r) & came.notna()]
    return rows.rename_axis("case_code").reset_index()


def special_flagged_before_return(r: Raw) -> pd.DataFrame:
    listed = r.table("case_flag", "flagged_on").groupby("case_code")["flagged_on"].min().reindex(r.cases.index)
    flagged = pd.concat([listed, r.first["special_flagged"]], axis=1).min(axis=1)
    home = r.first["repatriated"]
    return share(r.cases["is_special"] & home.notna(), home, flagged <= home, flagged.isna())


def assessed(r: Raw) -> pd.DataFrame:
    rows = r.of_cases(r.table("assessment", "assessed_on"))
    return rows[rows["recorded_on"] <= r.as_of]


def assessments_fully_ranked(r: Raw) -> pd.DataFrame:
    asked = {
        child: {str(i) for i in RiskItem if i.about in ("anybody", "child" if child else "adult")}
        for child in (True, False)
    }
    ranked = r.tables["assessment_risk"].groupby("assessment_id")["risk_item"].agg(set)
    rows = assessed(r)
    whole = [
        asked[is_child] <= ranked.get(key, set())
        for key, is_child in zip(rows["assessment_id"], rows["is_child"], strict=True)
    ]
    return records(rows, "assessed_on", pd.Series(whole, rows.index))


def trained(r: Raw, *topics: str) -> pd.DataFrame:
    told, asked = r.table("training", "held_on"), r.table("training_target")
    asked = asked.assign(day=pd.to_datetime(asked["target_year"].astype(str) + "-01-01"))
    asked = asked[asked["day"] <= r.as_of]
    rows = pd.concat(
        [
            told.assign(day=told["held_on"], amount=told["people"], out_of=0),
            asked.assign(amount=0, out_of=asked["people"]),
        ]
    )
    return rows[rows["training_topic"].isin(topics)].rename(columns={"training_topic": "topic"})[
        ["day", "amount", "out_of", "topic", "body"]
    ]


def trained_family_assessment(r: Raw) -> pd.DataFrame:
    return trained(r, "family_assessment")


def trained_shelter_care(r: Raw) -> pd.DataFrame:
    return trained(r, "shelter_care")


def trained_needs_assessment(r: Raw) -> pd.DataFrame:
    return trained(r, "needs_assessment")


def trained_psychosocial(r: Raw) -> pd.DataFrame:
    return trained(r, "psychosocial")


def staff_trained(r: Raw) -> pd.DataFrame:
    return trained(r, "family_assessment", "shelter_care", "needs_assessment", "psychosocial")


def family_prepared_before_return(r: Raw) -> pd.DataFrame:
    home = r.first["returned_home"]
    return share(home.notna(), home, r.first["family_prepared"] <= home)


def family_told_days(r: Raw) -> pd.DataFrame:
    took = (r.first["family_told"] - r.first["escaped"]).dt.days
    rows = pd.DataFrame({"day": r.first["escaped"], "days": took.where(took >= 0)})
    return rows[rows["day"].notna()].rename_axis("case_code").reset_index()


def return_video_shown(r: Raw) -> pd.DataFrame:
    home = r.first["repatriated"]
    return share(home.notna(), home, r.first["video_shown"] <= home)


def interpreters_per_100(r: Raw) -> pd.DataFrame:
    rows = r.table("shelter_census_abroad", "counted_on")
    return amounts(rows, "counted_on", rows["interpreters"], rows["myanmar_people"], destination="destination")


# --- 2. Reception and shelter -----------------------------------------------------------------------------------------


def extended_stay_offered(r: Raw) -> pd.DataFrame:
    came = r.first["shelter_in"]
    return share(came.notna(), came, r.first["stay_offered"].notna(), False, staying(r))


def extended_stays(r: Raw) -> pd.DataFrame:
    rows = r.kind("stay_offered")
    return amounts(rows.assign(reason=rows["detail"].fillna("unknown")), "occurred_on", 1, reason="reason")


def shelter_median_stay(r: Raw) -> pd.DataFrame:
    rows = []
    moved: dict[str, dict[pd.Timestamp, set[str]]] = {}
    moves = r.kind("shelter_in", "shelter_out")
    for code, day, kind in zip(moves["case_code"], moves["occurred_on"], moves["event_kind"], strict=True):
        moved.setdefault(code, {}).setdefault(day, set()).add(kind)
    for code, by_day in moved.items():
        came = None
        # Of an entry and a leaving on one day the leaving is first where somebody was there.
        for day in sorted(by_day):
            order = ["shelter_out", "shelter_in"] if came is not None else ["shelter_in", "shelter_out"]
            for kind in (kind for kind in order if kind in by_day[day]):
                if came is not None:
                    rows.append((code, came, (day - came).days, True))
                came = day if kind == "shelter_in" else None
        if came is not None:
            rows.append((code, came, (r.as_of - came).days, False))
    frame = pd.DataFrame(rows, columns=["case_code", "day", "days", "over"])
    return frame.assign(met=frame["over"], inside=~frame["over"], missing=False)


def latest(r: Raw) -> pd.DataFrame:
    """Latest assessment of each case, by case_code."""
    rows = assessed(r).sort_values(["assessed_on", "recorded_on", "assessment_id"])
    return rows.groupby("case_code").tail(1).set_index("case_code").reindex(r.cases.index)


def alternative_plan(r: Raw) -> pd.DataFrame:
    last = latest(r)
    unwilling = (last["outcome"] == "negative") | (last["wants_return"].astype("boolean") == False).fillna(False)  # noqa: E712
    unable = last["outcome"].isna() & (r.cases["family_assessment"] == "untraced")
    day = last["assessed_on"].fillna(r.cases["identified_month"])
    return share(unwilling | unable, day, r.first["alternative_planned"].notna())


def life_plan_before_leaving(r: Raw) -> pd.DataFrame:
    out = r.first["shelter_out"]
    return share(out.notna(), out, r.first["life_plan"] <= out)


def kit_rated_suitable(r: Raw) -> pd.DataFrame:
    rated = r.kind("kit_rated").dropna(subset="amount").sort_values(["occurred_on", "event_id"])
    points = rated.groupby("case_code")["amount"].last().reindex(r.cases.index)
    given = r.first["kit_given"]
    return share(given.notna(), given, points >= 4, points.isna())


def organisations(r: Raw, *kinds: str) -> set[str]:
    rows = r.tables["organisation"]
    return set(rows.loc[rows["kind"].isin(kinds), "organisation_id"])


def ngo_service_in_shelter(r: Raw) -> pd.DataFrame:
    served = r.kind("shelter_service")
    served = served[served["organisation_id"].isin(organisations(r, "un", "ingo", "ngo", "cbo"))]
    came = r.first["shelter_in"]
    return share(came.notna(), came, r.having(served["case_code"]), False, staying(r))


def services_declined(r: Raw) -> pd.DataFrame:
    return amounts(r.kind("service_declined"), "occurred_on", 1)


def assessment_reviewed(r: Raw) -> pd.DataFrame:
    out = r.first["shelter_out"]
    return share(r.first["family_assessed"] <= out, out, r.first["assessment_reviewed"] <= out)


def stale_assessment_refreshed(r: Raw) -> pd.DataFrame:
    home, limit = r.first["returned_home"], days(setting("assessment_stale_days"))
    rows = r.kind("family_assessed")
    rows = rows[rows["occurred_on"] <= rows["case_code"].map(home)]
    newest = rows.groupby("case_code")["occurred_on"].max().reindex(r.cases.index)
    return share(home - r.first["family_assessed"] > limit, home, home - newest <= limit)


def operational(r: Raw) -> pd.DataFrame:
    return r.table("meeting").query("meeting_kind == 'rr_operational'")


def rr_meetings_held(r: Raw) -> pd.DataFrame:
    rows = operational(r)
    rows = rows.assign(day=rows["planned_on"].fillna(rows["held_on"]), met=rows["held_on"] <= r.as_of)
    rows = rows[rows["day"] <= r.as_of].rename(columns={"meeting_site": "site"})
    return rows[["day", "met", "site"]].assign(missing=False, inside=False)


def rr_attendance(r: Raw) -> pd.DataFrame:
    rows = operational(r).merge(r.tables["meeting_attendance"], on="meeting_id").query("held_on <= @r.as_of")
    return amounts(rows, "held_on", rows["people"], site="meeting_site", body="body")


def needs_assessed_in_shelter(r: Raw) -> pd.DataFrame:
    f, home = r.first, r.first["repatriated"]
    in_stay = (f["needs_assessed"] >= f["shelter_in"]) & (f["needs_assessed"] <= f["shelter_out"].fillna(r.as_of))
    return share(home.notna(), home, in_stay, False, staying(r))


def special_cases_found(r: Raw) -> pd.DataFrame:
    rows = r.of_cases(r.table("case_flag", "flagged_on"))
    came = rows["case_code"].map(r.first["shelter_in"])
    gone = rows["case_code"].map(r.first["shelter_out"].fillna(r.as_of))
    return amounts(rows[(rows["flagged_on"] >= came) & (rows["flagged_on"] <= gone)], "flagged_on", 1)


def medical(r: Raw, kind: str, not_age: str) -> pd.DataFrame:
    home, age = r.first["repatriated"], r.cases["age"]
    among = home.notna() & (age != not_age)
    return share(among, home, r.first[kind].notna(), age == "unknown", staying(r))


def adults_informed_medical(r: Raw) -> pd.DataFrame:
    return medical(r, "medical_informed", "child")


def adults_accepted_medical(r: Raw) -> pd.DataFrame:
    return medical(r, "medical_accepted", "child")


def children_medically_assessed(r: Raw) -> pd.DataFrame:
    return medical(r, "medical_assessed", "adult")


def cared(r: Raw) -> pd.DataFrame:
    return r.of_cases(r.table("assignment", "valid_from"))


def shelter_records_complete(r: Raw) -> pd.DataFrame:
    told = r.cases[["sex", "age_years", "ts_pcode", "recruitment_month", "return_month", "destination", "purpose"]]
    done = r.first[["needs_assessed", "medical_informed"]]
    whole = told.notna().all(axis=1) & done.notna().all(axis=1) & r.having(cared(r)["case_code"])
    came = r.first["shelter_in"]
    return share(came.notna() & (r.cases["victim_type"] == "g2g"), came, whole)


def g2g_annual_total(r: Raw) -> pd.DataFrame:
    day = r.first["repatriated"].fillna(r.cases["return_month"])
    rows = pd.DataFrame({"day": day, "amount": 1})[(day <= r.as_of) & (r.cases["victim_type"] == "g2g")]
    return rows.rename_axis("case_code").reset_index()


def fund_paid_kyat(r: Raw) -> pd.DataFrame:
    rows = r.table("fund_entry", "entry_on").query("fund_entry_kind == 'paid'")
    return amounts(rows, "entry_on", rows["amount_mmk"])


def fund_people_supported(r: Raw) -> pd.DataFrame:
    rows = r.table("fund_entry", "entry_on").query("fund_entry_kind == 'paid'")
    return amounts(rows, "entry_on", rows["people"])
