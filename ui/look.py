"""The few rules of style that Streamlit's theme cannot say; colours come from the palette."""

from __future__ import annotations

from contextlib import AbstractContextManager
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from ui import palette
from ui.charts import FONTS
from ui.text import _, language

STYLE: Final = f"""<style>
[data-testid="stMainBlockContainer"] {{ padding-top: 2.6rem; padding-bottom: 3rem; max-width: 90rem; }}
[data-testid="stHeader"] {{ height: 2.4rem; background: transparent; }}
[data-testid="stSidebarHeader"] {{ padding-bottom: 0; }}
h1 {{ letter-spacing: -0.01em; padding-bottom: 0.1rem; }}
[data-testid="stSegmentedControl"] p, [data-testid="stButtonGroup"] p {{ line-height: 1.8; overflow: visible; }}
.st-key-atlas_banner {{ background: #fdf4e7; border: 1px solid #ecd2a6; border-left: 4px solid #dd9327;
  border-radius: 6px; padding: 0.35rem 0.8rem; }}
.st-key-atlas_banner [data-testid="stMarkdownContainer"] {{ margin-bottom: 0; }}
.st-key-atlas_banner p {{ font-size: 0.86rem; margin: 0; color: {palette.INK}; }}
[class*="st-key-atlas_card"] {{ height: 100%; }}
[class*="st-key-atlas_card"] [data-testid="stMetricLabel"] p {{
  font-size: 0.92rem; color: {palette.INK}; white-space: normal; }}
[data-testid="stMetricLabel"] {{ align-items: flex-start; }}
[data-testid="stMetricLabel"] > div {{ white-space: normal; overflow: visible; }}
[data-testid="stMetricDelta"] > div {{ white-space: normal; overflow: visible; font-size: 0.82rem; }}
[class*="st-key-atlas_source"] p {{ font-size: 0.8rem; color: {palette.INK_SOFT}; margin: 0; }}
[data-testid="stPageLink"] p {{ font-size: 0.88rem; }}
@media (max-width: 640px) {{
  [data-testid="stMainBlockContainer"] {{ padding-left: 1rem; padding-right: 1rem; padding-top: 3rem; }}
  h1 {{ font-size: 1.45rem !important; }}
  [data-testid="stColumn"]:not(:has([data-testid="stElementContainer"])) {{ display: none; }}
  .st-key-atlas_counts [data-testid="stColumn"] {{ min-width: calc(50% - 1rem); flex: 1 1 calc(50% - 1rem); }}
  .st-key-atlas_counts [data-testid="stMetricLabel"] p {{ white-space: normal; }}
}}
[data-testid="stSpinner"] {{ position: fixed; top: .5rem; left: 50%; transform: translateX(-50%); z-index: 1000;
  width: auto; padding: .3rem .9rem; border-radius: 1rem; background: {palette.PAPER}; color: {palette.INK};
  border: 1px solid {palette.GRID}; box-shadow: 0 2px 8px rgba(0,0,0,.18); opacity: 0;
  animation: atlas-patience .2s 1s forwards; }}
@keyframes atlas-patience {{ to {{ opacity: 1; }} }}
@media print {{ [data-testid="stSidebar"], [data-testid="stHeader"] {{ display: none; }} }}
</style>"""


ICON: Final = Path(__file__).with_name("icon.svg")


def patience() -> AbstractContextManager[None]:
    """Around a page: says that it is being worked out, once that has taken more than a second.

    It floats above the page, so nothing moves when it comes and goes, and the map is not rebuilt.
    """
    return st.spinner(_("Working it out…"))


# Baseline and size of the name's two lines in pixels; Burmese stacks letters above and below its line.
_LOGO_LINES: Final = {"en": ((18, 18), (34, 13)), "my": ((15, 10.5), (33, 10))}


def logo() -> None:
    """The name of the product above the navigation, in the reader's language; the sign alone where it is folded."""
    sign = ICON.read_text(encoding="utf-8").replace("<svg ", '<svg width="36" height="36" ', 1)
    first, second = _LOGO_LINES[language()]
    lines = (
        (*first, 700, palette.PRIMARY, _("Reintegration Atlas")),
        (*second, 400, palette.INK_SOFT, _("Myanmar")),
    )
    words = "".join(
        f'<text x="46" y="{y}" font-family="{FONTS}" font-size="{size}" font-weight="{weight}" fill="{colour}">'
        f"{escape(text)}</text>"
        for y, size, weight, colour, text in lines
    )
    image = f'<svg xmlns="http://www.w3.org/2000/svg" width="236" height="38" viewBox="0 0 236 38">{sign}{words}</svg>'
    st.logo(image, size="large", icon_image=ICON)


# Burmese stacks its letters above and below the line.
TALL_LINES: Final = """<style>
.stApp p, .stApp li, .stApp label, .stApp h1, .stApp h2, .stApp h3, .stApp h4, .stApp h5 { line-height: 1.85; }
</style>"""


def apply() -> None:
    """Put the style into the page; call once a run."""
    st.html(STYLE + (TALL_LINES if language() == "my" else ""))
