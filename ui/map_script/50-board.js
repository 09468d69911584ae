// The one map of the page: keeps its areas for good, takes new classes and values, tells which township was clicked.
(function () {
  "use strict";
  const L = window.L;
  const atlas = window.atlas;
  const ORDER = ["circles", "places", "providers"];
  const FOCUS_ZOOM = 9.5;
  const HIT_PX = 3;
  const LEAST_PX = 40; // narrower or lower than this is a frame that is not shown

  /** A whole number with its thousands separated; digits are 0-9 in every language of the atlas. */
  atlas.number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

  function element(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text; // never markup: names come from files that anybody may have written
    return made;
  }

  /** A tooltip's content, every text of it set as text. */
  atlas.tip = (title, other, under) => {
    const node = element("div", "atlas-tip");
    node.append(element("strong", "", title));
    if (other) node.append(element("span", "atlas-tip-other", other));
    if (under) node.append(element("div", "atlas-tip-under", under));
    const list = element("dl");
    return {
      node,
      line(name, value) {
        list.append(element("dt", "", name), element("dd", "", value));
        node.append(list);
      },
      note(text) {
        node.append(element("div", "atlas-tip-note", text));
      },
    };
  };

  class Board {
    constructor(map) {
      this.map = map;
      this.places = window.atlasPlaces;
      this.geometry = new atlas.Geometry(window.atlasTopology);
      this.level = "t";
      this.frame = { language: "en", selected: null, focus: null };
      this.shown = {};
      this.layers = {};
      this.clicks = 0;
      this.state = { areas: 0, applied: 0, drawn: 0 };
      this.position = {};
      for (const level of ["t", "d", "s", "o"]) this.position[level] = new Map(this.places[level].map((u, i) => [u[0], i]));
      this.units = {};
      this._begin();
    }

    _begin() {
      const map = this.map;
      this.renderer = new L.Canvas({ padding: 0.4, tolerance: HIT_PX });
      this.home = this.geometry.bounds(() => true);
      map.setMaxBounds(this.home.pad(0.6));
      this._goHome();
      L.control.scale({ imperial: false, maxWidth: 110 }).addTo(map);
      map.attributionControl && map.attributionControl.remove();
      this.areas = this.geometry.shapes.map((shape) => new atlas.Area(this.geometry, shape, { renderer: this.renderer }));
      this.areaGroup = L.featureGroup(this.areas).addTo(map);
      const lines = (options) => new atlas.Lines(this.geometry, [], { renderer: this.renderer, ...options }).addTo(map);
      this.fine = lines({ color: "#6d7c86", weight: 0.7, opacity: 0.9 });
      this.coarse = lines({ color: "#33444e", weight: 1.3, opacity: 0.9 });
      this.outlined = lines({ color: "#14606b", weight: 2.6, dash: [8, 5] });
      this.hovered = lines({ color: "#1b2a33", weight: 2 });
      this.chosen = lines({ color: "#b4561f", weight: 3.4 });
      this.labels = new atlas.Labels(this).addTo(map);
      this.state.areas = this.areas.length;
      this._listen();
      this._calmWheel();
      atlas.controls(this);
    }

    /** The page scrolls past the map; the wheel zooms only once the map has been touched. */
    _calmWheel() {
      const map = this.map;
      map.scrollWheelZoom.disable();
      map.on("click focus mousedown", () => map.scrollWheelZoom.enable());
      map.on("blur mouseout", () => map.scrollWheelZoom.disable());
      const box = map.getContainer();
      L.DomEvent.on(box, "mousedown", () => box.classList.add("atlas-mouse"));
      L.DomEvent.on(window, "keydown", () => box.classList.remove("atlas-mouse"));
    }

    _listen() {
      this.floating = L.tooltip({ direction: "auto", offset: [14, 0], opacity: 1, className: "atlas-tooltip" });
      this.areaGroup.on("mouseover mousemove", (e) => this._overArea(e));
      this.areaGroup.on("mouseout", () => this._out());
      this.areaGroup.on("click", (e) => this._pick(this._unitOfArea(e.propagatedFrom || e.layer), e));
    }

    _unitOfArea(area) {
      return area.shape ? atlas.unitOf(area.shape, this.level) : null;
    }

    _overArea(e) {
      const code = this._unitOfArea(e.propagatedFrom || e.layer);
      if (code !== this.over) {
        this.over = code;
        this.hovered.setArcs(this.geometry.around(this.level, code));
        this._float(() => this._unitTip(code), e);
      } else this.floating.setLatLng(e.latlng);
    }

    _overSign(e, sign) {
      this.over = null;
      this.hovered.setArcs([]);
      this._float(() => (sign.atlasUnit ? this._unitTip(sign.atlasUnit) : sign.atlasTip()), e);
    }

    _float(content, e) {
      const node = content();
      this.state.tip = node.textContent;
      this.floating.setContent(node).setLatLng(e.latlng);
      if (!this.map.hasLayer(this.floating)) this.floating.addTo(this.map);
    }

    _out() {
      this.over = null;
      this.hovered.setArcs([]);
      this.floating.remove();
    }

    /** Names and values of one unit. */
    _unitTip(code) {
      const level = this.level;
      const at = this.position[level].get(code);
      const row = this.places[level][at];
      if (!row) return atlas.tip(code, "", "").node;
      const other = this.frame.language === "my" ? row[1] : row[2];
      const above = level === "t" ? [this.nameOf("d", row[3]), this.nameOf("s", row[4])].join(" · ") : "";
      const tip = atlas.tip(this.nameOf(level, code), other, above);
      for (const fact of (this.shown.areas && this.shown.areas.data.facts) || []) {
        const value = fact.values[at];
        const words = fact.words ? fact.words[value] : value === null ? fact.unknown : atlas.number(value);
        if (words) tip.line(fact.label, words);
      }
      return tip.node;
    }

    _pick(code, e) {
      if (!code) return;
      L.DomEvent.stop(e);
      this.map.scrollWheelZoom.enable();
      this.clicks += 1;
      this._choose(code);
      window.Streamlit.setComponentValue({ code, level: this.level, click: this.clicks });
    }

    _pickSign(sign, e) {
      if (sign.atlasUnit) return this._pick(sign.atlasUnit, e);
      const codes = sign.atlasPick || [];
      if (codes.length > 1) this.zoomTo(codes);
      else if (codes.length === 1) this._pick(this._unitOfTownship(codes[0]), e);
      return undefined;
    }

    _unitOfTownship(code) {
      const row = this.places.t[this.position.t.get(code)];
      return row[{ t: 0, d: 3, s: 4, o: 5 }[this.level]];
    }

    _choose(code) {
      this.chosen.setArcs(code ? this.geometry.around(this.level, code) : []);
    }

    /** Name of a unit in the reader's script. */
    nameOf(level, code) {
      const row = this.places[level][this.position[level].get(code)];
      return row ? row[this.frame.language === "my" ? 2 : 1] : code;
    }

    /** Units of a level that have a shape: {code, box, lat, lon}, larger first. */
    unitsBySize(level) {
      if (!this.units[level]) {
        const boxes = new Map();
        for (const shape of this.geometry.shapes) {
          const code = atlas.unitOf(shape, level);
          const b = boxes.get(code);
          boxes.set(code, b ? [Math.min(b[0], shape.box[0]), Math.min(b[1], shape.box[1]), Math.max(b[2], shape.box[2]), Math.max(b[3], shape.box[3])] : shape.box);
        }
        const known = [...boxes].filter(([code]) => this.position[level].has(code));
        this.units[level] = known
          .map(([code, box]) => {
            const row = this.places[level][this.position[level].get(code)];
            return { code, box, lat: row[row.length - 2], lon: row[row.length - 1] };
          })
          .sort((a, b) => (b.box[2] - b.box[0]) * (b.box[3] - b.box[1]) - (a.box[2] - a.box[0]) * (a.box[3] - a.box[1]));
      }
      return this.units[level];
    }

    /** Radius in pixels of the circle on a unit; 0 where there is none. */
    circleRadius(level, code) {
      const circles = this.shown.circles && this.shown.circles.data;
      if (!circles || circles.level !== level) return 0;
      const people = circles.values[this.position[level].get(code)];
      return people ? circles.radius * Math.sqrt(people / circles.maximum) : 0;
    }

    /** Where the signs of places are: [lat, lon] in degrees. */
    signPoints() {
      return this.shown.places ? this.shown.places.data.rows.map((row) => [row[3], row[4]]) : [];
    }

    unit(level, code) {
      return this.unitsBySize(level).find((u) => u.code === code);
    }

    /** Show townships by code; null shows the whole country. */
    zoomTo(codes) {
      const wanted = codes && new Set(codes);
      const bounds = wanted ? this.geometry.bounds((shape) => wanted.has(shape.code)) : this.home;
      if (bounds) this._fly(bounds.pad(wanted ? 0.15 : 0), FOCUS_ZOOM + 3);
    }

    /** Take one part's data; unchanged data costs nothing. */
    apply(name, data) {
      const text = JSON.stringify(data);
      if (this.shown[name] && this.shown[name].text === text) return;
      this.shown[name] = { text, data };
      if (name === "areas") this._applyAreas(data);
      else if (name === "frame") this._applyFrame(data);
      else this._applyLayer(name, data);
      this._settled();
    }

    /** A part that the page no longer sends. */
    drop(name) {
      delete this.shown[name];
      if (this.layers[name]) this.layers[name].remove();
      delete this.layers[name];
      this._settled();
    }

    _applyAreas(data) {
      if (data.level !== this.level) this.over = null;
      this.level = data.level;
      const at = this.position[this.level];
      for (const area of this.areas) {
        const digit = data.classes[at.get(atlas.unitOf(area.shape, this.level))];
        const veil = data.veiled && data.veiled[at.get(atlas.unitOf(area.shape, this.level))] === "1";
        const look = data.looks[parseInt(digit, 36)] || data.looks[data.looks.length - 1];
        area.look = veil ? { fill: look.fill, patterns: [...look.patterns, data.veil] } : look;
        area.options.weight = this.level === "t" ? 0.5 : 0;
        this.renderer._requestRedraw(area);
      }
      this._drawBorders();
      this.labels.redraw();
    }

    _drawBorders() {
      const finer = { t: "d", d: "d", s: "s", o: "o" }[this.level];
      const coarser = { t: "s", d: "s", s: "s", o: "o" }[this.level];
      this.fine.setArcs(this.geometry.borders(finer));
      this.coarse.setArcs(this.geometry.borders(coarser));
      this._choose(this.frame.selected);
    }

    // A frame that is not shown yet has no size, and no zoom would fit it: wait until it has one.
    _hasSize() {
      const size = this.map.getSize();
      return size.x > LEAST_PX && size.y > LEAST_PX;
    }

    _goHome() {
      if (this._hasSize()) this.map.fitBounds(this.home, { animate: false, padding: [10, 14] });
      else this.map.once("resize", () => this._goHome());
    }

    _applyFrame(data) {
      const before = this.frame.focus;
      this.frame = data;
      atlas.relabel(this);
      this.outlined.setArcs([...new Set((data.outlined || []).flatMap((code) => this.geometry.around("s", code)))]);
      this._choose(data.selected);
      this.labels.redraw();
      if (data.focus && (!before || before.turn !== data.focus.turn)) this._focus(data.focus.code);
    }

    _focus(code) {
      const bounds = this.geometry.bounds((shape) => [shape.code, shape.p.d, shape.p.s, shape.p.o].includes(code));
      if (bounds) this._fly(bounds.pad(this.position.t.has(code) ? 0.8 : 0.1), FOCUS_ZOOM + 2);
    }

    _fly(bounds, maxZoom) {
      if (!this._hasSize()) return void this.map.once("resize", () => this._fly(bounds, maxZoom));
      const how = { maxZoom, padding: [10, 14] };
      if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) this.map.fitBounds(bounds, { ...how, animate: false });
      else this.map.flyToBounds(bounds, { ...how, duration: 0.5 });
    }

    _applyLayer(name, data) {
      const make = {
        circles: () => atlas.circlesLayer(this, data),
        places: () => atlas.placesLayer(this, data),
        providers: () => new atlas.Providers(this, data),
      };
      if (this.layers[name]) this.layers[name].remove();
      const layer = (this.layers[name] = make[name]());
      layer.on("mouseover mousemove", (e) => this._overSign(e, e.propagatedFrom || e.layer));
      layer.on("mouseout", () => this._out());
      layer.on("click", (e) => this._pickSign(e.propagatedFrom || e.layer, e));
      layer.addTo(this.map);
      this.raise();
      if (name === "places") this.labels.redraw();
    }

    /** Lines above areas, signs above lines. */
    raise() {
      [this.fine, this.coarse, this.outlined, this.hovered, this.chosen].forEach((l) => l.bringToFront());
      ORDER.forEach((name) => this.layers[name] && this.layers[name].bringToFront());
    }

    _settled() {
      this.state.applied += 1;
      window.requestAnimationFrame(() =>
        window.requestAnimationFrame(() => {
          this.state.drawn = this.state.applied;
          this.state.drawnAt = performance.timeOrigin + performance.now();
        }),
      );
    }
  }

  let board = null;
  const sent = new Set();

  /** A Leaflet layer that stands for one part of the board: adding it shows the data, leaving it out drops the part. */
  atlas.part = (map, name, data) => {
    board = board || new Board(map);
    atlas.board = board;
    const stand = L.layerGroup();
    stand.on("add", () => {
      sent.add(name);
      board.apply(name, data);
    });
    stand.on("remove", () => {
      sent.delete(name);
      // The next set of parts is added in the same turn; what is still missing after it was left out.
      window.setTimeout(() => !sent.has(name) && board.shown[name] && board.drop(name), 0);
    });
    return stand;
  };
})();
