// Names on the map: only those that fit their unit and do not cover another, larger units first.
(function () {
  "use strict";
  const L = window.L;
  const atlas = window.atlas;
  const FITS = 1.1; // a name may be this much wider than its unit
  const TOWNSHIP_ZOOM = 7;

  /** Which level's names to write at a zoom, and how. */
  function style(level, zoom) {
    if (level === "s" || level === "o") return { level, font: `600 12px ${atlas.FONT}`, ink: "#1b2a33", all: true };
    if (zoom < TOWNSHIP_ZOOM) return { level: "s", font: `600 11px ${atlas.FONT}`, ink: "#51626d", all: true };
    return { level, font: `${level === "d" ? 600 : 500} 11px ${atlas.FONT}`, ink: "#1b2a33", all: false };
  }

  const SIGN_PX = 15;

  const Labels = L.Layer.extend({
    initialize(board) {
      this.board = board;
    },
    onAdd(map) {
      const canvas = (this.canvas = L.DomUtil.create("canvas", "atlas-labels"));
      map.getPane("overlayPane").appendChild(canvas);
      this.redraw();
    },
    onRemove() {
      L.DomUtil.remove(this.canvas);
    },
    getEvents() {
      return { moveend: this.redraw, zoomstart: this.hide, zoomend: this.redraw, resize: this.redraw };
    },
    hide() {
      this.canvas.style.visibility = "hidden";
    },
    redraw() {
      if (!this._map) return;
      const map = this._map;
      const size = map.getSize();
      const ratio = L.Browser.retina ? 2 : 1;
      const canvas = this.canvas;
      const corner = map.containerPointToLayerPoint([0, 0]);
      L.DomUtil.setPosition(canvas, corner);
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      canvas.style.visibility = "";
      const ctx = canvas.getContext("2d");
      ctx.scale(ratio, ratio);
      this._write(ctx, map, size, corner);
    },
    _write(ctx, map, size, corner) {
      const board = this.board;
      const how = style(board.level, map.getZoom());
      const view = L.bounds([0, 0], size);
      const taken = [];
      const signs = board.signPoints().map(([lat, lon]) => map.latLngToLayerPoint([lat, lon]).subtract(corner));
      ctx.font = how.font;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.lineJoin = "round";
      ctx.strokeStyle = "rgba(255,255,255,0.85)";
      ctx.lineWidth = 3;
      ctx.fillStyle = how.ink;
      for (const unit of board.unitsBySize(how.level)) {
        const box = board.geometry.pixelBox(map, unit.box);
        const at = map.latLngToLayerPoint([unit.lat, unit.lon]).subtract(corner);
        if (!view.contains(at)) continue;
        const below = board.circleRadius(how.level, unit.code);
        if (below > 4) at.y += below + 8;
        const name = board.nameOf(how.level, unit.code);
        const width = ctx.measureText(name).width;
        if (!how.all && width > box.getSize().x * FITS) continue;
        const around = () => L.bounds(at.subtract([width / 2 + 3, 8]), at.add([width / 2 + 3, 8]));
        const covered = signs.filter((sign) => around().contains(sign)).map((sign) => sign.y);
        if (covered.length) at.y = Math.min(...covered) - SIGN_PX; // a name gives way to a sign
        const place = around();
        if (taken.some((other) => other.intersects(place))) continue;
        taken.push(place);
        ctx.strokeText(name, at.x, at.y);
        ctx.fillText(name, at.x, at.y);
      }
    },
  });

  atlas.Labels = Labels;
})();
