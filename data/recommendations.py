"""The recommendations that the atlas answers to, each with what measures it or what would."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from data import reference
from data.vocabulary_indicators import IndicatorStage, OwnerBody, RecommendationKind


@dataclass(frozen=True)
class Recommendation:
    """One recommendation. number: as in the source, such as 2.10.1. owner: this project's proposal.

    title, needed, gap: (English, Burmese), blank where there is nothing to say. needed: data that nothing measures
    yet. gap: what the source itself leaves open.
    """

    number: str
    stage: IndicatorStage
    kinds: tuple[RecommendationKind, ...]
    owner: OwnerBody
    title: tuple[str, str]
    needed: tuple[str, str]
    gap: tuple[str, str]


@cache
def recommendations() -> dict[str, Recommendation]:
    """All of them by number, in the order of the source. 2.10 and 2.11 are headings there and stand in no row."""
    return {
        row["number"]: Recommendation(
            row["number"],
            IndicatorStage(row["stage"]),
            tuple(RecommendationKind(kind) for kind in row["kinds"].split()),
            OwnerBody(row["body"]),
            (row["title_en"], row["title_my"]),
            (row["needed_en"], row["needed_my"]),
            (row["gap_en"], row["gap_my"]),
        )
        for row in reference.recommendations().to_dict("records")
    }
