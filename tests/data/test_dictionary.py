"""The data dictionary says what the schema, the code lists and the settings say."""

from __future__ import annotations

import re

from data import dictionary
from data.store import memory_store
from data.vocabulary import CODE_LISTS


def test_the_page_is_what_the_code_would_write() -> None:
    assert dictionary.DESTINATION.read_text(encoding="utf-8") == dictionary.text(memory_store()), "run: make dictionary"


def test_every_column_and_every_code_stands_on_the_page() -> None:
    """Checked against the schema file by pattern, not through the generator."""
    page = dictionary.DESTINATION.read_text(encoding="utf-8")
    schema = (dictionary.ROOT / "data" / "schema.sql").read_text(encoding="utf-8")
    commented = re.findall(r"COMMENT ON COLUMN \w+\.(\w+) IS", schema)
    assert len(commented) > 100
    assert [c for c in commented if f"| {c} |" not in page] == []
    assert [code for codes in CODE_LISTS.values() for code in codes if f"| {code.value} |" not in page] == []


def test_htcds_names_belong_to_columns_that_exist() -> None:
    store = memory_store()
    known = {f"{r.table_name}.{r.column_name}" for r in dictionary.columns(store).itertuples()}
    assert set(dictionary.HTCDS) - known == set()
