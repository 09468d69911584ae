"""One palette for every page: the same colour means the same thing everywhere, and no meaning rests on hue alone.

Sequential and diverging classes are ColorBrewer's (Cynthia Brewer, Pennsylvania State University; Apache licence 2.0,
see NOTICE). Tier and corridor colours are this project's own: they fall steadily in lightness (CIE L*), so that they
keep their order in greyscale and for colour-blind readers, and each tier has a pattern besides.
"""

from __future__ import annotations

from typing import Final

INK: Final = "#1b2a33"
INK_SOFT: Final = "#51626d"
GRID: Final = "#dfe5e8"
PAPER: Final = "#ffffff"
PANEL: Final = "#f4f7f8"
PRIMARY: Final = "#14606b"
ACCENT: Final = "#b4561f"
HEALTH: Final = "#9a1b5a"
REFERENCE_LINE: Final = "#1b2a33"

ZERO: Final = "#f7f7f3"
NO_DATA: Final = "#d9d9d9"
NO_DATA_PATTERN: Final = "cross"

# Tier 1 (resident provider with room) to 6 (nobody in reach): light is well served, dark is alone.
TIER_COLOURS: Final[dict[int, str]] = {
    1: "#cdebe5",
    2: "#8acabd",
    3: "#56a3c4",
    4: "#9c651c",
    5: "#8a2f22",
    6: "#450a17",
}
# Names shared by the map's canvas patterns; PLOTLY_PATTERNS says the same in plotly's signs.
TIER_PATTERNS: Final[dict[int, str]] = {
    1: "none",
    2: "dots",
    3: "diagonal",
    4: "horizontal",
    5: "backdiagonal",
    6: "grid",
}
PLOTLY_PATTERNS: Final[dict[str, str]] = {
    "none": "",
    "dots": ".",
    "diagonal": "/",
    "backdiagonal": "\\",
    "horizontal": "-",
    "grid": "+",
    "cross": "x",
}

# ColorBrewer BuPu, nine classes without the two palest, which would be taken for zero.
_BUPU: Final = ("#bfd3e6", "#9ebcda", "#8c96c6", "#8c6bb1", "#88419d", "#810f7c", "#4d004b")
_CHOSEN: Final[dict[int, tuple[int, ...]]] = {
    1: (3,),
    2: (1, 4),
    3: (0, 3, 5),
    4: (0, 2, 4, 6),
    5: (0, 1, 3, 5, 6),
    6: (0, 1, 2, 3, 4, 6),
    7: (0, 1, 2, 3, 4, 5, 6),
}
SEQUENTIAL: Final[list[str]] = [_BUPU[i] for i in _CHOSEN[5]]

# ColorBrewer PuOr, seven classes: low to high around a neutral middle.
DIVERGING: Final[list[str]] = ["#b35806", "#f1a340", "#fee0b6", "#f7f7f7", "#d8daeb", "#998ec3", "#542788"]

# Keys: codes of data.vocabulary.Corridor, in the order in which they are stacked.
CORRIDOR_COLOURS: Final[dict[str, str]] = {
    "china": "#1b4b6e",
    "thailand": "#dd9327",
    "internal": "#4a8a68",
    "other_abroad": "#98c9dc",
    "unknown": "#dcdcdc",
}
CORRIDOR_PATTERNS: Final[dict[str, str]] = {
    "china": "none",
    "thailand": "diagonal",
    "internal": "backdiagonal",
    "other_abroad": "dots",
    "unknown": "cross",
}


def sequential(classes: int) -> list[str]:
    """Colours of `classes` ordered classes (1 to 7), light to dark. ValueError: any other number."""
    if classes not in _CHOSEN:
        raise ValueError(f"the palette has 1 to 7 classes, not {classes}")
    return [_BUPU[i] for i in _CHOSEN[classes]]


# Hot and cold spots: the hot ones dark and lined, the cold ones light and dotted, so that no hue is needed.
HOT: Final = "#8f2713"
COLD: Final = "#86bcdc"
NEITHER: Final = "#f3f3ec"
HOT_PATTERN: Final = "backdiagonal"
COLD_PATTERN: Final = "dots"

# Keys: codes of data.vocabulary.SpaceTime. The surer and the longer, the darker; no longer hot is the only blue.
SPACE_TIME_COLOURS: Final[dict[str, str]] = {
    "intensifying": "#4a0a16",
    "persistent": "#8f2713",
    "diminishing": "#b9684a",
    "consecutive": "#d98a3d",
    "sporadic": "#e9ba85",
    "new": "#f6d94c",
    "historical": "#a9c9e0",
    "none": NEITHER,
}
SPACE_TIME_PATTERNS: Final[dict[str, str]] = {
    "intensifying": "grid",
    "persistent": "backdiagonal",
    "diminishing": "horizontal",
    "consecutive": "diagonal",
    "sporadic": "stripes",
    "new": "dots",
    "historical": "cross",
    "none": "none",
}

# From much lower to much higher: rises lined, falls dotted, the middle plain.
CHANGE_COLOURS: Final[list[str]] = DIVERGING[::-1]
CHANGE_PATTERNS: Final = ("dots", "dots", "none", "none", "none", "diagonal", "diagonal")
REFERENCE_2010: Final = "#14606b"

# Keys: codes of data.vocabulary_indicators.RecommendationStatus, in the order in which they are stacked: what is done
# is darkest, what was dropped is crossed out.
STATUS_COLOURS: Final[dict[str, str]] = {
    "done": "#14606b",
    "under_way": "#6fb3ae",
    "not_started": "#e4ebe6",
    "dropped": "#b9b9b9",
}
STATUS_PATTERNS: Final[dict[str, str]] = {
    "done": "none",
    "under_way": "diagonal",
    "not_started": "none",
    "dropped": "cross",
}
