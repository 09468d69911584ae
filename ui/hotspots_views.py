"""The views of the page Hot spots, each with its conclusion above, its legend, its source and its limits below."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from analysis.classes import Method
from analysis.hotspots import Hotspots
from analysis.hotspots_2010 import ALL_ST_PCODES, against_2010
from analysis.levels import Level
from geo.published import Boundaries
from ui import cached, frame, hotspots_drawing, hotspots_multiples, hotspots_ranking, hotspots_words, map_selection
from ui.export import download
from ui.hotspots_card import card
from ui.hotspots_choice import HotspotChoice, Measure
from ui.hotspots_drawing import Painted, legend
from ui.hotspots_multiples import Stamp
from ui.hotspots_values import Classes, Numbers, by_township, ranked
from ui.hotspots_wait import counting
from ui.hotspots_words import period
from ui.map_choice import Layer, MapChoice
from ui.map_layers import Frame
from ui.map_notes import register_source
from ui.map_selection import sources
from ui.maps import MapView, atlas_map
from ui.text import _, number
from ui.township_card import opener

_TOWNSHIPS: Final = MapChoice(Layer.VICTIMS, Level.TOWNSHIP, (), Method.NATURAL, 5, (), ())
_SMALL_PX: Final = 540
_LISTED: Final = 10


def map_of_year(numbers: Numbers, choice: HotspotChoice, shape: Boundaries) -> None:
    """One year on the map, and the card of the township that is open."""
    found, classes = numbers.year(choice.year, choice.pool), None
    if choice.measure is Measure.CLASS:
        with counting() as tell:
            classes = numbers.classes(choice.year, tell)
    rows = ranked(numbers, found, choice.pool, classes)
    st.markdown(_conclusion(numbers, choice, found, rows, classes))
    painted = _paint(numbers, choice, found, rows, classes)
    signs = hotspots_drawing.town_signs(numbers.units(), painted)
    on_map, beside = st.columns([3, 2], gap="medium")
    with on_map:
        view = MapView(painted.areas, _frame(shape, choice, choice.year), places=signs)
        atlas_map(shape, view, "hotspots", map_selection.picked)
        legend(painted, choice.shows_2010, signs=signs)
        _below(numbers, choice, [found], shape, _about(choice, classes))
    with beside:
        map_selection.search()
        place = map_selection.place()
        if place and place in numbers.units().unit_of():
            card(place, numbers, found, rows, choice.pool)
        else:
            st.markdown(_("Click a township on the map, or find it by name, to see its years, rank and expectation."))
            if not _marked(numbers, painted, rows):
                _highest(rows)


def _marked(numbers: Numbers, painted: Painted, rows: pd.DataFrame) -> bool:
    """What stands out on the map as buttons that bring it there; False where nothing does."""
    units, by_unit = numbers.units(), rows.set_index("unit_pcode")
    out = [(code, int(c)) for code, c in zip(units.codes, painted.classes, strict=True) if c in painted.standing_out]
    if not out:
        return False
    st.markdown(f"##### {_('Marked on the map')}")
    with st.container(gap=None):
        for code, place in sorted(out, key=lambda pair: (pair[1], by_unit.loc[pair[0], "rank"]))[:_LISTED]:
            opener(str(by_unit.loc[code, "ts_pcodes"][0]), painted.keys[place].short)
    if len(out) > _LISTED:
        st.caption(_("and {n} more").format(n=number(len(out) - _LISTED)))
    return True


def _highest(rows: pd.DataFrame) -> None:
    """The first ranks as buttons, each with its interval: the keyboard's way to the cards."""
    st.markdown(f"##### {_('Highest smoothed rates, with the interval of the rank')}")
    with st.container(gap=None):
        for _i, row in rows[rows["victims_people"] > 0].head(8).iterrows():
            words = _("rank {rank} · {people} victims · {rate} per 100,000").format(
                rank=hotspots_words.rank_of(row), people=number(row["victims_people"]),
                rate=hotspots_drawing.fixed(row["smoothed_per_100k"]),
            )  # fmt: skip
            opener(str(row["ts_pcodes"][0]), words)


def _paint(
    numbers: Numbers, choice: HotspotChoice, found: Hotspots, rows: pd.DataFrame, classes: Classes | None
) -> Painted:
    units = numbers.units()
    in_order = rows.set_index("unit_pcode").loc[list(units.codes)]
    facts = hotspots_drawing.facts_of(units, in_order)
    if choice.measure is Measure.GI:
        return hotspots_drawing.paint_gi(units, found, facts)
    if choice.measure is Measure.CLASS and classes:
        return hotspots_drawing.paint_class(units, classes, facts)
    limits = hotspots_drawing.rate_steps(numbers.rates(choice.pool))
    return hotspots_drawing.paint_rate(units, in_order["smoothed_per_100k"].to_numpy(float), limits, facts)


def _conclusion(
    numbers: Numbers, choice: HotspotChoice, found: Hotspots, rows: pd.DataFrame, classes: Classes | None
) -> str:
    if choice.measure is Measure.CLASS and classes:
        return hotspots_words.classes(classes, numbers, choice.year)
    if choice.measure is Measure.GI:
        return hotspots_words.gi(found, rows, choice.pool)
    return hotspots_words.rate(found, rows, choice.pool)


def _about(choice: HotspotChoice, classes: Classes | None) -> str:
    if choice.measure is Measure.CLASS and classes:
        return hotspots_words.about_classes(classes) + " " + hotspots_words.about_gi()
    return hotspots_words.about_gi() if choice.measure is Measure.GI else hotspots_words.about_rate()


def _frame(shape: Boundaries, choice: HotspotChoice, year: int, views: bool = True, caption: str = "") -> Frame:
    made = map_selection.frame(shape, _TOWNSHIPS)
    kept = made.views if views else made.views[:1]
    outlined = ALL_ST_PCODES if choice.shows_2010 else ()
    return replace(made, outlined=outlined, views=kept, caption=caption or period(year, choice.pool))


def _below(numbers: Numbers, choice: HotspotChoice, found: list[Hotspots], shape: Boundaries, about: str) -> None:
    """What it means, the line of 2010, what is not shown, and sources."""
    most = int(cached.settings()["hotspots_listed"])
    if choice.shows_2010:
        told = against_2010(found[0].frame, most)
        st.markdown(hotspots_words.reference(told, period(found[0].year, choice.pool)))
    st.markdown(about)
    lines = hotspots_words.limits(numbers, found, choice.pool)
    if lines:
        st.markdown("  \n".join(lines))
    frame.source_note(f"{source()} {sources(shape)}")


def source() -> str:
    """The sources of every number here."""
    return register_source() + " " + _("Population: census of 2014. Method: docs/methods.md, sections 7 and 8.")


def two_years(numbers: Numbers, choice: HotspotChoice, shape: Boundaries) -> None:
    """Two years beside each other with the same colours, and what has changed between them."""
    if choice.versus is None:
        frame.empty(_("There is one year only: nothing can be compared."))
        return
    change = numbers.change(choice.year, choice.versus, choice.pool)
    st.markdown(hotspots_words.change(change, numbers, choice))
    founds = {year: numbers.year(year, choice.pool) for year in (choice.versus, choice.year)}
    units = numbers.units()
    columns = st.columns(3, gap="small")
    for column, (name, (year, found)) in zip(columns, zip(("then", "now"), founds.items(), strict=True), strict=False):
        with column:
            st.markdown(f"##### {period(year, choice.pool)}")
            painted = _paint(numbers, choice, found, ranked(numbers, found, choice.pool, None), None)
            view = MapView(painted.areas, _frame(shape, choice, year, views=False))
            atlas_map(shape, view, f"hotspots_{name}", map_selection.picked, _SMALL_PX)
            legend(painted, choice.shows_2010)
    with columns[2]:
        words = _("{now} less {then}").format(
            now=period(choice.year, choice.pool), then=period(choice.versus, choice.pool)
        )
        st.markdown(f"##### {words}")
        facts = hotspots_drawing.change_facts(units, change, choice.year, choice.versus)
        painted = hotspots_drawing.paint_change(units, change, facts)
        view = MapView(painted.areas, _frame(shape, choice, choice.year, views=False, caption=words))
        atlas_map(shape, view, "hotspots_change", map_selection.picked, _SMALL_PX)
        legend(painted, choice.shows_2010, _("Broad stripes: may be chance"))
    about = _(
        "Counts are small: a difference is called more than chance only where an exact test of the two numbers of "
        "people passes the 5 % false discovery rate over all townships with people enough for it. The rest of the "
        "change map may be chance."
    )
    _below(numbers, choice, [founds[choice.year], founds[choice.versus]], shape, about)
    _card_below(numbers, choice, founds[choice.year])


def _card_below(numbers: Numbers, choice: HotspotChoice, found: Hotspots) -> None:
    map_selection.search()
    place = map_selection.place()
    if place and place in numbers.units().unit_of():
        card(place, numbers, found, ranked(numbers, found, choice.pool, None), choice.pool)


def all_years(numbers: Numbers, choice: HotspotChoice, shape: Boundaries) -> None:
    """Every year as a stamp."""
    units, smoothed, years = numbers.units(), numbers.rates(choice.pool), numbers.years(choice.pool)
    if len(choice.years) == 1:
        frame.empty(_("There is one year only: nothing can be compared."), icon=":material/calendar_today:")
    founds: dict[int, Hotspots] = {}
    if choice.measure is Measure.GI:
        with counting(pool=choice.pool) as tell:
            for done, year in enumerate(choice.years):
                tell(done, len(choice.years), year)
                founds[year] = numbers.year(year, choice.pool)
    limits = hotspots_drawing.rate_steps(smoothed)
    stamps, keys = [], []
    for year in choice.years:
        if founds:
            painted = hotspots_drawing.paint_gi(units, founds[year], ())
        else:
            painted = hotspots_drawing.paint_rate(units, smoothed[:, years.index(year)], limits, ())
        keys = list(painted.keys)
        people = int(numbers.pooled(choice.pool).of(year).sum())
        stamps.append(_stamp(numbers, choice, year, painted, people, bool(founds and founds[year].untested)))
    st.markdown(_most_and_least(numbers, choice))
    looks = [key.look for key in keys]
    base = 2 if founds else 0
    hotspots_multiples.small_multiples(stamps, looks, base, shape.geometry_file)
    legend(painted, False, counts=False)
    st.markdown(_about(choice, None))
    frame.source_note(f"{source()} {sources(shape)}")


def _stamp(
    numbers: Numbers, choice: HotspotChoice, year: int, painted: Painted, people: int, is_untested: bool
) -> Stamp:
    under = _("{n} people").format(n=number(people))
    if not numbers.is_whole(year):
        under += ", " + _("not a whole year")
    if is_untested:
        under += ", " + _("not tested")
    told = ", ".join(f"{key.text}: {number(key.units)}" for key in painted.keys if key.units)
    classes = tuple(by_township(numbers.units(), [int(c) for c in painted.classes]))
    return Stamp(period(year, choice.pool), under, classes, told, is_untested)


def _most_and_least(numbers: Numbers, choice: HotspotChoice) -> str:
    people = {year: int(numbers.pooled(choice.pool).of(year).sum()) for year in choice.years}
    most, least = max(people, key=lambda y: people[y]), min(people, key=lambda y: people[y])
    return _("Most people with a known township: **{most}** ({n}); fewest: **{least}** ({m}).").format(
        most=period(most, choice.pool),
        n=number(people[most]),
        least=period(least, choice.pool),
        m=number(people[least]),
    )


def ranking(numbers: Numbers, choice: HotspotChoice) -> None:
    """All townships by smoothed rate, with the interval of each rank."""
    found = numbers.year(choice.year, choice.pool)
    with counting() as tell:
        classes = numbers.classes(choice.year, tell)
    rows = ranked(numbers, found, choice.pool, classes)
    st.markdown(hotspots_words.rate(found, rows, choice.pool))
    st.markdown(
        _(
            "**Ranks whose intervals overlap should not be argued about**: the numbers cannot tell them apart. The bar "
            "holds the rank with 90 % certainty on a scale where each step triples; the mark is the rank itself."
        )
    )  # fmt: skip
    _card_below(numbers, choice, found)
    told = numbers.forecast(choice.year)
    next_year = told.year if told else None
    title = _("Hot spots {years}").format(years=period(choice.year, choice.pool))
    asked = (numbers.asked.filters, choice)
    so_far = hotspots_ranking.shown(rows, asked)
    hotspots_ranking.table(so_far, len(rows), next_year, found.untested is not None, title)
    hotspots_ranking.more_button(len(rows), len(so_far), asked)
    lines = hotspots_words.limits(numbers, [found], choice.pool)
    if classes.untold:
        lines.insert(0, hotspots_words.classes(classes, numbers, choice.year))
    st.markdown("  \n".join(lines))
    frame.source_note(source())
    download(hotspots_ranking.file_rows(rows), hotspots_ranking.file_columns(next_year), "hot_spots", title, source())
