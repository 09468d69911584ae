"""The indicators of the community and of coverage, a second time in pandas; see recomputed.py."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.indicators.recomputed import (
    HOT_2010,
    Raw,
    amounts,
    cared,
    days,
    latest,
    organisations,
    records,
    setting,
    share,
)

# --- 3. In the community ----------------------------------------------------------------------------------------------


def first_service(r: Raw, *details: str) -> pd.Series:
    rows = r.kind("service_given")
    return rows[rows["detail"].isin(details)].groupby("case_code")["occurred_on"].min().reindex(r.cases.index)


def psychosocial_and_income(r: Raw) -> pd.DataFrame:
    income = first_service(r, "livelihood", "financial")
    return share(income.notna(), income, first_service(r, "psychosocial").notna())


def family_consulted_young_adults(r: Raw) -> pd.DataFrame:
    income, age = first_service(r, "livelihood", "financial"), r.cases["age_years"]
    among = income.notna() & (age.isna() | age.between(18, 24).fillna(False))
    return share(among, income, r.first["family_consulted"].notna(), age.isna())


def health_referrals_completed(r: Raw) -> pd.DataFrame:
    made, done = r.first["health_referred"], r.first["health_completed"]
    return share(made.notna(), made, done >= made, False, r.as_of - made <= days(setting("health_referral_days")))


def per_place(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """Rows of state, year, met, missing."""
    frame = pd.DataFrame(rows, columns=["state", "year", "met", "missing"])
    return frame.assign(day=pd.to_datetime(frame["year"].astype(str) + "-01-01"), inside=False)


def health_advocacy_done(r: Raw) -> pd.DataFrame:
    held = r.table("health_advocacy", "held_on")
    home = r.cases.assign(home=r.first["returned_home"].dt.year).dropna(subset="home")
    rows: list[tuple[object, ...]] = []
    for year, people in home.groupby("home"):
        sizes = people.dropna(subset="ts_pcode").groupby("ts_pcode").size().rename("people").reset_index()
        top = sizes.sort_values(["people", "ts_pcode"], ascending=[False, True]).head(int(setting("return_townships")))
        won = set(held.loc[held["held_on"].dt.year <= year, "ts_pcode"])
        rows += [(code[:6], int(year), code in won, False) for code in top["ts_pcode"]]
        rows += [("unknown", int(year), False, True)] * int(people["ts_pcode"].isna().sum())
    return per_place(rows)


def at_day(r: Raw, year: int) -> pd.Timestamp:
    return min(pd.Timestamp(year, 12, 31), r.as_of)


def standing(rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Presences or sites that are there on a day."""
    return rows[~(rows["from_on"] > day) & ~(rows["to_on"] <= day)]


def ongoing(r: Raw) -> pd.DataFrame:
    return r.table("provider_presence").query("activity_status == 'ongoing'")


def reintegrating(r: Raw) -> pd.DataFrame:
    return ongoing(r).query("is_reintegration")


def source_townships(r: Raw, helped) -> pd.DataFrame:
    """helped(day): the townships that have it on that day."""
    rows: list[tuple[object, ...]] = []
    for year, people in r.cases.groupby("year"):
        there = helped(at_day(r, int(year)))
        rows += [(code[:6], int(year), code in there, False) for code in sorted(set(people["ts_pcode"].dropna()))]
        rows += [("unknown", int(year), False, True)] * int(people["ts_pcode"].isna().sum())
    return per_place(rows)


def apart_km(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Great circle by the spherical law of cosines, on the Earth's mean radius."""
    a, b = np.radians(one[["lat", "lon"]].to_numpy(float)), np.radians(other[["lat", "lon"]].to_numpy(float))
    cosine = np.sin(a[:, :1]) * np.sin(b[:, 0]) + np.cos(a[:, :1]) * np.cos(b[:, 0]) * np.cos(a[:, 1:] - b[:, 1])
    return pd.DataFrame(6371.0088 * np.arccos(cosine.clip(-1, 1)), one["ts_pcode"].to_numpy(), other.index)


def townships_with_art_in_reach(r: Raw) -> pd.DataFrame:
    sites = r.table("health_site").query("health_site_kind == 'art'")
    sites = sites.merge(r.tables["township"][["ts_pcode", "lat", "lon"]], on="ts_pcode")
    near = apart_km(r.tables["township"], sites) <= setting("art_reach_km")

    def helped(day: pd.Timestamp) -> set[str]:
        open_ones = near[standing(sites, day).index]
        return set(open_ones.index[open_ones.any(axis=1)])

    return source_townships(r, helped)


def townships_with_projects(r: Raw) -> pd.DataFrame:
    projects = ongoing(r).query("not is_reintegration")
    return source_townships(r, lambda day: set(standing(projects, day)["ts_pcode"]))


def revisited_after_year(r: Raw) -> pd.DataFrame:
    closed, least, most = r.first["closed"], days(setting("revisit_from_days")), days(setting("revisit_to_days"))
    visits = r.kind("revisited")
    passed = visits["occurred_on"] - visits["case_code"].map(closed)
    met = r.having(visits.loc[(passed >= least) & (passed <= most), "case_code"])
    return share(closed.notna(), closed, met, False, r.as_of - closed <= most)


def readmitted_after_closure(r: Raw) -> pd.DataFrame:
    return share(r.first["closed"].notna(), r.first["closed"], r.first["readmitted"] >= r.first["closed"])


def sharing_meetings_per_state(r: Raw) -> pd.DataFrame:
    held = r.table("meeting", "held_on").query("meeting_kind == 'experience_sharing'")
    held = held.assign(day=held["held_on"], amount=1, out_of=0, state=held["st_pcode"].fillna("unknown"))
    years = range(held["day"].dt.year.min(), r.as_of.year + 1)
    owed = [(pd.Timestamp(y, 1, 1), 0, 1, state) for y in years for state in r.tables["township"]["st_pcode"].unique()]
    columns = ["day", "amount", "out_of", "state"]
    return pd.concat([held[columns], pd.DataFrame(owed, columns=columns)])


def joint_visits_exact(r: Raw) -> pd.DataFrame:
    rows = r.table("joint_visit", "visited_on")
    met = (rows["dsw_members"] == 1) & (rows["ngo_members"] == 1)
    found = pd.DataFrame({"day": rows["visited_on"], "met": met, "state": rows["ts_pcode"].str[:6]})
    return found.assign(missing=False, inside=False)


def weighted_caseload_per_worker(r: Raw) -> pd.DataFrame:
    every = r.table("provider_presence").set_index("presence_id")
    base = every["base_presence_id"].fillna(every.index.to_series())
    carried = cared(r).query("assignment_state == 'assigned'")
    carried = carried.assign(
        base=carried["presence_id"].map(base),
        weight=carried["case_code"].map(r.cases["is_special"]).map({True: setting("special_case_weight"), False: 1.0}),
    )
    bases = reintegrating(r).query("base_presence_id.isna()")
    rows = []
    for year in range(int(r.cases["year"].min()), r.as_of.year + 1):
        day = at_day(r, year)
        holds = (carried["valid_from"] <= day) & ~(carried["valid_to"] <= day)
        load = carried[holds].groupby("base")["weight"].sum()
        there = standing(bases, day)
        amount = there["presence_id"].map(load).fillna(0.0).astype(float).where(there["case_workers"].notna())
        rows.append(
            pd.DataFrame({"day": pd.Timestamp(year, 1, 1), "amount": amount, "out_of": there["case_workers"],
                          "state": there["ts_pcode"].str[:6], "provider": there["organisation_id"]})
        )  # fmt: skip
    return pd.concat(rows)


def special_with_monitoring_plan(r: Raw) -> pd.DataFrame:
    carried = first_carried(r)
    return share(r.cases["is_special"] & carried.notna(), carried, r.first["monitoring_plan"].notna())


# --- 4. Coverage and coordination -------------------------------------------------------------------------------------


def first_carried(r: Raw) -> pd.Series:
    rows = cared(r).query("assignment_state == 'assigned'")
    return rows.groupby("case_code")["valid_from"].min().reindex(r.cases.index)


def capacity_per_100(r: Raw, country: str) -> pd.DataFrame:
    known = r.cases.dropna(subset="ts_pcode")
    bases = reintegrating(r).query("base_presence_id.isna()")
    rows = []
    for year in sorted(r.cases["year"].unique()):
        recent = known[known["year"].between(year - 2, year)]
        lean = (recent["destination"] == country).groupby(recent["ts_pcode"]).mean()
        there = standing(bases, at_day(r, int(year)))
        day = pd.Timestamp(int(year), 1, 1)
        room = there["capacity_people"].astype("Float64") * there["ts_pcode"].map(lean).fillna(0.0).astype("Float64")
        rows.append(pd.DataFrame({"day": day, "amount": room, "out_of": 0, "state": there["ts_pcode"].str[:6]}))
        came = r.cases[(r.cases["year"] == year) & (r.cases["destination"] == country)]
        rows.append(pd.DataFrame({"day": day, "amount": 0.0, "out_of": 1, "state": came["state"]}))
    return pd.concat(rows)


def capacity_per_100_china(r: Raw) -> pd.DataFrame:
    return capacity_per_100(r, "CHN")


def capacity_per_100_thailand(r: Raw) -> pd.DataFrame:
    return capacity_per_100(r, "THA")


def served(r: Raw, *kinds: str) -> pd.Series:
    """By case_code: whether a reintegration presence of these types stood in its township at the end of its year."""
    active = reintegrating(r)
    active = active[active["presence_type"].isin(kinds)]
    towns = {year: set(standing(active, at_day(r, int(year)))["ts_pcode"]) for year in r.cases["year"].unique()}
    found = [town in towns[year] for town, year in zip(r.cases["ts_pcode"], r.cases["year"], strict=True)]
    return pd.Series(found, r.cases.index)


def hotspot_victims_covered(r: Raw) -> pd.DataFrame:
    """The demonstration register has no frozen list."""
    unknown = r.cases["ts_pcode"].isna()
    hot = unknown | r.cases["st_name_en"].isin(HOT_2010)
    return share(hot, r.cases["identified_month"], served(r, "resident", "outreach", "roving"), unknown)


def newly_in_reach_by_roving(r: Raw) -> pd.DataFrame:
    unknown = r.cases["ts_pcode"].isna()
    outside = unknown | ~served(r, "resident", "outreach")
    return share(outside, r.cases["identified_month"], served(r, "roving"), unknown)


def near_dsw_helped(r: Raw) -> pd.DataFrame:
    offices = r.tables["dsw_office"].drop(columns="ts_pcode")
    close = (apart_km(r.tables["township"], offices) <= setting("dsw_reach_km")).any(axis=1)
    needed = cared(r).groupby("case_code")["valid_from"].min().reindex(r.cases.index)
    state = organisations(r, "government")
    given = r.kind("service_given")
    met = r.having(cared(r).loc[cared(r)["organisation_id"].isin(state), "case_code"]) | r.having(
        given.loc[given["organisation_id"].isin(state), "case_code"]
    )
    unknown = r.cases["ts_pcode"].isna()
    return share(needed.notna() & (unknown | r.cases["ts_pcode"].isin(close.index[close])), needed, met, unknown)


def g2g_home(r: Raw) -> pd.Series:
    return r.first["repatriated"].notna() & (r.cases["victim_type"] == "g2g")


def formally_assigned(r: Raw) -> pd.DataFrame:
    return share(g2g_home(r), r.first["repatriated"], first_carried(r).notna())


def wait_class(number: float) -> str:
    for most, name in ((30, "0-30"), (90, "31-90"), (180, "91-180"), (365, "181-365")):
        if number <= most:
            return name
    return "unknown" if number != number else "366+"


def never_assigned(r: Raw) -> pd.DataFrame:
    waits = (
        cared(r)
        .query("assignment_state == 'unassigned'")
        .sort_values(["valid_from", "decided_at_utc", "assignment_id"])
    )
    until = waits["valid_to"].fillna(r.as_of).clip(upper=r.as_of)
    long = (until.groupby(waits["case_code"]).max() - waits.groupby("case_code")["waiting_since"].min()).dt.days
    reason = waits.groupby("case_code")["unassigned_reason"].last()
    rows = pd.DataFrame({"day": r.first["repatriated"], "amount": 1})[g2g_home(r) & first_carried(r).isna()]
    rows = rows.rename_axis("case_code").reset_index()
    return rows.assign(
        reason=rows["case_code"].map(reason).fillna("unknown"), wait=rows["case_code"].map(long).map(wait_class)
    )


def unassigned_people(r: Raw) -> pd.DataFrame:
    waits = cared(r).query("assignment_state == 'unassigned'")
    waits = waits[~(waits["valid_to"] <= r.as_of)]
    waits = waits.assign(wait=(r.as_of - waits["waiting_since"]).dt.days.map(wait_class))
    return amounts(waits, "waiting_since", 1, reason="unassigned_reason", wait="wait")


def minimum_model(r: Raw, age: str, *steps: str) -> pd.DataFrame:
    lacking = cared(r).query("unassigned_reason == 'no_provider'").groupby("case_code")["valid_from"].min()
    since, whose = lacking.reindex(r.cases.index), r.cases["age"]
    met = r.first[[f"minimum_{step}" for step in steps]].notna().all(axis=1)
    return share(since.notna() & whose.isin([age, "unknown"]), since, met, whose == "unknown")


def minimum_model_children(r: Raw) -> pd.DataFrame:
    return minimum_model(r, "child", "accompanied", "reunited", "assessed", "items")


def minimum_model_adults(r: Raw) -> pd.DataFrame:
    return minimum_model(r, "adult", "transport", "grant")


def negative_assessments(r: Raw) -> pd.DataFrame:
    last = latest(r)
    return share(last["outcome"].notna(), last["assessed_on"], last["outcome"] == "negative")


def after_negative(r: Raw, kind: str) -> pd.DataFrame:
    last = latest(r)
    done = r.kind(kind).groupby("case_code")["occurred_on"].max().reindex(r.cases.index)
    return share(last["outcome"] == "negative", last["assessed_on"], done >= last["assessed_on"])


def negative_discussed(r: Raw) -> pd.DataFrame:
    return after_negative(r, "discussed_at_meeting")


def negative_with_alternative(r: Raw) -> pd.DataFrame:
    return after_negative(r, "alternative_planned")


def accompanied_in_proceedings(r: Raw) -> pd.DataFrame:
    rows = r.of_cases(r.table("legal_proceeding", "started_on"))
    return records(rows, "started_on", (rows["accompanied_on"] <= r.as_of) & rows["support_organisation_id"].notna())


def agencies(r: Raw) -> pd.Series:
    """case_code -> agencies that have it on record. Nothing is merged, and no load undone, in the demonstration."""
    rows = pd.concat(
        [
            r.cases.reset_index()[["case_code", "source_agency"]].rename(columns={"source_agency": "agency"}),
            r.tables["case_source"][["case_code", "agency"]],
        ]
    )
    return rows.groupby("case_code")["agency"].agg(set).reindex(r.cases.index)


def records_of_one_agency_only(r: Raw) -> pd.DataFrame:
    held = agencies(r).map(lambda who: who & {"atu", "dsw"})
    among = (held.map(len) > 0) & (r.cases["victim_type"] == "g2g")
    return share(among, r.cases["identified_month"], held.map(len) == 1)


def agency_count_difference(r: Raw) -> pd.DataFrame:
    who = agencies(r)
    signed = who.map(lambda held: ("atu" in held) - ("dsw" in held))
    return pd.DataFrame({"day": r.cases["identified_month"], "amount": signed}).rename_axis("case_code").reset_index()


def records_with_township(r: Raw) -> pd.DataFrame:
    return share(r.cases["year"].notna(), r.cases["identified_month"], r.cases["ts_pcode"].notna())


def victims_by_type(r: Raw) -> pd.DataFrame:
    return pd.DataFrame({"day": r.cases["identified_month"], "amount": 1}).rename_axis("case_code").reset_index()


def reports_on_time(r: Raw) -> pd.DataFrame:
    came = r.table("provider_report", "received_on")
    received = came.groupby(["organisation_id", "report_year", "report_quarter"])["received_on"].min()
    told = r.table("provider_report")
    begin = min(
        pd.Period(year=y, quarter=q, freq="Q") for y, q in zip(told["report_year"], told["report_quarter"], strict=True)
    )
    rows = []
    for quarter in pd.period_range(begin, r.as_of, freq="Q"):
        end = quarter.end_time.normalize()
        due = end + days(setting("report_due_days"))
        for provider in sorted(set(standing(reintegrating(r), end)["organisation_id"])) if end <= r.as_of else ():
            on = received.get((provider, quarter.year, quarter.quarter), pd.NaT)
            rows.append((quarter.start_time, on <= due, pd.isna(on) and r.as_of <= due, provider))
    return pd.DataFrame(rows, columns=["day", "met", "inside", "provider"]).assign(missing=False)


def stages_assessed(r: Raw) -> pd.DataFrame:
    done = r.table("stage_assessment", "assessed_on")
    seen = set(zip(done["assessed_on"].dt.year, done["assessed_stage"], strict=True))
    rows = [
        (
            pd.Timestamp(year, 1, 1),
            (year, stage) in seen,
            (year, stage) not in seen and pd.Timestamp(year, 12, 31) >= r.as_of,
        )
        for year in range(r.table("stage_assessment")["assessed_on"].dt.year.min(), r.as_of.year + 1)
        for stage in ("pre_return", "shelter", "community")
    ]
    return pd.DataFrame(rows, columns=["day", "met", "inside"]).assign(missing=False)
