"""What Streamlit's file uploader leaves unsaid: its words in the reader's language, and why a file is too large."""

from __future__ import annotations

import json

import streamlit as st

from ui.text import _, language


def words() -> None:
    """Put the reader's words on the file uploader of this page.

    It refuses a file that is too large before the app hears of it, and shows only a red sign: the sentence is put
    below it by a rule of style.
    """
    too_large = _(
        "This file is larger than 10 MB and was not read. Nothing was loaded. Keep only the sheet that is needed, or "
        "split the file, and choose the smaller one."
    )
    rule = f"""[data-testid="stFileUploader"]:has([data-testid="stFileChipIconError"])::after {{
  content: {json.dumps(too_large, ensure_ascii=False)}; display: block; margin-top: .5rem; font-size: .95rem; }}"""
    st.html(f"<style>{rule}{_button() if language() != 'en' else ''}</style>")


def _button() -> str:
    """The English word of the button in the reader's language; the line on sizes repeats the label above it."""
    return f"""[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p::after {{
  content: {json.dumps(_("Choose a file"), ensure_ascii=False)}; font-size: 1rem; }}
[data-testid="stFileUploaderDropzoneInstructions"] {{ display: none; }}"""
