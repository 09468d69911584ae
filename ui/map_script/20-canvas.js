// What Leaflet's canvas cannot draw by itself: areas from shared arcs, hatch patterns, symbols of different shapes.
(function () {
  "use strict";
  const L = window.L;
  const atlas = window.atlas;
  const TILE_PX = 8;
  const STRIPE_PX = 14;

  const tiles = new Map();

  function strokes(ctx, lines, width) {
    ctx.lineWidth = width;
    ctx.beginPath();
    lines.forEach(([x0, y0, x1, y1]) => {
      ctx.moveTo(x0, y0);
      ctx.lineTo(x1, y1);
    });
    ctx.stroke();
  }

  const slant = (t) => [
    [-1, t + 1, t + 1, -1],
    [-1, 1, 1, -1],
    [t - 1, t + 1, t + 1, t - 1],
  ];
  const mirrored = (lines, t) => lines.map(([x0, y0, x1, y1]) => [t - x0, y0, t - x1, y1]);

  // Names are those of ui/palette.py; `stripes` says "unconfirmed".
  const draw = {
    dots(ctx, t) {
      ctx.beginPath();
      ctx.arc(t / 4, t / 4, 1, 0, 7);
      ctx.arc((3 * t) / 4, (3 * t) / 4, 1, 0, 7);
      ctx.fill();
    },
    diagonal: (ctx, t) => strokes(ctx, slant(t), 1.1),
    backdiagonal: (ctx, t) => strokes(ctx, mirrored(slant(t), t), 1.1),
    horizontal: (ctx, t) => strokes(ctx, [[0, t / 4, t, t / 4], [0, (3 * t) / 4, t, (3 * t) / 4]], 1),
    grid: (ctx, t) => strokes(ctx, [[0, t / 2, t, t / 2], [t / 2, 0, t / 2, t]], 1),
    cross: (ctx, t) => strokes(ctx, slant(t).concat(mirrored(slant(t), t)), 0.8),
    stripes: (ctx, t) => strokes(ctx, slant(t), 3.2),
  };

  /** A repeating tile, drawn once for each name and ink, sharp on dense screens. */
  function pattern(ctx, name, ink) {
    if (!draw[name]) return null;
    const ratio = L.Browser.retina ? 2 : 1;
    const key = `${name} ${ink} ${ratio}`;
    if (!tiles.has(key)) {
      const size = name === "stripes" ? STRIPE_PX : TILE_PX;
      const tile = document.createElement("canvas");
      tile.width = tile.height = size * ratio;
      const pen = tile.getContext("2d");
      pen.scale(ratio, ratio);
      pen.strokeStyle = pen.fillStyle = ink;
      draw[name](pen, size);
      const made = ctx.createPattern(tile, "repeat");
      made.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, 0, 0]));
      tiles.set(key, made);
    }
    return tiles.get(key);
  }

  function fillWith(ctx, style, path) {
    ctx.globalAlpha = 1;
    ctx.fillStyle = style.fill;
    ctx.fill(path, "evenodd");
    for (const [name, ink] of style.patterns || []) {
      const tile = pattern(ctx, name, ink);
      if (tile) {
        ctx.fillStyle = tile;
        ctx.fill(path, "evenodd");
      }
    }
  }

  function line(ctx, options, path) {
    ctx.globalAlpha = options.opacity;
    ctx.lineWidth = options.weight;
    ctx.strokeStyle = options.color;
    ctx.lineCap = ctx.lineJoin = "round";
    ctx.setLineDash(options.dash || []);
    ctx.stroke(path);
    ctx.setLineDash([]);
  }

  /** One township's area, drawn from the shared arcs. `look`: {fill, patterns: [[name, ink]]}. */
  const Area = L.Path.extend({
    options: { interactive: true, bubblingMouseEvents: true, color: "#ffffff", weight: 0.6, opacity: 0.9 },
    initialize(geometry, shape, options) {
      L.setOptions(this, options);
      this.geometry = geometry;
      this.shape = shape;
      this.look = null;
    },
    _project() {
      this._pxBounds = this.geometry.pixelBox(this._map, this.shape.box);
      this._path2d = null;
    },
    _update() {},
    _empty: () => false,
    _drawn() {
      this._path2d = this._path2d || this.geometry.ringPath(this._map, this.shape.rings);
      return this._path2d;
    },
    _updatePath() {
      if (!this._renderer._drawing || !this.look) return;
      const ctx = this._renderer._ctx;
      fillWith(ctx, this.look, this._drawn());
      // A border of its own colour closes the hairline that antialiasing leaves between two areas.
      line(ctx, this.options.weight ? this.options : { color: this.look.fill, weight: 0.8, opacity: 1 }, this._drawn());
    },
    _containsPoint(point) {
      if (!this._pxBounds.contains(point)) return false;
      const ctx = this._renderer._ctx;
      ctx.save();
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      const inside = ctx.isPointInPath(this._drawn(), point.x, point.y, "evenodd");
      ctx.restore();
      return inside;
    },
  });

  /** Borders of a level, or the outline of one unit. */
  const Lines = L.Path.extend({
    options: { interactive: false, color: "#51626d", weight: 1, opacity: 1 },
    initialize(geometry, numbers, options) {
      L.setOptions(this, options);
      this.geometry = geometry;
      this.setArcs(numbers);
    },
    setArcs(numbers) {
      this.numbers = numbers;
      this.box = atlas.boxOf(this.geometry.arcs, numbers);
      if (this._map) this.redraw();
    },
    _project() {
      this._path2d = null;
      this._pxBounds = this.numbers.length ? this.geometry.pixelBox(this._map, this.box) : null;
    },
    _update() {},
    _updatePath() {
      if (!this._renderer._drawing || !this.numbers.length) return;
      this._path2d = this._path2d || this.geometry.linePath(this._map, this.numbers);
      line(this._renderer._ctx, this.options, this._path2d);
    },
    _containsPoint: () => false,
  });

  const polygon = (ctx, p, r, corners) => {
    corners.forEach(([x, y], i) => ctx[i ? "lineTo" : "moveTo"](p.x + x * r, p.y + y * r));
    ctx.closePath();
  };
  // Shapes of the legend (ui/map_legend.py draws the same ones).
  const shapes = {
    circle: (ctx, p, r) => ctx.arc(p.x, p.y, r, 0, 2 * Math.PI),
    square: (ctx, p, r) => polygon(ctx, p, r, [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]]),
    diamond: (ctx, p, r) => polygon(ctx, p, r, [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]]),
    triangle: (ctx, p, r) => polygon(ctx, p, r, [[0, -1.15], [1.1, 0.85], [-1.1, 0.85]]),
    house: (ctx, p, r) => polygon(ctx, p, r, [[0, -1.25], [1.1, -0.25], [1.1, 1], [-1.1, 1], [-1.1, -0.25]]),
    star: (ctx, p, r) =>
      polygon(ctx, p, r, [
        [0, -1.35], [0.34, -0.47], [1.28, -0.42], [0.55, 0.18], [0.79, 1.09],
        [0, 0.58], [-0.79, 1.09], [-0.55, 0.18], [-1.28, -0.42], [-0.34, -0.47],
      ]),
    plus: (ctx, p, r) =>
      polygon(ctx, p, r, [
        [-0.4, -1.15], [0.4, -1.15], [0.4, -0.4], [1.15, -0.4], [1.15, 0.4], [0.4, 0.4],
        [0.4, 1.15], [-0.4, 1.15], [-0.4, 0.4], [-1.15, 0.4], [-1.15, -0.4], [-0.4, -0.4],
      ]),
    ex: (ctx, p, r) => {
      const turned = [[-0.35, -1], [0.35, -1], [0.35, -0.35], [1, -0.35], [1, 0.35], [0.35, 0.35],
        [0.35, 1], [-0.35, 1], [-0.35, 0.35], [-1, 0.35], [-1, -0.35], [-0.35, -0.35]];
      polygon(ctx, p, r, turned.map(([x, y]) => [(x - y) * 0.78, (x + y) * 0.78]));
    },
  };

  /** A small sign at a place, shifted by `shift` pixels, with an optional count beside it. */
  const Sign = L.CircleMarker.extend({
    options: { shape: "circle", shift: [0, 0], count: 0, hollow: false, radius: 5, weight: 1.2, fillOpacity: 1 },
    _project() {
      this._point = this._map.latLngToLayerPoint(this._latlng).add(this.options.shift);
      this._updateBounds();
    },
    _updateBounds() {
      const reach = this._radius * 1.3 + this.options.weight + (this.options.count > 1 ? 14 : 1);
      this._pxBounds = new L.Bounds(this._point.subtract([reach, reach]), this._point.add([reach, reach]));
    },
    _updatePath() {
      const renderer = this._renderer;
      if (!renderer._drawing || !renderer._bounds.intersects(this._pxBounds)) return;
      const ctx = renderer._ctx;
      const o = this.options;
      ctx.beginPath();
      (shapes[o.shape] || shapes.circle)(ctx, this._point, this._radius);
      ctx.globalAlpha = o.fillOpacity;
      ctx.fillStyle = o.hollow ? "#ffffff" : o.fillColor;
      ctx.fill();
      ctx.globalAlpha = 1;
      ctx.lineWidth = o.hollow ? 1.8 : o.weight;
      ctx.lineJoin = "round";
      ctx.strokeStyle = o.hollow ? o.fillColor : o.color;
      ctx.setLineDash([]);
      ctx.stroke();
      if (o.count > 1) this._writeCount(ctx, o);
    },
    _writeCount(ctx, o) {
      const x = this._point.x + this._radius * 0.95;
      const y = this._point.y - this._radius * 0.95;
      ctx.font = `600 10px ${atlas.FONT}`;
      ctx.textAlign = "left";
      ctx.textBaseline = "middle";
      ctx.lineWidth = 2.6;
      ctx.strokeStyle = "#ffffff";
      const text = atlas.number(o.count);
      ctx.strokeText(text, x, y);
      ctx.fillStyle = "#1b2a33";
      ctx.fillText(text, x, y);
    },
  });

  atlas.FONT = '"Noto Sans", "Noto Sans Myanmar", Padauk, "Myanmar Text", Pyidaungsu, system-ui, sans-serif';
  atlas.Area = Area;
  atlas.Lines = Lines;
  atlas.Sign = Sign;
})();
