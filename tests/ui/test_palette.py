"""Neighbouring classes stay apart in greyscale and for colour-blind readers; text stays readable.

Lightness: CIE 1976 L* from sRGB (D65). Colour-blindness: Machado, Oliveira and Fernandes (2009), severity 1.0.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from data.vocabulary import Corridor, SpaceTime
from ui import palette

MACHADO = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = XYZ @ np.ones(3)


def linear(colour: str) -> np.ndarray:
    """(3,) linear RGB of a hexadecimal colour."""
    c = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """(3,) CIE L*a*b* of linear RGB."""
    t = XYZ @ np.clip(rgb, 0, 1) / WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def seen(colour: str, sight: str) -> np.ndarray:
    """L*a*b* of a colour as seen with full sight, one of the three dichromacies, or in greyscale."""
    rgb = linear(colour)
    if sight == "greyscale":
        rgb = np.full(3, XYZ[1] @ rgb)
    elif sight in MACHADO:
        rgb = np.array(MACHADO[sight]) @ rgb
    return lab(rgb)


def contrast(a: str, b: str) -> float:
    """WCAG contrast ratio."""
    high, low = sorted((XYZ[1] @ linear(a), XYZ[1] @ linear(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


SCALES = {
    "tiers": list(palette.TIER_COLOURS.values()),
    "corridors": list(palette.CORRIDOR_COLOURS.values()),
    **{f"sequential {n}": [palette.ZERO, *palette.sequential(n)] for n in range(2, 8)},
}
SIGHTS = ["full", "greyscale", *MACHADO]


def test_lab_of_known_colours():
    """White is L* 100; sRGB red is L* 53.2, a* 80.1, b* 67.2 (published values)."""
    assert lab(linear("#ffffff")) == pytest.approx([100, 0, 0], abs=0.05)
    assert lab(linear("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.1)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("name", SCALES)
def test_neighbouring_classes_differ_in_lightness(name, sight):
    lightness = [seen(colour, sight)[0] for colour in SCALES[name]]
    assert min(abs(a - b) for a, b in pairwise(lightness)) >= 7, [round(v) for v in lightness]


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("name", [n for n in SCALES if n != "corridors"])
def test_ordered_scales_fall_steadily(name, sight):
    lightness = [seen(colour, sight)[0] for colour in SCALES[name]]
    assert lightness == sorted(lightness, reverse=True)


@pytest.mark.parametrize("sight", [s for s in SIGHTS if s != "greyscale"])
@pytest.mark.parametrize("name", SCALES)
def test_every_two_classes_can_be_told_apart(name, sight):
    """CIE76 colour difference of at least 10 between any two, however the reader sees colour."""
    colours = [seen(colour, sight) for colour in SCALES[name]]
    distances = [np.linalg.norm(a - b) for i, a in enumerate(colours) for b in colours[:i]]
    assert min(distances) >= 10


def test_diverging_ends_differ_in_hue_and_fall_from_the_middle():
    for sight in ("full", *MACHADO):
        values = [seen(colour, sight) for colour in palette.DIVERGING]
        assert [v[0] for v in values[:4]] == sorted(v[0] for v in values[:4])
        assert [v[0] for v in values[3:]] == sorted((v[0] for v in values[3:]), reverse=True)
        assert np.linalg.norm(values[0] - values[-1]) >= 20


def test_each_tier_and_corridor_has_its_own_colour_and_pattern():
    coverage = pytest.importorskip("analysis.coverage")
    tiers = {int(tier) for tier in coverage.Tier}
    assert set(palette.TIER_COLOURS) == set(palette.TIER_PATTERNS) == tiers
    assert len(set(palette.TIER_PATTERNS.values())) == len(tiers)
    assert set(palette.CORRIDOR_COLOURS) == set(palette.CORRIDOR_PATTERNS) == {str(c) for c in Corridor}
    assert len(set(palette.CORRIDOR_PATTERNS.values())) == len(Corridor)
    used = {*palette.TIER_PATTERNS.values(), *palette.CORRIDOR_PATTERNS.values(), palette.NO_DATA_PATTERN}
    assert used <= set(palette.PLOTLY_PATTERNS)


def test_kinds_of_hot_spots_have_each_a_colour_and_a_pattern_of_its_own():
    kinds = {str(kind) for kind in SpaceTime}
    assert set(palette.SPACE_TIME_COLOURS) == set(palette.SPACE_TIME_PATTERNS) == kinds
    assert len(set(palette.SPACE_TIME_COLOURS.values())) == len(set(palette.SPACE_TIME_PATTERNS.values())) == len(kinds)


@pytest.mark.parametrize("sight", ["full", "greyscale", *MACHADO])
def test_hot_cold_and_neither_are_apart_in_lightness_alone(sight):
    hot, cold, neither = (seen(colour, sight)[0] for colour in (palette.HOT, palette.COLD, palette.NEITHER))
    assert hot + 20 < cold
    assert cold + 15 < neither
    assert palette.HOT_PATTERN != palette.COLD_PATTERN


def test_rises_and_falls_differ_by_pattern_where_lightness_is_alike():
    assert len(palette.CHANGE_COLOURS) == len(palette.CHANGE_PATTERNS) == 7
    falls, rises = palette.CHANGE_PATTERNS[:2], palette.CHANGE_PATTERNS[-2:]
    assert not set(falls) & set(rises)


@pytest.mark.parametrize("text", [palette.INK, palette.INK_SOFT, palette.PRIMARY, palette.ACCENT])
def test_text_is_readable_on_page_and_panel(text):
    assert min(contrast(text, palette.PAPER), contrast(text, palette.PANEL)) >= 4.5


def test_only_one_to_seven_classes():
    with pytest.raises(ValueError, match="1 to 7"):
        palette.sequential(8)
