"""Everything that a plan was asked, one row an input, with where it comes from."""

from __future__ import annotations

import pandas as pd

from analysis.allocation_problem import PLACED
from data.settings import SETTINGS
from data.vocabulary import Corridor
from ui import allocation_words as words
from ui.allocation_work import Made
from ui.export import Column
from ui.text import _, label, number


def input_columns() -> list[Column]:
    """Columns of input_rows."""
    return [Column("what", _("Input")), Column("value", _("Value")), Column("unit", _("Unit")),
            Column("source", _("Source"), width="large")]  # fmt: skip


def input_rows(made: Made) -> pd.DataFrame:
    """Everything that was asked, with where it comes from."""
    asked, chosen = made.asked, _("Chosen for this plan")
    least, most = dict(asked.least), dict(asked.most)
    rows = [(_("Budget"), number(asked.budget_usd), _("US dollars a year"), chosen)]
    for option in PLACED:
        name = label(option)
        rows.append((_("{what}: at least").format(what=name), number(least.get(str(option), 0)), "", chosen))
        limit = number(most[str(option)]) if str(option) in most else _("no limit")
        rows.append((_("{what}: at most").format(what=name), limit, "", chosen))
    rows += [(what, value, "", chosen) for what, value in _limits(made)]
    for key, value in made.values:
        setting = SETTINGS[key]
        rows.append((_(setting.label), number(value, 2), _(setting.unit), value_source(made, key, value)))
    return pd.DataFrame(rows, columns=[column.key for column in input_columns()])


def _limits(made: Made) -> list[tuple[str, str]]:
    asked, yes = made.asked, {True: _("yes"), False: _("no")}
    corridor = f"{label(Corridor(asked.corridor))}: {number(asked.corridor_percent)}%" if asked.corridor else _("none")
    place = f"{words.states()[asked.st_pcode]}: {number(asked.state_percent)}%" if asked.st_pcode else _("none")
    return [
        (_("Minimum model for children"), yes[asked.minimum_child]),
        (_("Minimum model for adults"), yes[asked.minimum_adult]),
        (_("Keep every existing provider"), yes[asked.keeps_existing]),
        (_("Townships left out (no access)"), words.townships(asked.excluded) or _("none")),
        (_("Least share of a corridor"), corridor),
        (_("Least share of a state or region"), place),
    ]


def value_source(made: Made, key: str, value: float) -> str:
    """Where a cost, room or weight comes from."""
    registered = dict(made.settings)[key]
    if value != registered:
        return _("Changed for this plan; the register says {value}").format(value=number(registered, 2))
    if registered != SETTINGS[key].default:
        return _("Set by your organisation")
    return _("Assumed; to be set by your organisation")
