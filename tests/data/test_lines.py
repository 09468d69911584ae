"""One line that a person wrote: what is invisible in it cannot make it read as another."""

from __future__ import annotations

import pytest

from data.errors import N_
from data.frozen_errors import LineEmpty
from data.lines import one_line


@pytest.mark.parametrize("mark", ["\u202e", "\u202d", "\u200f", "\u2066", "\u061c"])
def test_marks_of_direction_are_left_out_of_a_line(mark):
    assert one_line(f"asked {mark}again{mark}", N_("the note")) == "asked again"
    with pytest.raises(LineEmpty):
        one_line(f" {mark} ", N_("the note"))


def test_what_joins_or_parts_burmese_letters_stays():
    assert one_line("\u1019\u102d\u200b\u1018", N_("the note")) == "\u1019\u102d\u200b\u1018"
