"""Counts that agree with everything published before: what two publications differ in must give nobody away.

If the register gained one late case, two publications would differ by one in every table that the case falls into, and
those differences together would describe that person. So a figure once published is published again unchanged, and new
figures are worked out from the whole counts nearest to the register's that agree with all of the old ones. Every
publication so far is then about one and the same table of unknowns, and all of them are audited together, exactly.
"""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from analysis.disclosure_attack import Ints, quiet
from analysis.disclosure_cells import earlier_cells
from analysis.disclosure_errors import EarlierNotCovered
from analysis.disclosure_result import Released
from analysis.disclosure_rules import PEOPLE
from analysis.disclosure_space import Space

NEAREST_LIMIT_S = 60.0


def known_before(space: Space, earlier: tuple[Released, ...]) -> tuple[sparse.csr_matrix, Ints]:
    """(rows, unknowns) sums published before, and what they were. Raises EarlierNotCovered."""
    sums = [earlier_cells(space, released.cells, released.version) for released in earlier]
    sides = [released.cells[PEOPLE].to_numpy(np.int64) for released in earlier]
    empty = sparse.csr_matrix((0, space.unknowns))
    return sparse.vstack([empty, *sums], format="csr"), np.concatenate([np.zeros(0, np.int64), *sides])


def agreeing(space: Space, counts: Ints, known: sparse.csr_matrix, sides: Ints, version: str) -> Ints:
    """The whole counts nearest to `counts` (least sum of differences) that agree with what is known.

    Raises EarlierNotCovered where there are none.
    """
    if not (np.rint(known @ counts).astype(np.int64) - sides).any():
        return counts
    rows = sparse.vstack([known, space.links], format="csc")
    right = np.concatenate([sides, np.zeros(space.links.shape[0])]) - rows @ counts
    count = space.unknowns
    lp, inf = highspy.HighsLp(), highspy.kHighsInf
    lp.num_col_, lp.num_row_ = 2 * count, rows.shape[0]
    lp.col_cost_ = np.ones(2 * count)
    lp.col_lower_ = np.zeros(2 * count)
    lp.col_upper_ = np.concatenate([np.where(space.is_possible, inf, 0.0), counts.astype(float)])
    lp.row_lower_ = lp.row_upper_ = right
    both = sparse.hstack([rows, -rows], format="csc")
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = both.indptr, both.indices, both.data
    lp.integrality_ = [highspy.HighsVarType.kInteger] * (2 * count)
    solver = quiet()
    solver.setOptionValue("time_limit", NEAREST_LIMIT_S)
    solver.passModel(lp)
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise EarlierNotCovered(version, PEOPLE, "that no whole counts agree with")
    moved = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
    return counts + moved[:count] - moved[count:]
