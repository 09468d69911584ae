"""Precision and recall of the matcher on spellings whose townships are known: a wrong silent match is the worst."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.gazetteer import Gazetteer
from geo.match import Match


@dataclass(frozen=True)
class Judged:
    """One spelling: its kind, the right townships (none: must not resolve; several: cannot be told) and the answer."""

    kind: str
    expected: tuple[str, ...]
    match: Match

    @property
    def silent(self) -> bool:
        """The matcher answered without asking."""
        return self.match.ts_pcode is not None

    @property
    def right(self) -> bool:
        """The silent answer is the only right one."""
        return self.expected == (self.match.ts_pcode,)

    def suggested(self, at: int) -> bool:
        """Every right township stands among the first suggestions: `at`, or as many as there are right ones."""
        return set(self.expected) <= set(self.match.suggestions[: max(at, len(self.expected))])


@dataclass(frozen=True)
class Quality:
    """What the matcher did with a set of spellings. Shares are 0-1, None where nothing is to be divided."""

    judged: tuple[Judged, ...]

    @property
    def wrong(self) -> tuple[Judged, ...]:
        """Silent answers that are not right."""
        return tuple(one for one in self.judged if one.silent and not one.right)

    @property
    def silent_precision(self) -> float | None:
        """Right silent answers of all silent answers."""
        return _share([one.right for one in self.judged if one.silent])

    @property
    def silent_recall(self) -> float | None:
        """Right silent answers of all spellings that have exactly one right township."""
        return _share([one.right for one in self.judged if len(one.expected) == 1])

    def suggestion_recall(self, at: int) -> float | None:
        """Of the spellings of one township that were not answered silently: those that suggest it among the first."""
        return _share([one.suggested(at) for one in self.judged if len(one.expected) == 1 and not one.silent])

    def found_recall(self, at: int) -> float | None:
        """Of all spellings of one township: answered silently and rightly, or suggested among the first."""
        return _share([one.right or one.suggested(at) for one in self.judged if len(one.expected) == 1])

    def of_kind(self, kind: str) -> Quality:
        """The part of one kind of spelling."""
        return Quality(tuple(one for one in self.judged if one.kind == kind))

    def report(self) -> str:
        """A table of plain text: one line for all, one for each kind."""
        kinds = sorted({one.kind for one in self.judged})
        head = "kind                    rows  silent  wrong  precision  recall  suggested@1  suggested@5  found@5"
        return "\n".join((head, self._line("all"), *(self.of_kind(kind)._line(kind) for kind in kinds)))

    def _line(self, kind: str) -> str:
        silent = sum(one.silent for one in self.judged)
        shares = (
            self.silent_precision,
            self.silent_recall,
            *(self.suggestion_recall(at) for at in (1, 5)),
            self.found_recall(5),
        )
        texts = ["-" if share is None else f"{share:.3f}" for share in shares]
        numbers = f"{len(self.judged):>6}{silent:>8}{len(self.wrong):>7}"
        return f"{kind:<22}{numbers}" + "".join(
            f"{text:>{width}}" for text, width in zip(texts, (11, 8, 13, 13, 9), strict=True)
        )


def _share(answers: Iterable[bool]) -> float | None:
    counted = list(answers)
    return sum(counted) / len(counted) if counted else None


def evaluate(gazetteer: Gazetteer, columns: Mapping[str, Sequence[str]]) -> Quality:
    """Match the columns name, state, district; compare with expected (P-codes joined by |, empty: must not resolve).

    Rows with the same text in the column file are matched together, as one column of one file (encoding is judged so).
    """
    judged: list[Judged] = []
    for file in dict.fromkeys(columns["file"]):
        rows = [row for row, of in enumerate(columns["file"]) if of == file]
        texts, states, districts = ([columns[name][row] for row in rows] for name in ("name", "state", "district"))
        for row, match in zip(rows, gazetteer.match_many(texts, states, districts), strict=True):
            expected = tuple(code for code in columns["expected"][row].split("|") if code)
            judged.append(Judged(columns["kind"][row], expected, match))
    return Quality(tuple(judged))
