"""An outsider who knows everything that is published, unrounded: what can they still believe of a withheld figure?

The outsider knows that all counts are whole and not negative, every figure that is shown (before rounding), every tie
between tables, and which figures are withheld. For a withheld figure f they solve min f and max f over all tables that
agree with this: two linear programmes. Linear programmes speak of fractions; a range counts here only with two tables
of whole numbers as its witnesses, so that nobody who knows that people are whole can narrow it.

Unknowns that every figure treats alike are one class: within it people can change places unseen. So the least of f is
that of the classes that lie wholly in f, the most that of all classes that f touches, and many figures ask the same.
An organisation that knows its own cases attacks what rests after subtracting them: the same programme on the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

INTEGER_TIME_LIMIT_S: Final = 20.0
NEAR: Final = 1e-6
PRIMAL_SIMPLEX: Final = 4  # from one objective to the next the last corner stays feasible: 3 times as fast as the dual
DRAWN_OBJECTIVES: Final = 12  # programmes with drawn weights: each may witness many figures at once
KEPT_WITNESSES: Final = 4000

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Ties:
    """What may be known. figures: (f, n) sums of unknowns that may be shown; always: (a, n) ties known in any case
    (equal margins, figures published earlier); targets: (t, n) sums that may have to be protected.

    members: (n, c) unknown -> class; size: (c,) unknowns in it. touches, within: (t, c) noughts and ones.
    """

    rows: sparse.csr_matrix
    figures: int
    members: sparse.csr_matrix
    size: Ints
    touches: sparse.csr_matrix
    within: sparse.csr_matrix
    ask_most: Ints  # (t,) number of the distinct question about the most
    ask_least: Ints


def ties_of(
    figures: sparse.csr_matrix, always: sparse.csr_matrix, targets: sparse.csr_matrix, is_possible: Bools
) -> Ties:
    """Join unknowns that every row treats alike into classes."""
    rows = sparse.vstack([figures, always], format="csc")
    members, size = _classes(rows, is_possible)
    each = sparse.csr_matrix((1.0 / size, (np.arange(len(size)), np.arange(len(size)))))
    by_class = (rows @ members @ each).tocsr()
    held = (targets @ members).tocsr()
    held.sum_duplicates()
    touches, within = held.copy(), held.copy()
    touches.data = np.ones_like(held.data)
    within.data = (held.data == size[held.indices]).astype(float)
    within.eliminate_zeros()
    return Ties(by_class, figures.shape[0], members, size, touches, within, _distinct(touches), _distinct(within))


def _classes(rows: sparse.csc_matrix, is_possible: Bools) -> tuple[sparse.csr_matrix, Ints]:
    rows.sort_indices()
    found: dict[bytes, int] = {}
    at, of = [], []
    for unknown in np.flatnonzero(is_possible):
        part = slice(rows.indptr[unknown], rows.indptr[unknown + 1])
        pattern = rows.indices[part].tobytes() + b"|" + rows.data[part].tobytes()
        at.append(unknown)
        of.append(found.setdefault(pattern, len(found)))
    members = sparse.csr_matrix((np.ones(len(at)), (at, of)), shape=(rows.shape[1], len(found)))
    return members, np.asarray(members.sum(axis=0)).ravel().astype(np.int64)


def _distinct(sets: sparse.csr_matrix) -> Ints:
    sets.sort_indices()
    found: dict[bytes, int] = {}
    parts = (sets.indices[sets.indptr[i] : sets.indptr[i + 1]].tobytes() for i in range(sets.shape[0]))
    return np.array([found.setdefault(part, len(found)) for part in parts], np.int64)


@dataclass(frozen=True, eq=False)
class Answer:
    """of a programme. value: people (not whole where the solution is not); classes: (c,) people; duals: (rows,)."""

    value: float
    classes: Floats
    duals: Floats
    is_whole: bool


@dataclass(frozen=True, eq=False)
class Failure:
    """A target that is not protected. is_most: its most is below k - 1, else its least is above 0. duals: (rows,) the
    proof; None where only whole numbers prove it. own: which organisation works it out (None: anybody).
    """

    target: int
    is_most: bool
    value: float
    duals: Floats | None


class Attacker:
    """Programmes about one truth. truth: (n,) counts (of an organisation: the rest beside its own). must: people that a
    withheld figure must seem able to have at least at its most (k - 1); at its least it must seem able to be 0.
    most_any: people that no figure can have. is_strict: only whole tables count as witnesses; otherwise tables with
    fractions do as well, which is quicker and enough while a pattern is still being chosen.
    """

    def __init__(self, ties: Ties, truth: Ints, must: int, most_any: int, is_strict: bool = False) -> None:
        self.ties, self.must, self.most_any, self.is_strict = ties, must, most_any, is_strict
        self.classes = np.rint(ties.members.T @ truth).astype(np.int64)
        self.sides = np.rint(ties.rows @ self.classes).astype(np.int64)
        self.programmes = 0
        self._active = np.zeros(ties.rows.shape[0], bool)
        self._active[ties.figures :] = True
        self._solver = self._programme()
        self._pool = Witnesses(self)
        self._answered = {True: np.zeros(ties.touches.shape[0], bool), False: np.zeros(ties.touches.shape[0], bool)}
        self.add_witnesses(self.classes[None, :].astype(float))

    def show(self, is_shown: Bools) -> None:
        """Which of the figures are shown."""
        wanted = np.concatenate([is_shown, np.ones(len(self._active) - len(is_shown), bool)])
        changed = np.flatnonzero(wanted != self._active).astype(np.int32)
        if len(changed):
            inf = highspy.kHighsInf
            lower = np.where(wanted[changed], self.sides[changed], -inf).astype(float)
            upper = np.where(wanted[changed], self.sides[changed], inf).astype(float)
            self._solver.changeRowsBounds(len(changed), changed, lower, upper)  # type: ignore[attr-defined]
        self._active = wanted
        self._answered = self._pool.answered(wanted)

    def failures(
        self, targets: Ints, first_only: bool = False, tell: Callable[[int, int], None] | None = None
    ) -> list[Failure]:
        """Targets whose range does not cover 0 to `must`, each with its proof; first_only: stop at the first."""
        found: list[Failure] = []
        self._draw(targets)
        asked = self._open(targets)
        for number, (target, is_most) in enumerate(asked):
            if tell is not None:
                tell(number, len(asked))
            if self._answered[is_most][target]:
                continue
            failure = self._try(target, is_most)
            if failure is not None:
                found.append(failure)
                if first_only:
                    return found
        return found

    def most_of(self, target: int) -> tuple[int, int]:
        """Of the most that an outsider deduces: what a whole table shows, and the programme's bound, rounded down."""
        answer = self._ask(target, is_most=True)
        bound = int(np.floor(answer.value + NEAR))
        return (bound if answer.is_whole else self._pool.most(target, self._active)), bound

    def is_known(self, target: int) -> bool:
        """Whether the programmes leave the target one whole number only."""
        least, most = self._ask(target, is_most=False), self._ask(target, is_most=True)
        return bool(np.ceil(least.value - NEAR) >= np.floor(most.value + NEAR))

    def exact_most_of(self, target: int) -> int:
        """The most of all whole tables that an outsider can believe. Raises RuntimeError if none is found in time."""
        found = self._integer(target, is_most=True)
        if found is None:
            raise RuntimeError("no whole table found for the range of a withheld figure")
        self.add_witnesses(found[None, :].astype(float))
        return round(float(self._part(target, is_most=True) @ found))

    def _part(self, target: int, is_most: bool) -> Floats:
        sets = self.ties.touches if is_most else self.ties.within
        part = np.zeros(len(self.classes))
        part[sets.indices[sets.indptr[target] : sets.indptr[target + 1]]] = 1.0
        return part

    def _open(self, targets: Ints) -> list[tuple[int, bool]]:
        """Distinct questions that no witness answers yet; those with the fewest people about them first."""
        asked: list[tuple[int, bool]] = []
        for is_most, questions in ((True, self.ties.ask_most), (False, self.ties.ask_least)):
            chosen = targets[~self._answered[is_most][targets]]
            _, first = np.unique(questions[chosen], return_index=True)
            asked += [(int(target), is_most) for target in chosen[first]]
        return asked

    def _draw(self, targets: Ints) -> None:
        """Solve for drawn parts of the open questions together: a corner of the polytope witnesses many at once."""
        rng = np.random.default_rng(len(targets))
        for number in range(DRAWN_OBJECTIVES):
            asked = self._open(targets)
            if len(asked) < DRAWN_OBJECTIVES:
                return
            is_most = number % 2 == 0
            chosen = [target for target, most in asked if most == is_most and rng.random() < 0.5]
            if not chosen:
                continue
            part = np.sum([self._part(target, is_most) for target in chosen], axis=0) * rng.uniform(
                0.5, 1, len(self.classes)
            )
            before = len(asked)
            self._keep(self._solve(part, is_most))
            if len(self._open(targets)) > 0.9 * before:
                return

    def _try(self, target: int, is_most: bool) -> Failure | None:
        answer = self._ask(target, is_most)
        is_enough = answer.value >= self.must - NEAR if is_most else answer.value <= NEAR
        if not is_enough:
            return Failure(target, is_most, answer.value, answer.duals)
        if answer.is_whole or not self.is_strict:
            return None
        found = self._integer(target, is_most, enough=True)
        if found is None:
            return Failure(target, is_most, answer.value, None)
        self.add_witnesses(found[None, :].astype(float))
        return None

    def _ask(self, target: int, is_most: bool) -> Answer:
        answer = self._solve(self._part(target, is_most), is_most)
        self._keep(answer)
        return answer

    def _keep(self, answer: Answer) -> None:
        if answer.is_whole or not self.is_strict:
            self.add_witnesses((np.rint(answer.classes) if answer.is_whole else answer.classes)[None, :])

    def add_witnesses(self, classes: Floats) -> None:
        """(w, c) tables; kept whether or not they agree with what is shown now."""
        for is_most, answered in self._pool.add(classes, self._active).items():
            self._answered[is_most] |= answered

    def witnesses(self) -> Floats:
        """(w, c) tables that agree with what is shown now."""
        return self._pool.agreeing(self._active)

    def _programme(self) -> highspy.Highs:
        lp, rows = highspy.HighsLp(), self.ties.rows.tocsc()
        lp.num_col_, lp.num_row_ = rows.shape[1], rows.shape[0]
        lp.col_cost_ = np.zeros(rows.shape[1])
        lp.col_lower_ = np.zeros(rows.shape[1])
        lp.col_upper_ = np.full(rows.shape[1], float(self.most_any))
        lower = np.where(self._active, self.sides, -highspy.kHighsInf)
        upper = np.where(self._active, self.sides, highspy.kHighsInf)
        lp.row_lower_, lp.row_upper_ = lower.astype(float), upper.astype(float)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = rows.indptr, rows.indices, rows.data
        solver = quiet()
        solver.passModel(lp)
        return solver

    def _solve(self, part: Floats, is_most: bool) -> Answer:
        self.programmes += 1
        count = len(part)
        self._solver.changeColsCost(count, np.arange(count, dtype=np.int32), -part if is_most else part)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._solver.clearSolver()  # a basis kept from before may have gone bad: begin anew
            self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"audit programme ended as {self._solver.getModelStatus()}")
        solution = self._solver.getSolution()
        classes, duals = np.array(solution.col_value), np.array(solution.row_dual)
        whole = np.rint(classes)
        agrees = not (np.rint(self.ties.rows @ whole).astype(np.int64) - self.sides)[self._active].any()
        is_whole = bool(np.abs(classes - whole).max(initial=0.0) < 1e-4) and agrees and whole.min(initial=0) >= 0
        return Answer(float(part @ (whole if is_whole else classes)), classes, -duals if is_most else duals, is_whole)

    def _integer(self, target: int, is_most: bool, enough: bool = False) -> Ints | None:
        """A whole table with the most or least of a target (enough: one that covers what it must), or None."""
        solver, part = quiet(), self._part(target, is_most)
        solver.passModel(self._solver.getLp())
        count = len(part)
        every = np.arange(count, dtype=np.int32)
        aim = np.zeros(count) if enough else -part if is_most else part
        solver.changeColsCost(count, every, aim)
        solver.changeColsIntegrality(count, every, np.full(count, int(highspy.HighsVarType.kInteger), np.uint8))
        solver.setOptionValue("time_limit", INTEGER_TIME_LIMIT_S)
        if enough:
            at = np.flatnonzero(part).astype(np.int32)
            low, high = (float(self.must), highspy.kHighsInf) if is_most else (0.0, 0.0)
            solver.addRow(low, high, len(at), at, np.ones(len(at)))
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        self.programmes += 1
        found = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
        return (
            found if not (np.rint(self.ties.rows @ found).astype(np.int64) - self.sides)[self._active].any() else None
        )


class Witnesses:
    """Tables found so far: which rows each agrees with, and which targets it shows at most or at least."""

    def __init__(self, attacker: Attacker) -> None:
        self._of = attacker
        rows, targets = attacker.ties.rows.shape[0], attacker.ties.touches.shape[0]
        self._count, self._next = 0, 0
        self._tables = np.zeros((64, len(attacker.classes)), np.float32)
        self._breaks = np.zeros((64, rows), bool)
        self._proves = {True: np.zeros((64, targets), bool), False: np.zeros((64, targets), bool)}

    def add(self, classes: Floats, active: Bools) -> dict[bool, Bools]:
        """Keep them; which targets those that agree with the active rows prove."""
        ties, of = self._of.ties, self._of
        breaks = np.abs((ties.rows @ classes.T).T - of.sides) > 10 * NEAR
        most = np.greater_equal((ties.touches @ classes.T).T, of.must - 10 * NEAR)
        least = np.less_equal((ties.within @ classes.T).T, 10 * NEAR)
        for row in range(len(classes)):
            at = self._place()
            self._tables[at], self._breaks[at] = classes[row], breaks[row]
            self._proves[True][at], self._proves[False][at] = most[row], least[row]
        agree = ~breaks[:, active].any(axis=1)
        return {True: most[agree].any(axis=0), False: least[agree].any(axis=0)}

    def most(self, target: int, active: Bools) -> int:
        """The most that a kept table shows of a target."""
        sets = self._of.ties.touches
        at = sets.indices[sets.indptr[target] : sets.indptr[target + 1]]
        tables = self.agreeing(active)
        return int(np.rint(tables[:, at].sum(axis=1).max()))

    def _place(self) -> int:
        """The next free place; the oldest gives way when there are too many."""
        if self._count == len(self._tables) < KEPT_WITNESSES:
            self._tables, self._breaks = _doubled(self._tables), _doubled(self._breaks)
            self._proves = {side: _doubled(kept) for side, kept in self._proves.items()}
        at = self._next
        self._count = max(self._count, at + 1)
        self._next = 1 if at + 1 == KEPT_WITNESSES else at + 1  # the first is the truth and stays
        return at

    def answered(self, active: Bools) -> dict[bool, Bools]:
        """Which targets those that agree with the active rows prove, at their most (True) and least (False)."""
        agree = ~self._breaks[: self._count, active].any(axis=1)
        return {side: np.asarray(kept[: self._count][agree].any(axis=0)) for side, kept in self._proves.items()}

    def agreeing(self, active: Bools) -> Floats:
        """(w, c) those that agree with the active rows."""
        agree = ~self._breaks[: self._count, active].any(axis=1)
        return self._tables[: self._count][agree].astype(float)


def _doubled(kept: NDArray[np.generic]) -> np.ndarray:
    return np.concatenate([kept, np.zeros_like(kept)])[:KEPT_WITNESSES]


def quiet() -> highspy.Highs:
    """A HiGHS that says nothing; its number of threads is settled once a process, and asking for another fails."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("log_to_console", False)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
    return solver
