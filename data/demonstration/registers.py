"""The small registers of the demonstration: meetings, trainings, visits, sites, the fund, reports; all invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd

from data import reference
from data.demonstration.assumptions import AS_OF
from data.demonstration.draw import uniform
from data.vocabulary import Body, FundEntryKind, HealthSiteKind, MeetingKind, MeetingSite, TrainingTopic
from data.vocabulary_indicators import AssessedStage

MEETINGS_FROM = 2016
MEETING_HELD_SHARE = 0.72
SHARING_FROM = 2019
SHARING_HELD_SHARE = 0.35
TRAININGS_A_YEAR = 3
VISITS_A_YEAR = 16
VISITS_FROM = 2018
VISIT_EXACT_SHARE = 0.85
ART_FULL_POPULATION = 450_000
FUND_FROM = 2016
REPORTS_FROM = 2019
REPORT_CAME_SHARE = 0.88
REPORT_ON_TIME_SHARE = 0.75
REPORT_DUE_DAYS = 31
ADVOCACY_FROM = 2016
ADVOCACY_A_YEAR = 10

SOURCE = "invented for the demonstration"
# Year -> the stages that were assessed as a whole in it (4.10).
STAGES_ASSESSED = {
    2016: (AssessedStage.COMMUNITY,), 2017: (AssessedStage.SHELTER,), 2018: (AssessedStage.PRE_RETURN,),
    2020: (AssessedStage.SHELTER, AssessedStage.COMMUNITY), 2022: (AssessedStage.COMMUNITY,),
    2023: (AssessedStage.PRE_RETURN, AssessedStage.SHELTER, AssessedStage.COMMUNITY), 2025: (AssessedStage.SHELTER,),
}  # fmt: skip
# Indicator -> its targets by the first year in which each holds; other years have those of the indicator's file.
TARGETS = {
    "abroad_within_six_months": {2016: 0.4, 2019: 0.5, 2022: 0.6},
    "formally_assigned": {2016: 0.5, 2020: 0.6, 2024: 0.7},
    "needs_assessed_in_shelter": {2016: 0.6, 2020: 0.8},
    "records_with_township": {2016: 0.9, 2019: 0.95},
}
TOPICS = tuple(topic for topic in TrainingTopic if topic is not TrainingTopic.OTHER)
TRAINED = (Body.DSW, Body.MAAF, Body.ATTF, Body.NGO)
# Body -> fewest and most people of it at an R&R operational meeting.
ATTENDING = {
    Body.DSW: (2, 6), Body.ATTF: (1, 4), Body.GAD: (0, 2), Body.IMMIGRATION: (0, 2), Body.HEALTH: (0, 2),
    Body.MAAF: (0, 2), Body.UN: (0, 2), Body.NGO: (3, 9),
}  # fmt: skip
ODD_TEAMS = ((2, 1), (1, 2), (0, 1), (3, 2))


def registers(seed: int, presences: pd.DataFrame, organisations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Table of the schema -> its rows, in the order in which they can be inserted, without who recorded them."""
    meetings = pd.concat([_operational(seed), _sharing(seed)], ignore_index=True)
    return {
        "meeting": meetings,
        "meeting_attendance": _attendance(seed, meetings),
        "training": _trainings(seed),
        "training_target": _targets(seed),
        "joint_visit": _visits(seed, presences, organisations),
        "health_site": _health_sites(seed),
        "fund_entry": _fund(seed),
        "provider_report": _reports(seed, presences),
        "stage_assessment": _stage_assessments(seed),
        "health_advocacy": _advocacy(seed, presences),
        "indicator_target": _indicator_targets(),
    }


def _whole(seed: int, least: int, most: int, *names: object) -> int:
    return least + int((most - least + 1) * uniform(seed, *names))


def _table(rows: list[dict[str, object]], key: str, prefix: str) -> pd.DataFrame:
    """Rows up to the register's last day, with an identifier and the moment of recording."""
    frame = pd.DataFrame(rows)
    frame.insert(0, key, [f"DEMO-{prefix}-{number:04d}" for number in range(1, len(frame) + 1)])
    return frame


def _recorded(day: dt.date, after_days: int = 3) -> dt.datetime:
    return dt.datetime.combine(min(AS_OF, day + dt.timedelta(days=after_days)), dt.time(9))


def _operational(seed: int) -> pd.DataFrame:
    """One R&R operational meeting a quarter planned at each of the three sites; some are not held."""
    rows: list[dict[str, object]] = []
    for year in range(MEETINGS_FROM, AS_OF.year + 1):
        for quarter in range(4):
            for site in MeetingSite:
                name = ("meeting", year, quarter, site)
                planned = dt.date(year, 3 * quarter + 2, 1) + dt.timedelta(days=_whole(seed, 0, 24, *name))
                held = planned + dt.timedelta(days=_whole(seed, 0, 9, *name, "late"))
                is_held = uniform(seed, *name, "held") < MEETING_HELD_SHARE
                rows.append(_meeting(MeetingKind.RR_OPERATIONAL, site, None, planned, held if is_held else None))
    return _table(rows, "meeting_id", "RR")


def _sharing(seed: int) -> pd.DataFrame:
    """Experience-sharing meetings: two a state and year were planned (3.8), fewer were held."""
    rows: list[dict[str, object]] = []
    for year in range(SHARING_FROM, AS_OF.year + 1):
        for half in range(2):
            for st_pcode in reference.states()["st_pcode"]:
                name = ("sharing", year, half, st_pcode)
                planned = dt.date(year, 6 * half + 3, 1) + dt.timedelta(days=_whole(seed, 0, 80, *name))
                is_held = uniform(seed, *name, "held") < SHARING_HELD_SHARE
                rows.append(
                    _meeting(MeetingKind.EXPERIENCE_SHARING, None, st_pcode, planned, planned if is_held else None)
                )
    return _table(rows, "meeting_id", "EX")


def _meeting(
    kind: MeetingKind, site: MeetingSite | None, st_pcode: str | None, planned: dt.date, held: dt.date | None
) -> dict[str, object]:
    return {
        "meeting_kind": str(kind),
        "meeting_site": str(site) if site else None,
        "st_pcode": st_pcode,
        "planned_on": planned,
        "held_on": held,
        "closed_at_utc": _recorded(held, 1) if held else None,
        "recorded_at_utc": _recorded(held or planned),
    }


def _attendance(seed: int, meetings: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for meeting_id in meetings.loc[meetings["held_on"].notna(), "meeting_id"]:
        for body, (least, most) in ATTENDING.items():
            people = _whole(seed, least, most, meeting_id, body)
            if people:
                rows.append((meeting_id, str(body), people))
    return pd.DataFrame(rows, columns=["meeting_id", "body", "people"])


def _trainings(seed: int) -> pd.DataFrame:
    """TRAININGS_A_YEAR trainings of each topic, in a town with an office of the department."""
    towns = reference.dsw_offices()["ts_pcode"].tolist()
    rows: list[dict[str, object]] = []
    for year in range(2015, AS_OF.year + 1):
        for topic in TOPICS:
            for number in range(TRAININGS_A_YEAR):
                name = ("training", year, topic, number)
                held = dt.date(year, 1, 5) + dt.timedelta(days=_whole(seed, 0, 340, *name))
                rows.append(
                    {
                        "training_topic": str(topic),
                        "body": str(TRAINED[_whole(seed, 0, 3, *name, "body")]),
                        "held_on": held,
                        "ts_pcode": towns[_whole(seed, 0, len(towns) - 1, *name, "town")],
                        "people": _whole(seed, 8, 32, *name, "people"),
                        "source": SOURCE,
                        "recorded_at_utc": _recorded(held),
                    }
                )
    return _table(rows, "training_id", "TR")


def _targets(seed: int) -> pd.DataFrame:
    rows: list[dict[str, object]] = [
        {
            "target_year": year,
            "training_topic": str(topic),
            "body": str(body),
            "people": 5 * _whole(seed, 3, 8, "target", year, topic, body),
            "recorded_at_utc": _recorded(dt.date(year, 1, 10)),
        }
        for year in range(2015, AS_OF.year + 1)
        for topic in TOPICS
        for body in TRAINED
    ]
    return _table(rows, "target_id", "TT")


def _visits(seed: int, presences: pd.DataFrame, organisations: pd.DataFrame) -> pd.DataFrame:
    """VISITS_A_YEAR joint visits in townships where an NGO helps; most have one member of each side (3.9)."""
    ngos = organisations.loc[organisations["kind"].isin(["ngo", "ingo", "cbo"]), "organisation_id"]
    helped = presences[presences["is_reintegration"] & presences["organisation_id"].isin(ngos)]
    places = helped[["organisation_id", "ts_pcode"]].drop_duplicates().to_records(index=False).tolist()
    rows: list[dict[str, object]] = []
    for year in range(VISITS_FROM, AS_OF.year + 1):
        for number in range(VISITS_A_YEAR):
            name = ("visit", year, number)
            day = dt.date(year, 1, 5) + dt.timedelta(days=_whole(seed, 0, 350, *name))
            exact = uniform(seed, *name, "team") < VISIT_EXACT_SHARE
            dsw, ngo = (1, 1) if exact else ODD_TEAMS[_whole(seed, 0, 3, *name, "odd")]
            organisation_id, ts_pcode = places[_whole(seed, 0, len(places) - 1, *name, "place")]
            rows.append(
                {
                    "visited_on": day,
                    "ts_pcode": ts_pcode,
                    "organisation_id": organisation_id,
                    "dsw_members": dsw,
                    "ngo_members": ngo,
                    "source": SOURCE,
                    "recorded_at_utc": _recorded(day),
                }
            )
    return _table(rows, "visit_id", "JV")


def _health_sites(seed: int) -> pd.DataFrame:
    """Sites with antiretroviral treatment, the likelier the more people live in the township; other sites are rarer."""
    rows: list[dict[str, object]] = []
    for township in reference.townships().itertuples():
        people = 150_000 if pd.isna(township.population_2014) else float(township.population_2014)
        chances = {
            HealthSiteKind.ART: min(0.95, people / ART_FULL_POPULATION),
            HealthSiteKind.HOSPITAL: 0.12,
            HealthSiteKind.CLINIC: 0.08,
        }
        for kind, chance in chances.items():
            name = ("health site", kind, township.ts_pcode)
            if uniform(seed, *name) < chance:
                rows.append(_health_site(lambda *more, name=name: uniform(seed, *name, *more), kind, township))
    return _table(rows, "site_id", "HS")


def _health_site(chance: Callable[..., float], kind: HealthSiteKind, township: object) -> dict[str, object]:
    word = {HealthSiteKind.ART: "ART site", HealthSiteKind.HOSPITAL: "hospital", HealthSiteKind.CLINIC: "clinic"}[kind]
    began = dt.date(2008 + int(14 * chance("year")), 1 + int(12 * chance("month")), 1)
    ended = dt.date(2023, 6, 30) if chance("ended") < 0.04 else None
    return {
        "name": f"Demo {word} {township.ts_name_en}",  # type: ignore[attr-defined]
        "ts_pcode": township.ts_pcode,  # type: ignore[attr-defined]
        "health_site_kind": str(kind),
        "from_on": began,
        "to_on": ended,
        "source": SOURCE,
        "recorded_at_utc": _recorded(began),
    }


def _fund(seed: int) -> pd.DataFrame:
    """Two grants and four payments a year (kyat)."""
    rows: list[dict[str, object]] = []
    for year in range(FUND_FROM, AS_OF.year + 1):
        for number in range(6):
            name = ("fund", year, number)
            is_paid = number >= 2
            day = dt.date(year, 1 + (3 * (number - 2) + 2 if is_paid else 6 * number), 1)
            day += dt.timedelta(days=_whole(seed, 0, 27, *name))
            kind = FundEntryKind.PAID if is_paid else FundEntryKind.RECEIVED
            millions = _whole(seed, 4, 14, *name, "kyat") if is_paid else _whole(seed, 20, 40, *name, "kyat")
            rows.append(
                {
                    "entry_on": day,
                    "fund_entry_kind": str(kind),
                    "amount_mmk": 1_000_000 * millions,
                    "people": _whole(seed, 8, 30, *name, "people") if is_paid else None,
                    "source": SOURCE,
                    "recorded_at_utc": _recorded(day),
                }
            )
    return _table(rows, "entry_id", "FU").astype({"people": "Int64"})


def _reports(seed: int, presences: pd.DataFrame) -> pd.DataFrame:
    """A report a quarter from each organisation that has an active reintegration presence at its end; some are late."""
    active = presences[presences["is_reintegration"] & (presences["activity_status"] == "ongoing")]
    began, ended = active["from_on"].fillna(dt.date.min), active["to_on"].fillna(dt.date.max)
    rows: list[dict[str, object]] = []
    for year in range(REPORTS_FROM, AS_OF.year + 1):
        for quarter in range(1, 5):
            ends_on = (pd.Period(year=year, quarter=quarter, freq="Q")).end_time.date()
            for organisation_id in sorted(set(active.loc[(began <= ends_on) & (ended > ends_on), "organisation_id"])):
                name = ("report", year, quarter, organisation_id)
                late = uniform(seed, *name, "on time") >= REPORT_ON_TIME_SHARE
                days = REPORT_DUE_DAYS + _whole(seed, 1, 60, *name) if late else _whole(seed, 3, REPORT_DUE_DAYS, *name)
                received = ends_on + dt.timedelta(days=days)
                if received <= AS_OF and uniform(seed, *name, "came") < REPORT_CAME_SHARE:
                    rows.append(
                        {
                            "organisation_id": organisation_id,
                            "report_year": year,
                            "report_quarter": quarter,
                            "received_on": received,
                            "source": SOURCE,
                            "recorded_at_utc": _recorded(received, 1),
                        }
                    )
    return _table(rows, "report_id", "RP")


def _stage_assessments(seed: int) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for year, stages in STAGES_ASSESSED.items():
        for stage in stages:
            name = ("stage", year, stage)
            day = dt.date(year, 3, 1) + dt.timedelta(days=_whole(seed, 0, 240, *name))
            body = (Body.UN, Body.NGO, Body.DSW)[_whole(seed, 0, 2, *name, "body")]
            rows.append(
                {
                    "assessed_stage": str(stage),
                    "assessed_on": day,
                    "body": str(body),
                    "victims_asked": _whole(seed, 12, 60, *name, "asked"),
                    "source": SOURCE,
                    "recorded_at_utc": _recorded(day),
                }
            )
    return _table(rows, "stage_assessment_id", "SA")


def _advocacy(seed: int, presences: pd.DataFrame) -> pd.DataFrame:
    """ADVOCACY_A_YEAR townships a year, of those where reintegration providers work, the same one once in a year."""
    towns = sorted(set(presences.loc[presences["is_reintegration"], "ts_pcode"]))
    rows: list[dict[str, object]] = []
    for year in range(ADVOCACY_FROM, AS_OF.year + 1):
        drawn = sorted((uniform(seed, "advocacy", year, town), town) for town in towns)
        for _, town in drawn[:ADVOCACY_A_YEAR]:
            day = dt.date(year, 1, 10) + dt.timedelta(days=_whole(seed, 0, 340, "advocacy on", year, town))
            body = (Body.DSW, Body.HEALTH, Body.NGO)[_whole(seed, 0, 2, "advocacy by", year, town)]
            entry = {"ts_pcode": town, "held_on": day, "body": str(body), "source": SOURCE}
            rows.append(entry | {"recorded_at_utc": _recorded(day)})
    return _table(rows, "advocacy_id", "HA")


def _indicator_targets() -> pd.DataFrame:
    rows: list[dict[str, object]] = [
        {
            "indicator": indicator,
            "target_year": year,
            "target": target,
            "recorded_at_utc": _recorded(dt.date(year, 1, 15)),
        }
        for indicator, targets in TARGETS.items()
        for year, target in targets.items()
    ]
    return _table(rows, "target_id", "IT")
