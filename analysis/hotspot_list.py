"""Which townships belong on a year's list of hot spots, why, and how a list differs from another or from today.

The rule lists the townships of the highest smoothed rates. Equal ranks enter together or not at all, and a township
whose rank might as well lie within the list is shown beside it, so that nobody has to argue about 20 against 21.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.coverage import Coverage, Tier
from analysis.hotspots import Hotspots
from analysis.ranks import INTERVAL_0_1
from analysis.sentence import Joined, Sentence
from data.errors import N_
from data.vocabulary import Code, Corridor, ListedHow, SpaceTime


class Standing(Code):
    """How surely the figures put a township on the list, by its rank and the interval of its rank."""

    CERTAIN = "certain", N_("Listed, and surely among the highest")
    LIKELY = "likely", N_("Listed, but others may be as high")
    BORDERLINE = "borderline", N_("Not listed, but may be as high as those listed")
    OUT = "out", N_("Not listed")


class Change(Code):
    """What became of a township between two lists."""

    ENTERED = "entered", N_("Entered")
    STAYED = "stayed", N_("Stayed")
    LEFT = "left", N_("Left")


@dataclass(frozen=True)
class Rule:
    """most: townships on a list. least_victims_people: fewer victims from a township never list it. only_hot: none but
    hot spots of the year by Gi*.
    """

    most: int = 20
    least_victims_people: int = 1
    only_hot: bool = False


CORRIDOR_COLUMNS: Final = {
    Corridor.CHINA: "china_people",
    Corridor.THAILAND: "thailand_people",
    Corridor.OTHER_ABROAD: "other_abroad_people",
    Corridor.INTERNAL: "internal_people",
    Corridor.UNKNOWN: "unknown_destination_people",
}
COMPARED: Final = (
    "rank", "rank_low", "rank_high", "space_time", "is_hot", "victims_people", "corridor", "tier", "unassigned_people",
)  # fmt: skip


def judge(
    hotspots: Hotspots,
    space_time: pd.DataFrame,
    coverage: Coverage,
    unassigned: pd.DataFrame,
    victims: pd.DataFrame,
    rule: Rule = Rule(),
) -> pd.DataFrame:
    """Every township with the facts that a list gives for it, best rank first, and what the rule says of it.

    space_time: unit_pcode, space_time. unassigned: ts_pcode, unassigned_people. victims: ts_pcode, victims_people and
    CORRIDOR_COLUMNS, of the same people as the hot spots. Rows without a township are left out.
    Columns: ts_pcode, unit_pcode, st_pcode, rank, rank_low, rank_high, space_time (null: could not be told), is_hot,
    is_cluster, victims_people (of the township), smoothed_per_100k (of the unit), corridor (that most victims went by),
    corridor_share_0_1 (null: no victim), tier, unassigned_people, is_listed, standing, why (Sentence).
    """
    rows = _townships(hotspots, space_time).merge(coverage.townships[["ts_pcode", "tier"]], on="ts_pcode", how="left")
    if rows["tier"].isna().any():
        raise ValueError(f"no coverage is known of {sorted(rows.loc[rows['tier'].isna(), 'ts_pcode'])}")
    rows["tier"] = rows["tier"].astype("int64")
    codes = rows["ts_pcode"]
    rows["victims_people"] = _people(victims, "victims_people", codes)
    rows["corridor"], rows["corridor_share_0_1"] = _main_corridor(victims, codes)
    rows["unassigned_people"] = _people(unassigned, "unassigned_people", codes)
    rows["is_listed"] = _listed(rows, rule)
    rows["standing"] = _standing(rows, rule)
    order = ["rank", "victims_people", "ts_pcode"]
    rows = rows.sort_values(order, ascending=[True, False, True], ignore_index=True)
    return rows.assign(why=[why(row, hotspots.interval_0_1) for row in rows.to_dict("records")])


def propose(
    hotspots: Hotspots,
    space_time: pd.DataFrame,
    coverage: Coverage,
    unassigned: pd.DataFrame,
    victims: pd.DataFrame,
    rule: Rule = Rule(),
) -> pd.DataFrame:
    """The candidates among judge()'s rows: what the rule lists (is_listed), and what may be as high (BORDERLINE)."""
    rows = judge(hotspots, space_time, coverage, unassigned, victims, rule)
    return rows[rows["standing"] != Standing.OUT].reset_index(drop=True)


def constants(hotspots: Hotspots, rule: Rule) -> dict[str, object]:
    """What the figures of a list rest on, to be frozen with it."""
    return {
        "year": hotspots.year, "placed_people": hotspots.placed_people, "unplaced_people": hotspots.unplaced_people,
        "untested": None if hotspots.untested is None else str(hotspots.untested),
        "mean_per_100k": hotspots.mean_per_100k, "moran_global": hotspots.moran_global,
        "moran_global_p": hotspots.moran_global_p, "seed": hotspots.seed, "permutations": hotspots.permutations,
        "draws": hotspots.draws, "alpha": hotspots.alpha, "interval_0_1": hotspots.interval_0_1,
        "rule_least_victims_people": rule.least_victims_people, "rule_only_hot": rule.only_hot,
    }  # fmt: skip


def _townships(hotspots: Hotspots, space_time: pd.DataFrame) -> pd.DataFrame:
    """One row a township with the facts of its unit."""
    columns = ["unit_pcode", "ts_pcodes", "st_pcode", "rank", "rank_low", "rank_high", "is_hot", "is_cluster",
               "smoothed_per_100k"]  # fmt: skip
    units = hotspots.frame[columns].merge(space_time[["unit_pcode", "space_time"]], on="unit_pcode", how="left")
    told = units["space_time"].map(lambda code: None if pd.isna(code) else str(code))
    rows = units.assign(space_time=told.astype("object").where(told.notna(), None))
    return rows.explode("ts_pcodes", ignore_index=True).rename(columns={"ts_pcodes": "ts_pcode"})


def _people(frame: pd.DataFrame, column: str, codes: pd.Series) -> pd.Series:
    known = frame[frame["ts_pcode"].notna()]
    people = known.groupby(known["ts_pcode"].astype(str))[column].sum()
    return pd.Series(people.reindex(codes, fill_value=0).to_numpy("int64"), index=codes.index)


def _main_corridor(victims: pd.DataFrame, codes: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The recorded corridor of most victims (the first in CORRIDOR_COLUMNS where equal), and its share of all."""
    people = pd.DataFrame({str(c): _people(victims, column, codes) for c, column in CORRIDOR_COLUMNS.items()})
    recorded = people.drop(columns=str(Corridor.UNKNOWN))
    main = recorded.idxmax(axis=1).where(recorded.max(axis=1) > 0, str(Corridor.UNKNOWN))
    of_main = pd.Series([people.loc[i, code] for i, code in main.items()], index=codes.index, dtype="float64")
    everybody = people.sum(axis=1).astype("float64")
    return main, (of_main / everybody).where(everybody > 0)


def _listed(rows: pd.DataFrame, rule: Rule) -> pd.Series:
    """True where the rule lists the township: from the best rank down, equal ranks together, at most rule.most."""
    eligible = _eligible(rows, rule)
    of_rank = rows[eligible].groupby("rank").size().sort_index()
    fits = of_rank.cumsum() <= rule.most
    return eligible & rows["rank"].isin(of_rank.index[fits])


def _eligible(rows: pd.DataFrame, rule: Rule) -> pd.Series:
    enough = rows["victims_people"] >= max(rule.least_victims_people, 1)
    return enough & rows["is_hot"] if rule.only_hot else enough


def _standing(rows: pd.DataFrame, rule: Rule) -> list[Standing]:
    """By the worst rank that is listed, or rule.most where nothing is."""
    last = int(rows.loc[rows["is_listed"], "rank"].max()) if rows["is_listed"].any() else rule.most
    might = _eligible(rows, rule) & (rows["rank_low"] <= last)
    beside = np.where(might, Standing.BORDERLINE, Standing.OUT)
    sure = np.where(rows["rank_high"] <= last, Standing.CERTAIN, Standing.LIKELY)
    return [Standing(code) for code in np.where(rows["is_listed"], sure, beside)]


# --- Why a township is listed -----------------------------------------------------------------------------------------

_RANK = N_("rank {rank} (between {rank_low} and {rank_high}, {interval_percent} % sure)")
_NO_CLASS = N_("too few years or victims to tell a class")
_NEVER_HOT = N_("in no year part of a hot spot")
_SHARE: Final = {
    Corridor.CHINA: N_("{share_percent} % of its victims to China"),
    Corridor.THAILAND: N_("{share_percent} % of its victims to Thailand"),
    Corridor.OTHER_ABROAD: N_("{share_percent} % of its victims to other countries"),
    Corridor.INTERNAL: N_("{share_percent} % of its victims inside Myanmar"),
}
_MAINLY: Final = {
    Corridor.CHINA: N_("mainly to China"),
    Corridor.THAILAND: N_("mainly to Thailand"),
    Corridor.OTHER_ABROAD: N_("mainly to other countries"),
    Corridor.INTERNAL: N_("mainly inside Myanmar"),
}
_UNASSIGNED = N_("people unassigned: {unassigned_people}")
_PICKED = N_("picked by the meeting: {reason}")
_PICKED_UNTOLD = N_("picked by the meeting")
_NOTED = N_("the meeting noted: {reason}")


def why(row: Mapping[str, object], interval_0_1: float = INTERVAL_0_1) -> Sentence:
    """Why a township is listed, in one line: rank and its interval, class, corridor, tier of help, unassigned people.

    row: one of judge() or of queries.hotspot_lists.entries. What is null (not known, or not for this reader) is not
    said. Facts: rank, rank_low, rank_high, interval_percent, share_percent, unassigned_people, reason (see Joined).
    """
    ranks = tuple((name, int(str(row[name]))) for name in ("rank", "rank_low", "rank_high"))
    said = [Sentence(_RANK, (*ranks, ("interval_percent", round(100 * interval_0_1))))]
    said += [_class(row["space_time"]), *_corridor(row)]
    said.append(Sentence(Tier(int(str(row["tier"]))).label))
    if not _untold(row["unassigned_people"]):
        said.append(Sentence(_UNASSIGNED, (("unassigned_people", int(str(row["unassigned_people"]))),)))
    return Joined(parts=(*said, *_by_hand(row)))


def _class(space_time: object) -> Sentence:
    if _untold(space_time):
        return Sentence(_NO_CLASS)
    code = SpaceTime(str(space_time))
    return Sentence(_NEVER_HOT if code == SpaceTime.NONE else code.label)


def _corridor(row: Mapping[str, object]) -> list[Sentence]:
    corridor, share = Corridor(str(row["corridor"])), row["corridor_share_0_1"]
    if corridor == Corridor.UNKNOWN:
        return []
    if _untold(share):
        return [Sentence(_MAINLY[corridor])]
    return [Sentence(_SHARE[corridor], (("share_percent", round(100 * float(str(share)))),))]


def _by_hand(row: Mapping[str, object]) -> list[Sentence]:
    """What a person wrote, and that the rule alone would not have listed the township; only frozen rows say it."""
    reason, is_hand = row.get("reason"), row.get("how") == ListedHow.HAND
    if _untold(reason):
        return [Sentence(_PICKED_UNTOLD)] if is_hand else []
    return [Sentence(_PICKED if is_hand else _NOTED, (("reason", str(reason)),))]


def _untold(value: object) -> bool:
    return value is None or value is pd.NA or value != value


# --- Two lists --------------------------------------------------------------------------------------------------------


def compare(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """What became of the townships of list `a` in list `b`, and which are new there.

    a, b: ts_pcode and any of COMPARED, as queries.hotspot_lists.entries or judge() give them. One row a township of
    either: ts_pcode, change (Change); of each fact that both lists have, {fact}_before and {fact}_now (null where the
    township was not on that list); changed: tuple of the facts that differ, for those who stayed. Those who entered
    come first, then those who stayed, by their rank now, then those who left, by the rank they had.
    """
    facts = [name for name in COMPARED if name in a and name in b]
    rows = _beside(a, b, facts)
    before, now = rows["ts_pcode"].isin(a["ts_pcode"]), rows["ts_pcode"].isin(b["ts_pcode"])
    rows.insert(1, "change", _changes(before, now))
    return _in_order(rows, facts)


def drift(frozen: pd.DataFrame, today: pd.DataFrame) -> pd.DataFrame:
    """What would differ if the list were made today, with data that arrived since it was frozen.

    frozen: entries of a list, with how. today: judge() of the same year with the rule of that list. The columns of
    compare(), and how (null for those who would enter). Entered: the rule would list it today, and the list does not
    have it. Left: the rule listed it, and would not today. A township that the meeting picked stays, whatever the rule
    says. changed: the facts that differ, also of those who left.
    """
    of_interest = today["ts_pcode"].isin(frozen["ts_pcode"]) | today["is_listed"]
    facts = [name for name in COMPARED if name in frozen and name in today]
    rows = _beside(frozen, today[of_interest], facts)
    how = frozen.set_index("ts_pcode")["how"].reindex(rows["ts_pcode"])
    listed_today = rows["ts_pcode"].isin(today.loc[today["is_listed"], "ts_pcode"])
    stays = listed_today | (how == ListedHow.HAND).to_numpy()
    rows.insert(1, "change", _changes(rows["ts_pcode"].isin(frozen["ts_pcode"]), stays))
    rows.insert(2, "how", how.to_numpy())
    return _in_order(rows, facts)


def differs(found: pd.DataFrame) -> bool:
    """Whether a comparison shows any difference: a township that entered or left, or a fact that changed."""
    return bool((found["change"] != Change.STAYED).any() or found["changed"].map(len).any())


def _beside(a: pd.DataFrame, b: pd.DataFrame, facts: list[str]) -> pd.DataFrame:
    """One row a township of either frame; the facts of both beside each other, whole numbers nullable."""
    parts = [
        frame.set_index(frame["ts_pcode"].astype(str))[facts].astype(_kinds(facts)).add_suffix(suffix)
        for frame, suffix in ((a, "_before"), (b, "_now"))
    ]
    rows = parts[0].join(parts[1], how="outer").rename_axis("ts_pcode").reset_index()
    both = rows["ts_pcode"].isin(a["ts_pcode"]) & rows["ts_pcode"].isin(b["ts_pcode"])
    changed = [
        tuple(name for name in facts if both[i] and _differ(row[f"{name}_before"], row[f"{name}_now"]))
        for i, row in enumerate(rows.to_dict("records"))
    ]
    return rows[["ts_pcode", *(f"{name}{when}" for name in facts for when in ("_before", "_now"))]].assign(
        changed=pd.Series(changed, dtype=object)
    )


def _kinds(facts: list[str]) -> dict[str, str]:
    kinds = {"space_time": "object", "corridor": "object", "is_hot": "boolean"}
    return {name: kinds.get(name, "Int64") for name in facts}


def _differ(before: object, now: object) -> bool:
    if _untold(before) or _untold(now):
        return _untold(before) != _untold(now)
    return before != now


def _changes(before: pd.Series, now: pd.Series) -> list[Change]:
    return [
        Change.STAYED if was and is_now else Change.LEFT if was else Change.ENTERED
        for was, is_now in zip(before, now, strict=True)
    ]


def _in_order(rows: pd.DataFrame, facts: list[str]) -> pd.DataFrame:
    order = [list(Change).index(change) for change in rows["change"]]
    rank = rows["rank_now"].where(rows["change"] != Change.LEFT, rows["rank_before"]) if "rank" in facts else 0
    sorted_rows = rows.assign(_order=order, _rank=rank).sort_values(["_order", "_rank", "ts_pcode"], ignore_index=True)
    return sorted_rows.drop(columns=["_order", "_rank"])
