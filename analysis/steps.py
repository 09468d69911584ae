"""Round limits for classes of a map (1, 2, 5, 10, 20 …), so that maps of several years can share them."""

from __future__ import annotations

import math

_LADDER = (1, 2, 5)


def steps(largest: float, most: int = 5) -> tuple[float, ...]:
    """The `most` highest numbers of the ladder … 0.1, 0.2, 0.5, 1, 2, 5, 10 … that lie below `largest`, rising.

    Empty where nothing is above 0. Raises ValueError where `largest` is not finite or `most` is below 1.
    """
    if not math.isfinite(largest) or most < 1:
        raise ValueError(f"no steps up to {largest}, {most} at most")
    if largest <= 0:
        return ()
    found: list[float] = []
    power = math.floor(math.log10(largest))
    while len(found) < most:
        found += [round(n * 10.0**power, 12) for n in reversed(_LADDER) if n * 10.0**power < largest * (1 - 1e-9)]
        power -= 1
    return tuple(sorted(found[:most]))
