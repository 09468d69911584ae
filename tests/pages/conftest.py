"""Registers that page tests share."""

from __future__ import annotations

import pytest

from tests.pages import hand_register as hand
from tests.pages.visit import register


@pytest.fixture(scope="module")
def on_paper(tmp_path_factory):
    """The register worked out on paper in hand_register, as the app's own."""
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("paper"), patch, hand.whole):
        yield


@pytest.fixture(scope="module")
def without_anything(tmp_path_factory):
    """A register without cases, providers or loads."""
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("empty"), patch, lambda _store: None):
        yield
