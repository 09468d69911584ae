"""Repeatable chance without a random generator: a number in [0, 1) for every seed and name."""

from __future__ import annotations

import hashlib
import math


def uniform(seed: int, *names: object) -> float:
    """A number in [0, 1), the same on every machine for the same seed and names."""
    text = "|".join(map(str, (seed, *names)))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=7).digest()) / 2**56


def normal(seed: int, *names: object) -> float:
    """A standard normal number (Box and Muller's transform of two uniform ones)."""
    first, second = uniform(seed, *names, "r"), uniform(seed, *names, "angle")
    return math.sqrt(-2 * math.log(1 - first)) * math.cos(2 * math.pi * second)
