"""Settings: name, unit, default and bounds in one place; the register stores only what people changed."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import N_


@dataclass(frozen=True)
class Setting:
    """A number that people may change; `label` is a gettext msgid."""

    key: str
    label: str
    unit: str
    default: float
    minimum: float
    maximum: float


SETTINGS: dict[str, Setting] = {
    s.key: s
    for s in (
        Setting("dsw_reach_km", N_("Distance within which a DSW office can help"), N_("km"), 50, 1, 500),
        Setting("confirmed_within_days", N_("A presence counts as confirmed for"), N_("days"), 365, 30, 1825),
        Setting("special_case_weight", N_("Weight of a Special Case in a caseload"), N_("cases"), 2, 1, 10),
    )
}
