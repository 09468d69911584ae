"""The card of one township, district or state: who comes from there, who is in reach, who waits, what would help."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from analysis.coverage import Coverage, RoomState, Suggestion, Tier, Via, in_reach, what_would_help
from data.vocabulary import Service, UnassignedReason
from geo.distance import distances_km
from geo.neighbours import neighbours
from queries.filters import Filters
from ui import cached, palette, state
from ui.map_drawing import tier_look
from ui.map_legend import picture, swatch
from ui.map_selection import open_place, township_names, townships_of
from ui.map_values import MapValues
from ui.maps import in_force
from ui.text import _, day, label, language, number, place_name, plain

_LISTED = 8
_CHART_PX = 360
_STYLE = f"""<style>
.atlas-card {{ font-size: 0.9rem; color: {palette.INK}; line-height: 1.45; overflow-wrap: anywhere; }}
.atlas-card h3 {{ font-size: 1.25rem; margin: 0; padding: 0; }}
.atlas-card h3 small {{ font-weight: 400; font-size: 1rem; margin-left: .5rem; color: {palette.INK_SOFT}; }}
.atlas-card h4 {{ font-size: 0.95rem; margin: .9rem 0 .25rem; padding: 0; }}
.atlas-card .soft {{ color: {palette.INK_SOFT}; font-size: .83rem; }}
.atlas-card .facts {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .5rem;
  margin-top: .6rem; }}
.atlas-card .facts div {{ background: {palette.PANEL}; border-radius: 6px; padding: .4rem .6rem; }}
.atlas-card .facts strong {{ display: block; font-size: 1.25rem; line-height: 1.3; }}
.atlas-card ul {{ list-style: none; margin: 0; padding: 0; }}
.atlas-card li {{ margin: 0; padding: .3rem 0; border-bottom: 1px solid {palette.GRID}; }}
.atlas-card li span.right {{ float: right; margin-left: .8rem; font-weight: 600; }}
.atlas-card .tier img {{ vertical-align: -3px; margin-right: .4rem; }}
</style>"""


def card(code: str, values: MapValues, filters: Filters) -> None:
    """Everything about one place, as HTML whose every text is escaped, and buttons to its neighbours."""
    own = townships_of(code)
    st.html(_STYLE)
    if len(own) == 1:
        _township(own.iloc[0].to_dict(), values, filters)
    else:
        _larger(code, own, values)
    st.button(_("Close"), icon=":material/close:", on_click=open_place, args=(None,), key="map_card_close")


def _html(body: str) -> None:
    st.html(f'<div class="atlas-card">{body}</div>')


def _township(row: dict[str, object], values: MapValues, filters: Filters) -> None:
    code = str(row["ts_pcode"])
    facts = values.coverage.townships.set_index("ts_pcode").loc[code].to_dict()
    above = f"{place_name(row, 'dt')} · {place_name(row, 'st')} · {code}"
    people = _people_of(code, values)
    numbers = [
        (_("Victims (people)"), number(people["victims_people"])),
        *_not_assigned(people["unassigned_people"], values),
        (_("Room in reach (people)"), _room(facts["room_people"])),
        (_("Population 2014 (people)"), number(_plain(row["population_2014"]))),
    ]
    reach = in_reach(code, values.coverage)
    waiting = _waiting(code, filters) if values.shows_waiting else ""
    _html(_names(row, "ts", above) + _numbers(numbers) + _tier(facts) + _who(reach) + waiting)
    _html(_victims_by_year(code, filters) + _help(code, values, people["unassigned_people"]))
    _neighbours(code, values.coverage)


def _people_of(code: str, values: MapValues) -> dict[str, int]:
    """victims_people and unassigned_people of a township for the filters; 0 where it has no row."""
    out = {}
    for frame, name in ((values.victims, "victims_people"), (values.unassigned, "unassigned_people")):
        out[name] = int(frame.loc[frame["ts_pcode"] == code, name].sum())
    return out


def _not_assigned(people: float, values: MapValues) -> list[tuple[str, str]]:
    """The number of those who wait; nothing for a reader who may not know it."""
    return [(_("Not assigned (people)"), number(people))] if values.shows_waiting else []


def _names(row: dict[str, object], level: str, above: str) -> str:
    other = "en" if language() == "my" else "my"
    return (
        f"<h3>{escape(place_name(row, level))}<small>{escape(str(row[f'{level}_name_{other}']))}</small></h3>"
        f'<div class="soft">{escape(above)}</div>'
    )


def _numbers(items: list[tuple[str, str]]) -> str:
    cells = "".join(f"<div><strong>{escape(value)}</strong>{escape(name)}</div>" for name, value in items)
    return f'<div class="facts">{cells}</div>'


def _plain(value: object) -> float | None:
    return None if pd.isna(value) else float(str(value))


def _room(people: object) -> str:
    return _("not told") if pd.isna(people) else number(_plain(people))


def _tier(facts: dict[str, object]) -> str:
    tier, sure = Tier(int(str(facts["tier"]))), Tier(int(str(facts["tier_confirmed"])))
    doubt = ""
    if facts["is_unconfirmed"]:
        text = _("Not confirmed lately: counting only confirmed records it would be “{tier}”.")
        doubt = f'<div class="soft">{escape(text.format(tier=_(sure.label)))}</div>'
    return (
        f'<h4 class="tier">{swatch(tier_look(tier))}{escape(_(tier.label))}</h4>'
        f'<div class="soft">{escape(_(tier.description))}</div>{doubt}'
    )


def _who(reach: pd.DataFrame) -> str:
    head = f"<h4>{escape(_('Who is in reach'))}</h4>"
    if reach.empty:
        text = _("Nobody that the directory knows. Absence from a directory is not proof that nobody is there.")
        return head + f'<div class="soft">{escape(text)}</div>'
    items = "".join(_helper(row) for row in reach.head(_LISTED).to_dict("records"))
    left = len(reach) - _LISTED
    more = _("and {n} more, on the Providers page").format(n=number(left)) if left > 0 else ""
    return f'{head}<ul>{items}</ul><div class="soft">{escape(more)}</div>'


def _helper(row: dict[str, object]) -> str:
    office = row["via"] == Via.DSW_OFFICE
    name = _("DSW office, {place}").format(place=_town(row["base_ts_pcode"])) if office else str(row["organisation"])
    about = [label(Via(str(row["via"])))]
    km = _plain(row["distance_km"])
    if km:
        about.append(_("{n} km away").format(n=number(km)))
    about += _services(row["services"])
    if row["is_confirmed"] is not pd.NA and row["is_confirmed"] is not None and not row["is_confirmed"]:
        about.append(_confirmed(row["last_confirmed_on"]))
    room = _room_of(row["room_state"], row["room_people"])
    return (
        f'<li><span class="right">{escape(room)}</span>{escape(name)}'
        f'<div class="soft">{escape(" · ".join(about))}</div></li>'
    )


def _town(ts_pcode: object) -> str:
    """Name of a township in the reader's language."""
    return township_names()[str(ts_pcode)][language()]


def _services(codes: object) -> list[str]:
    known = {str(service): label(service) for service in Service}
    return [", ".join(known.get(c, c) for c in codes.split("; "))] if isinstance(codes, str) and codes else []


def _confirmed(on: object) -> str:
    if pd.isna(on):
        return _("never confirmed")
    return _("last confirmed {day}").format(day=day(pd.Timestamp(str(on)).date()))


def _room_of(room_state: object, people: object) -> str:
    if room_state == RoomState.ROOM:
        return _("room for {n}").format(n=number(_plain(people)))
    if room_state == RoomState.FULL:
        return _("full")
    return _("room not told") if room_state == RoomState.NOT_TOLD else ""


def _waiting(code: str, filters: Filters) -> str:
    rows = cached.unassigned_by_reason(state.scope(), filters, ts_pcode=code)
    rows = rows[rows["unassigned_people"] > 0]
    head = f"<h4>{escape(_('Not assigned, by reason (people)'))}</h4>"
    if rows.empty:
        return head + f'<div class="soft">{escape(_("Nobody waits on this day."))}</div>'
    items = "".join(
        f'<li><span class="right">{escape(number(r.unassigned_people))}</span>'
        f"{escape(label(UnassignedReason(r.unassigned_reason)))}"
        f'<div class="soft">{escape(_mean_wait(r.waiting_days, r.unassigned_people))}</div></li>'
        for r in rows.itertuples()
    )
    return f"{head}<ul>{items}</ul>"


def _mean_wait(days: int, people: int) -> str:
    return _("waiting {n} days on average").format(n=number(days / people))


def _help(code: str, values: MapValues, waiting: int) -> str:
    found = what_would_help(code, values.coverage, neighbour_pairs(), waiting)
    head = f"<h4>{escape(_('What would help'))}</h4>"
    if not found:
        text = _("Help with room is listed here.")
        if values.shows_waiting:
            text = _("Help with room is listed and nobody waits: nothing to do.")
        return f'{head}<div class="soft">{escape(text)}</div>'
    offices = dict(zip(values.coverage.offices["place"], values.coverage.offices["ts_pcode"], strict=True))
    return f"{head}<ul>{''.join(_suggestion(s, offices) for s in found)}</ul>"


def _suggestion(suggestion: Suggestion, offices: dict[str, str]) -> str:
    """offices: place of each DSW office -> its township."""

    def shown(value: object) -> str:
        return number(value) if isinstance(value, (int, float)) else str(value)

    place = str(dict(suggestion.why.facts).get("dsw_place", ""))
    why = suggestion.why.text(_, shown, **({"dsw_place": _town(offices[place])} if place in offices else {}))
    return f'<li>{escape(label(suggestion.action))}<div class="soft">{escape(why)}</div></li>'


def _victims_by_year(code: str, filters: Filters) -> str:
    rows = cached.victims_of_township(state.scope(), filters, ts_pcode=code)
    first, last = filters.years or (state.bounds().first_year, state.bounds().last_year)
    by_year = rows.set_index("case_year")["victims_people"].reindex(range(first, last + 1), fill_value=0)
    if not by_year.sum():
        return f"<h4>{escape(_('Victims by year'))}</h4><div class='soft'>{escape(_('None for these filters.'))}</div>"
    most = int(by_year.max())
    text = _("Victims by year (people): most in {year}, {n}").format(year=int(by_year.idxmax()), n=number(most))
    return f"<h4>{escape(text)}</h4>" + bars({str(year): int(n) for year, n in by_year.items()}, text)


def bars(people: dict[str, int], title: str) -> str:
    """A small bar chart, each bar with its number, and in words for screen readers. people: year -> people."""
    step = _CHART_PX / max(len(people), 1)
    tallest = max([*people.values(), 1])
    drawn = []
    for i, (name, n) in enumerate(people.items()):
        size, middle = 52 * n / tallest, (i + 0.5) * step
        box = f"x='{i * step + 1.5:.1f}' y='{68 - size:.1f}' width='{max(step - 3, 1):.1f}' height='{size:.1f}'"
        drawn.append(f"<rect {box} fill='{palette.sequential(5)[3]}'/>")
        anchor = f"x='{middle:.1f}' text-anchor='middle' font-size='10' font-family='sans-serif'"
        if n and step > 14:
            drawn.append(f"<text {anchor} y='{64 - size:.1f}' fill='{palette.INK}'>{number(n)}</text>")
        if step > 26 or i in (0, len(people) - 1):
            drawn.append(f"<text {anchor} y='81' fill='{palette.INK_SOFT}'>{name}</text>")
    axis = f"<line x1='0' y1='68.5' x2='{_CHART_PX}' y2='68.5' stroke='{palette.INK_SOFT}'/>"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_CHART_PX} 84'>{''.join(drawn)}{axis}</svg>"
    text = f"{title}. " + ", ".join(f"{name}: {n}" for name, n in people.items())
    return picture(svg, _CHART_PX, 84, text, "max-width:100%;height:auto")


@st.cache_data(show_spinner=False, max_entries=2)
def _pairs_with_km(geometry_file: str) -> pd.DataFrame:  # noqa: ARG001 (a new set of boundaries has other neighbours)
    pairs, seats = neighbours(), cached.townships()
    km = distances_km(seats["lat"], seats["lon"], seats["lat"], seats["lon"])
    at = pd.Series(range(len(seats)), index=seats["ts_pcode"])
    return pairs.assign(seat_km=km[at[pairs["ts_a"]], at[pairs["ts_b"]]])


def neighbour_pairs() -> pd.DataFrame:
    """Pairs of townships that touch on the boundaries in force: ts_a, ts_b, seat_km (between the main towns)."""
    return _pairs_with_km(in_force().geometry_file)


def _neighbours(code: str, coverage: Coverage) -> None:
    pairs = neighbour_pairs()
    near = pairs[(pairs["ts_a"] == code) | (pairs["ts_b"] == code)].sort_values("seat_km")
    tiers = coverage.townships.set_index("ts_pcode")["tier"]
    _html(f"<h4>{escape(_('Neighbouring townships'))}</h4>")
    with st.container(gap=None):
        for row in near.itertuples():
            other = str(row.ts_b if row.ts_a == code else row.ts_a)
            text = _("{km} km · {tier}").format(km=number(row.seat_km), tier=_(Tier(int(tiers[other])).label))
            opener(other, text)


def opener(code: str, text: str) -> None:
    """A button that opens a township, with words about it; the keyboard's way too."""
    name = township_names()[code][language()]
    words = f"**{plain(name)}** :gray[{plain(text)}]"
    st.button(words, on_click=open_place, args=(code,), key=f"map_open_{code}", type="tertiary")


def _larger(code: str, own: pd.DataFrame, values: MapValues) -> None:
    """A district or state: its totals, its townships by tier, and those where most people wait."""
    first = own.iloc[0].to_dict()
    level = "dt" if first["dt_pcode"] == code else "st"
    above = f"{place_name(first, 'st')} · {code}" if level == "dt" else code
    inside = own["ts_pcode"]
    victims = values.victims[values.victims["ts_pcode"].isin(inside)]["victims_people"].sum()
    waiting = values.unassigned[values.unassigned["ts_pcode"].isin(inside)]
    numbers = [
        (_("Victims (people)"), number(victims)),
        *_not_assigned(waiting["unassigned_people"].sum(), values),
        (_("Townships"), number(len(own))),
    ]
    _html(_names(first, level, above) + _numbers(numbers) + _townships_by_tier(inside, values.coverage))
    tiers = values.coverage.townships.set_index("ts_pcode")["tier"]
    if not values.shows_waiting:
        return
    _html(f"<h4>{escape(_('Townships where most people wait'))}</h4>")
    line = _("{n} not assigned · {tier}")
    with st.container(gap=None):
        for row in waiting.nlargest(_LISTED, "unassigned_people").itertuples():
            text = line.format(n=number(row.unassigned_people), tier=_(Tier(int(tiers[row.ts_pcode])).label))
            opener(str(row.ts_pcode), text)


def _townships_by_tier(codes: pd.Series, coverage: Coverage) -> str:
    rows = coverage.townships[coverage.townships["ts_pcode"].isin(codes)]
    counts = rows["tier"].value_counts()
    items = "".join(
        f'<li class="tier"><span class="right">{escape(number(counts[int(tier)]))}</span>'
        f"{swatch(tier_look(tier))}{escape(_(tier.label))}</li>"
        for tier in Tier
        if int(tier) in counts
    )
    return f"<h4>{escape(_('Townships by the best help in reach'))}</h4><ul>{items}</ul>"
