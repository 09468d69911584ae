"""The tiers of coverage as marks in HTML: the palette's colour and pattern, always with the tier's name beside it."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd

from analysis.coverage import Tier
from ui import palette
from ui.map_drawing import tier_look
from ui.map_legend import swatch
from ui.text import _, language, number, percent

# CSS of palette.TIER_PATTERNS in an ink; drawn over the tier's colour.
_THIN: Final = "{ink} 0 1.2px,transparent 1.2px 5px"
_PATTERNS: Final = {
    "none": "",
    "dots": "radial-gradient({ink} 1.2px,transparent 1.4px) 0 0/5px 5px",
    "diagonal": f"repeating-linear-gradient(135deg,{_THIN})",
    "backdiagonal": f"repeating-linear-gradient(45deg,{_THIN})",
    "horizontal": f"repeating-linear-gradient(0deg,{_THIN})",
    "grid": f"repeating-linear-gradient(0deg,{_THIN}),repeating-linear-gradient(90deg,{_THIN})",
}
STYLE: Final = f"""<style>
.strip {{ display: flex; height: 1.5rem; border-radius: 4px; overflow: hidden; border: 1px solid {palette.GRID}; }}
.strip-key {{ display: grid; grid-template-columns: repeat(auto-fill,minmax(min(19rem,100%),1fr)); gap: .35rem 1.2rem;
  margin-top: .55rem; font-size: .87rem; line-height: 1.45; color: {palette.INK}; }}
.strip-key > div {{ display: flex; gap: .5rem; align-items: baseline; }}
.strip-key svg {{ flex: none; transform: translateY(.15rem); }}
.strip-key small {{ display: block; color: {palette.INK_SOFT}; font-size: .8rem; }}
.strip-key.my {{ line-height: 1.75; }}
</style>"""


def fill(tier: Tier) -> str:
    """CSS background of a tier, as the map draws it."""
    look = tier_look(tier)
    patterns = [_PATTERNS[name].format(ink=ink) for name, ink in look.patterns if _PATTERNS[name]]
    return ", ".join([*patterns, palette.TIER_COLOURS[int(tier)]])


def strip(tiers: pd.DataFrame) -> str:
    """One bar of victims by the tier of their township, and its key. tiers: as analysis.coverage.victims_by_tier."""
    known = tiers[tiers["tier"].notna()].to_dict("records")
    parts = "".join(
        f'<div style="flex:{row["victims_people"]} 0 0;background:{fill(Tier(row["tier"]))}"></div>'
        for row in known
        if row["victims_people"]
    )
    keys = "".join(_key(row) for row in known)
    return f'<div class="strip" aria-hidden="true">{parts}</div><div class="strip-key {language()}">{keys}</div>'


def _key(row: dict[str, float]) -> str:
    tier = Tier(int(row["tier"]))
    facts = _("{victims} victims ({share}), {townships} townships").format(
        victims=number(row["victims_people"]),
        share=percent(row["victims_share_0_1"]),
        townships=number(row["townships"]),
    )
    return f"<div>{swatch(tier_look(tier))}<span>{escape(_(tier.label))}<small>{escape(facts)}</small></span></div>"
