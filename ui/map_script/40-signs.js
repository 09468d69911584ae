// Providers and places as signs: counted together where they would overlap, fanned out where there is room.
(function () {
  "use strict";
  const L = window.L;
  const atlas = window.atlas;
  const FAN_ZOOM = 8.5;
  const NEAR_PX = 20;
  const LISTED = 8;
  const GOLDEN = 2.399963;

  /** Pixel shift of the i-th of several signs at one place: a sunflower's spiral. */
  function fan(i, n) {
    if (n === 1) return [0, 0];
    const r = 8.5 * Math.sqrt(i + 0.4);
    return [r * Math.cos(i * GOLDEN), r * Math.sin(i * GOLDEN)];
  }

  /** Rows by township, each with the township's town as its place. */
  function stacks(board, rows) {
    const byTownship = new Map();
    for (const row of rows) {
      if (!byTownship.has(row[0])) byTownship.set(row[0], []);
      byTownship.get(row[0]).push(row);
    }
    return [...byTownship].map(([position, own]) => {
      const place = board.places.t[position];
      own.sort((a, b) => a[2] - b[2]);
      return { codes: [place[0]], lat: place[6], lon: place[7], rows: own };
    });
  }

  /** Stacks closer than NEAR_PX joined, the largest first, so that no sign hides another. */
  function joined(map, all) {
    const points = [];
    const ordered = [...all].sort((a, b) => b.rows.length - a.rows.length);
    const out = [];
    for (const stack of ordered) {
      const p = map.latLngToLayerPoint([stack.lat, stack.lon]);
      const near = points.findIndex((q) => q.distanceTo(p) < NEAR_PX);
      if (near < 0) {
        points.push(p);
        out.push({ ...stack, codes: [...stack.codes], rows: [...stack.rows] });
      } else {
        out[near].codes.push(...stack.codes);
        out[near].rows.push(...stack.rows);
      }
    }
    return out;
  }

  function sign(lat, lon, kind, more) {
    return new atlas.Sign([lat, lon], {
      renderer: more.renderer,
      radius: more.radius || 5,
      shape: kind.shape,
      fillColor: kind.colour,
      hollow: more.hollow || false,
      color: "#ffffff",
      count: more.count || 0,
      shift: more.shift || [0, 0],
      fillOpacity: more.fillOpacity || 1,
    });
  }

  /** Layer of the providers. data: {kinds, organisations, services, rows: [[township, organisation, kind, bits, unconfirmed]], words}. */
  const Providers = L.FeatureGroup.extend({
    initialize(board, data) {
      L.FeatureGroup.prototype.initialize.call(this);
      this.board = board;
      this.data = data;
      this.stacks = stacks(board, data.rows);
    },
    onAdd(map) {
      this._map = map;
      this.rebuild();
      map.on("zoomend", this.rebuild, this);
    },
    onRemove(map) {
      map.off("zoomend", this.rebuild, this);
      L.FeatureGroup.prototype.onRemove.call(this, map);
    },
    rebuild() {
      this.clearLayers();
      const map = this._map;
      const fanned = map.getZoom() >= FAN_ZOOM;
      if (fanned) this.stacks.forEach((stack) => this._fan(stack));
      else joined(map, this.stacks).forEach((stack) => this._count(stack));
      this.board.raise();
    },
    _fan(stack) {
      stack.rows.forEach((row, i) => {
        const kind = this.data.kinds[row[2]];
        const made = sign(stack.lat, stack.lon, kind, {
          renderer: this.board.renderer,
          shift: fan(i, stack.rows.length),
          hollow: row[4] === 1,
        });
        this._add(made, stack.codes, [row]);
      });
    },
    _count(stack) {
      const best = stack.rows.reduce((a, b) => (b[2] < a[2] ? b : a));
      const unconfirmed = stack.rows.every((row) => row[4] === 1);
      const made = sign(stack.lat, stack.lon, this.data.kinds[best[2]], {
        renderer: this.board.renderer,
        count: stack.rows.length,
        radius: 4,
        hollow: unconfirmed,
      });
      this._add(made, stack.codes, stack.rows);
    },
    _add(made, codes, rows) {
      made.atlasPick = codes;
      made.atlasTip = () => this._tip(codes, rows);
      this.addLayer(made);
    },
    _tip(codes, rows) {
      const { kinds, organisations, words } = this.data;
      const title = codes.length === 1 ? this.board.nameOf("t", codes[0]) : words.townships.replace("{n}", atlas.number(codes.length));
      const tip = atlas.tip(title, "", "");
      rows.slice(0, LISTED).forEach((row) => {
        const about = [kinds[row[2]].label, this._services(row[3])].filter(Boolean).join(" · ");
        tip.line(organisations[row[1]], row[4] === 1 ? `${about} · ${words.unconfirmed}` : about);
      });
      if (rows.length > LISTED) tip.note(words.more.replace("{n}", atlas.number(rows.length - LISTED)));
      return tip.node;
    },
    _services(bits) {
      return this.data.services.filter((_, i) => Math.floor(bits / 2 ** i) % 2 === 1).join(", ");
    },
  });

  /** Layer of fixed places. data: {kinds: [{label, shape, colour, shift}], rows: [[kind, title, line, lat, lon, reach_km, township]]}. */
  function placesLayer(board, data) {
    const group = L.featureGroup();
    data.rows.forEach(([k, title, line, lat, lon, reachKm, position]) => {
      const kind = data.kinds[k];
      if (reachKm) {
        group.addLayer(
          L.circle([lat, lon], {
            renderer: board.renderer, radius: reachKm * 1000, interactive: false,
            color: kind.colour, weight: 1, opacity: 0.8, dashArray: "4 4", fillColor: kind.colour, fillOpacity: 0.05,
          }),
        );
      }
    });
    data.rows.forEach(([k, title, line, lat, lon, reachKm, position]) => {
      const kind = data.kinds[k];
      const made = sign(lat, lon, kind, { renderer: board.renderer, shift: kind.shift, radius: 4.8 });
      made.atlasPick = [board.places.t[position][0]];
      made.atlasTip = () => {
        const tip = atlas.tip(title, "", kind.label);
        if (line) tip.note(line);
        return tip.node;
      };
      group.addLayer(made);
    });
    return group;
  }

  /** Layer of proportional circles. data: {level, values, maximum, radius, colour}: area stands for the number. */
  function circlesLayer(board, data) {
    const group = L.featureGroup();
    const units = board.places[data.level];
    const order = units.map((_, i) => i).filter((i) => data.values[i] > 0);
    order.sort((a, b) => data.values[b] - data.values[a]);
    order.forEach((i) => {
      const unit = board.unit(data.level, units[i][0]);
      if (!unit) return;
      const radius = data.radius * Math.sqrt(data.values[i] / data.maximum);
      const made = sign(unit.lat, unit.lon, { shape: "circle", colour: data.colour }, {
        renderer: board.renderer, radius: Math.max(radius, 1.5), fillOpacity: data.hollow ? 0.9 : 0.72, hollow: data.hollow,
      });
      made.atlasUnit = unit.code;
      group.addLayer(made);
    });
    return group;
  }

  atlas.Providers = Providers;
  atlas.placesLayer = placesLayer;
  atlas.circlesLayer = circlesLayer;
})();
