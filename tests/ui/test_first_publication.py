"""A new demonstration register comes with a version for donors; no other register gets one by itself."""

from __future__ import annotations

import pytest

from data.demo import BROUGHT_BY_PEOPLE
from data.store import open_store
from data.vocabulary import RegisterKind
from queries import publications as queries
from tests import published
from ui import start
from ui.first_publication import TEXT, publish_first


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_LOCAL", str(tmp_path))
    monkeypatch.setenv("ATLAS_DB", str(tmp_path / "atlas.duckdb"))
    return tmp_path / "atlas.duckdb"


def filled(path) -> int:
    """Cases that are easy to tell apart; returns what people have put into the register."""
    store = open_store(path)
    try:
        published.cases(store)
        return int(store.read(BROUGHT_BY_PEOPLE)["n"].iloc[0])
    finally:
        store.close()


def test_it_is_published_once_and_counts_as_nobody_s_work(path):
    before = filled(path)
    assert publish_first() == "publication-v1"
    assert publish_first() is None
    store = open_store(path)
    try:
        assert int(store.read(BROUGHT_BY_PEOPLE)["n"].iloc[0]) == before
        figures = queries.publication_figures(store, published.DONOR, "publication-v1")
        country = figures[(figures["table_name"] == "place") & (figures["level"] == "country")]
        assert country["people"].tolist() == [3360]  # 3,361
        logged = store.read("SELECT actor, action FROM audit_log WHERE action = 'publish tables'")
        assert logged["actor"].tolist() == ["demonstration"]
    finally:
        store.close()


@pytest.mark.parametrize("kind", list(RegisterKind))
def test_neither_a_real_nor_an_empty_register_gets_one(path, kind):
    open_store(path, kind=kind).close()
    assert publish_first() is None
    store = open_store(path)
    try:
        assert store.read("SELECT count(*) AS n FROM publication")["n"].iloc[0] == 0
    finally:
        store.close()


def test_the_start_publishes_for_a_register_that_it_made_and_tells_so(path, monkeypatch):
    filled(path)
    monkeypatch.setattr(start, "prepare_static", lambda: None)
    monkeypatch.setattr(start, "ensure_static", lambda: None)
    told = []
    for made, versions in ((None, 0), (object(), 1)):
        monkeypatch.setattr(start, "ensure_demo", lambda _progress, made=made: made)
        start._done.clear()
        start.prepare(lambda share_0_1, text: told.append((share_0_1, text)))
        store = open_store(path)
        assert store.read("SELECT count(*) AS n FROM publication")["n"].iloc[0] == versions
        store.close()
    start._done.clear()
    shares = [share for share, text in told if text == TEXT]
    assert shares == sorted(shares)
    assert 0.4 < shares[0] < shares[-1] <= 1.0
