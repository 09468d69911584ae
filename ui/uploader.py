"""What Streamlit's file uploader leaves unsaid: its words in the reader's language, and why a file did not come in."""

from __future__ import annotations

import json

import streamlit as st

from ui.text import _, language

_FAULTY = '[data-testid="stFileChip"][aria-invalid="true"]'
# The sign's label ends with the file's size, such as 3.2MB: below 10 MB it was not the size that stopped the file.
_BELOW_10_MB = ":is(:not([aria-label$='MB'], [aria-label$='GB']), {})".format(
    ", ".join(f"[aria-label$='MB'][aria-label*=', {digit}.']" for digit in range(1, 10))
)


def words() -> None:
    """Put the reader's words on the file uploader of this page.

    What goes wrong before the app hears of it shows only as a red sign, with an English note for whoever points at it:
    the sentence is put below it by a rule of style.
    """
    broken_off = _(
        "The file did not arrive, because the connection broke off. Nothing was loaded. Check the connection and "
        "choose the file once more."
    )
    too_large = _(
        "This file is larger than 10 MB and was not read. Nothing was loaded. Keep only the sheet that is needed, or "
        "split the file, and choose the smaller one."
    )
    rules = _sentence(_FAULTY + _BELOW_10_MB, broken_off) + _sentence(f"{_FAULTY}:not({_BELOW_10_MB})", too_large)
    st.html(f"<style>{rules}{_own_words() if language() != 'en' else ''}</style>")


def beforehand() -> None:
    """Below the uploader: what to do with a file that is too large, before anybody has tried."""
    st.caption(
        _("A larger file is not read: keep only the sheet that is needed, or split the file into several smaller ones.")
    )


def _sentence(chip: str, said: str) -> str:
    return f"""[data-testid="stFileUploader"]:has({chip})::after {{
  content: {_quoted(said)}; display: block; margin-top: .5rem; font-size: .95rem; }}
"""


def _own_words() -> str:
    """The English words of button and drop zone in the reader's language; the line on sizes repeats the label."""
    zone = '[data-testid="stFileUploaderDropzone"]'
    button = f'{zone} button [data-testid="stMarkdownContainer"] p'
    return f"""{button} {{ font-size: 0; }}
{button}::after {{ content: {_quoted(_("Choose a file"))}; font-size: 1rem; }}
{zone} > div:not([data-testid]) > span {{ font-size: 0; }}
{zone} > div:not([data-testid]) > span::after {{ content: {_quoted(_("Drop the file here"))}; font-size: 1rem; }}
[data-testid="stFileUploaderDropzoneInstructions"] {{ display: none; }}"""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
