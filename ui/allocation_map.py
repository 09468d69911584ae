"""Maps of the planner of help: a plan, the difference of two, what hangs on one provider; with their legends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import pandas as pd

from analysis.allocation_hand import ByHand
from analysis.allocation_plan import Plan
from analysis.allocation_problem import PLACED, Option
from analysis.classes import Method
from analysis.levels import Level
from ui import map_selection, palette
from ui.allocation_words import people, usd
from ui.assets import unit_codes
from ui.map_choice import Layer, MapChoice
from ui.map_layers import Areas, Fact, Kind, Look, Place, Places
from ui.map_legend import plain_legend, sign, swatch
from ui.maps import MapView, Pick, atlas_map, in_force
from ui.text import _, label, number

LIMITS: Final = (1.0, 3.0, 10.0)  # people, between the classes of those who stay without
STEPS: Final = (-5.0, -1.0, -0.05, 0.05, 1.0, 5.0)  # people, between the classes of a difference
NEARLY_NOBODY: Final = 0.05
HELPED: Final = "#cdebe5"
_SERVED: Final = ("diagonal", "rgba(27,42,51,0.55)")
_SIGNS: Final = {
    Option.RESIDENT: ("square", palette.PRIMARY, (-6, 0)),
    Option.CASE_WORKER: ("circle", "#1b4b6e", (6, 0)),
    Option.ROVING: ("diamond", palette.ACCENT, (0, -6)),
    Option.DSW_OUTREACH: ("triangle", "#3d7a3a", (0, 6)),
}
_CHOICE: Final = MapChoice(Layer.UNASSIGNED, Level.TOWNSHIP, (), Method.QUANTILES, 5, (), ())
HEIGHT_PX: Final = 600


@dataclass(frozen=True)
class Marked:
    """One sign: what stands at a township, with the line of its tooltip."""

    option: Option
    ts_pcode: str
    line: str


def kinds() -> tuple[Kind, ...]:
    """The signs of the options, in the order of PLACED."""
    return tuple(Kind(label(option), *_SIGNS[option]) for option in PLACED)


def marks_of(plan: Plan) -> tuple[Marked, ...]:
    """The signs of a plan's placements."""
    return tuple(
        Marked(p.option, p.ts_pcode, _("{order}. {n} placed · supports {people} people · {cost}").format(
            order=p.order, n=p.number, people=people(p.reached_people), cost=usd(p.cost_usd)))
        for p in plan.placements
    )  # fmt: skip


def marks_drawn(drawn: Sequence[ByHand], base_of: Callable[[ByHand], str]) -> tuple[Marked, ...]:
    """The signs of what was drawn by hand."""
    return tuple(Marked(one.option, base_of(one), _("{n} drawn").format(n=one.number)) for one in drawn)


def draw(
    areas: Areas, marks: Sequence[Marked], key: str, describe: str, caption: str, selected: str | None = None,
    on_pick: Callable[[Pick], None] | None = None,
) -> None:  # fmt: skip
    """The map itself. describe: for a screen reader."""
    shape = in_force()
    frame = map_selection.frame(shape, _CHOICE)
    frame = replace(frame, describe=describe, caption=caption, selected=selected, focus=None, focus_turn=0)
    at = {code: i for i, code in enumerate(unit_codes("t"))}
    seats = map_seats()
    places = [
        Place(PLACED.index(m.option), label(m.option), m.line, *seats[m.ts_pcode], at[m.ts_pcode])
        for m in marks
        if m.ts_pcode in at
    ]
    view = MapView(areas, frame, places=Places(kinds(), tuple(places)) if places else None)
    atlas_map(shape, view, key=key, on_pick=on_pick, height_px=HEIGHT_PX)


def map_seats() -> dict[str, tuple[float, float]]:
    """Main town of each township, degrees."""
    rows = map_selection.cached.townships()
    return {r.ts_pcode: (float(r.lat), float(r.lon)) for r in rows.itertuples()}


def sums(plan: Plan) -> pd.DataFrame:
    """ts_pcode (index); people, existing_people, new_people, minimum_people, unreached_people of a plan."""
    columns = ["people", "existing_people", "new_people", "minimum_people", "unreached_people"]
    return plan.people.groupby("ts_pcode")[columns].sum()


# --- A plan -----------------------------------------------------------------------------------------------------------


def plan_areas(plan: Plan) -> Areas:
    """Townships by those who stay without; striped where something new serves."""
    rows = sums(plan).reindex(unit_codes("t"))
    served = {code for placement in plan.placements for code in placement.serves}
    facts = (
        ("people", _("Need a place (people)")),
        ("existing_people", _("In existing room (people)")),
        ("new_people", _("Newly supported (people)")),
        ("minimum_people", _("Minimum model only (people)")),
        ("unreached_people", _("Still without (people)")),
    )
    looks = [Look(colour) for colour in _without_colours()]
    looks += [Look(look.fill, (_SERVED,)) for look in looks]
    classes = tuple(
        _without_class(needing, left) + (len(looks) // 2 if code in served else 0)
        for code, needing, left in zip(rows.index, rows["people"], rows["unreached_people"], strict=True)
    )
    told = tuple(_fact(title, rows[column]) for column, title in facts)
    return Areas("t", tuple(looks), classes, told)


def need_areas(demand: pd.DataFrame, served: Iterable[str] = ()) -> Areas:
    """Townships by those who need a place. demand: ts_pcode, people (several rows a township)."""
    rows = demand.groupby("ts_pcode")["people"].sum().reindex(unit_codes("t"))
    there = set(served)
    looks = [Look(colour) for colour in _without_colours()]
    looks += [Look(look.fill, (_SERVED,)) for look in looks]
    half = len(looks) // 2
    needing = rows.where(rows > NEARLY_NOBODY, 0.0)  # nobody is helped yet: hardly anybody counts as nobody here
    classes = tuple(_without_class(n, n) + (half if code in there else 0) for code, n in needing.items())
    return Areas("t", tuple(looks), classes, (_fact(_("Need a place (people)"), rows),))


def plan_legend(title: str, shows_helped: bool, option_signs: bool = True) -> None:
    """What the colours and signs of plan_areas and need_areas say."""
    words = _without_words()
    colours = _without_colours()
    items = [(swatch(Look(c)), text, "") for i, (c, text) in enumerate(zip(colours, words, strict=True))
             if shows_helped or i != 1]  # fmt: skip
    items.append((swatch(Look(palette.PAPER, (_SERVED,))), _("Served by something new"), ""))
    signs = [(sign(kind), kind.label, "") for kind in kinds()] if option_signs else []
    plain_legend([(title, items), (_("Signs: where it is based"), signs)])


def _without_colours() -> list[str]:
    return [palette.ZERO, HELPED, *palette.sequential(len(LIMITS) + 1)]


def _without_words() -> list[str]:
    bounds = [number(limit) for limit in LIMITS]
    between = [_("{low} to {high}").format(low=a, high=b) for a, b in pairwise(bounds)]
    ends = (_("less than {n}").format(n=bounds[0]), _("{low} or more").format(low=bounds[-1]))
    return [_("nobody needs a place"), _("everybody is reached"), ends[0], *between, ends[1]]


def _without_class(needing: float, left: float) -> int:
    if not needing > 0:
        return 0
    return 1 if not left > NEARLY_NOBODY else 2 + sum(left >= limit for limit in LIMITS)


def _fact(title: str, values: pd.Series) -> Fact:
    """A line of the tooltip whose values are texts, since people expected have decimals; nothing where nobody is."""
    texts = [people(v) if v > NEARLY_NOBODY else None for v in values.fillna(0.0)]
    words = tuple(dict.fromkeys(text for text in texts if text is not None))
    return Fact(title, tuple(None if text is None else words.index(text) for text in texts), words)


# --- A difference, a loss ---------------------------------------------------------------------------------------------


def difference_areas(difference: pd.DataFrame, names: tuple[str, str]) -> Areas:
    """Townships by a - b. difference: ts_pcode, a_people, b_people, difference_people."""
    rows = difference.set_index("ts_pcode").reindex(unit_codes("t")).fillna(0.0)
    classes = tuple(sum(value >= step for step in STEPS) for value in rows["difference_people"])
    told = tuple(
        _fact(_("{name} (people)").format(name=name), rows[column])
        for name, column in zip(names, ("a_people", "b_people"), strict=True)
    )
    return Areas("t", _difference_looks(), classes, told)


def _difference_looks() -> tuple[Look, ...]:
    ink = "rgba(27,42,51,0.5)"
    lined = {0: ("dots", ink), 1: ("dots", ink), len(STEPS): ("diagonal", ink), len(STEPS) - 1: ("diagonal", ink)}
    return tuple(Look(c, (lined[i],) if i in lined else ()) for i, c in enumerate(palette.DIVERGING))


def difference_legend(names: tuple[str, str]) -> None:
    """What the colours of difference_areas say; names: of a and of b."""
    fewer = [_("{n} or more fewer").format(n=5), _("1 to 5 fewer"), _("up to 1 fewer")]
    more = [_("up to 1 more"), _("1 to 5 more"), _("{n} or more more").format(n=5)]
    words = [*fewer, _("no difference"), *more]
    items = [(swatch(look), text, "") for look, text in zip(_difference_looks(), words, strict=True)]
    title = _("People reached by “{a}” against “{b}”").format(a=names[0], b=names[1])
    plain_legend([(title, items)])


def loss_areas(values: Mapping[str, float], title: str, more: Sequence[tuple[str, Mapping[str, float]]] = ()) -> Areas:
    """Townships by people who would lose cover."""
    rows = pd.Series(dict(values), dtype=float).reindex(unit_codes("t")).fillna(0.0)
    colours = [palette.ZERO, *palette.sequential(len(LIMITS))]
    classes = tuple(0 if not n > NEARLY_NOBODY else 1 + sum(n >= limit for limit in LIMITS[1:]) for n in rows)
    further = tuple(_fact(name, pd.Series(dict(own), dtype=float).reindex(unit_codes("t"))) for name, own in more)
    return Areas("t", tuple(Look(c) for c in colours), classes, (_fact(title, rows), *further))


def loss_legend(title: str) -> None:
    """What the colours of loss_areas say."""
    low, high = number(LIMITS[1]), number(LIMITS[2])
    words = [
        _("nobody"), _("less than {n}").format(n=low), _("{low} to {high}").format(low=low, high=high),
        _("{low} or more").format(low=high),
    ]  # fmt: skip
    colours = [palette.ZERO, *palette.sequential(len(LIMITS))]
    plain_legend([(title, [(swatch(Look(c)), text, "") for c, text in zip(colours, words, strict=True)])])
