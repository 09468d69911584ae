// Turns the static topology into what the canvas can draw: arcs shared by neighbours, rings, outlines.
// Every border is one arc, so thinning it for a zoom level never opens a gap between two townships.
(function () {
  "use strict";
  const atlas = (window.atlas = window.atlas || {});

  const WORLD_PX = 256; // Leaflet's spherical Mercator: the world is 256 px wide at zoom 0
  const THIN_PX = 0.6; // points closer than this to the one before are not drawn

  /** Longitude and latitude in degrees to the unit square of spherical Mercator. */
  function mercator(lon, lat) {
    const y = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
    return [lon / 360 + 0.5, 0.5 - y];
  }

  /** Arcs of the topology as Float64Array [x0, y0, x1, y1, ...] in the unit square. */
  function decodeArcs(topology) {
    const [kx, ky] = topology.transform.scale;
    const [dx, dy] = topology.transform.translate;
    return topology.arcs.map((arc) => {
      const out = new Float64Array(arc.length * 2);
      let x = 0;
      let y = 0;
      arc.forEach((step, i) => {
        x += step[0];
        y += step[1];
        const [mx, my] = mercator(x * kx + dx, y * ky + dy);
        out[2 * i] = mx;
        out[2 * i + 1] = my;
      });
      return out;
    });
  }

  /** Box [minX, minY, maxX, maxY] of some arcs in the unit square. */
  function boxOf(arcs, numbers) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const n of numbers) {
      const arc = arcs[n];
      for (let i = 0; i < arc.length; i += 2) {
        if (arc[i] < box[0]) box[0] = arc[i];
        if (arc[i + 1] < box[1]) box[1] = arc[i + 1];
        if (arc[i] > box[2]) box[2] = arc[i];
        if (arc[i + 1] > box[3]) box[3] = arc[i + 1];
      }
    }
    return box;
  }

  const positive = (reference) => (reference < 0 ? ~reference : reference);

  /** Townships with their rings (arc references), and for each arc the townships beside it. */
  function readShapes(topology, arcs) {
    const beside = arcs.map(() => []);
    const shapes = topology.objects.townships.geometries.map((geometry, position) => {
      const polygons = geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs || [];
      const rings = polygons.flat();
      const used = [...new Set(rings.flat().map(positive))];
      used.forEach((n) => beside[n].push(position));
      return { code: geometry.id, p: geometry.properties || {}, rings, arcs: used, box: boxOf(arcs, used) };
    });
    return { shapes, beside };
  }

  /** Unit of a township at a level: t township, d district, s state of 18, o state of 15. */
  const unitOf = (shape, level) => (level === "t" ? shape.code : shape.p[level]);

  class Geometry {
    constructor(topology) {
      this.arcs = decodeArcs(topology);
      Object.assign(this, readShapes(topology, this.arcs));
      this.facts = topology.atlas || {};
      this.projected = null;
      this.borderCache = {};
    }

    /** Numbers of the arcs whose two sides belong to different units of a level, the country's edge included. */
    borders(level) {
      if (!this.borderCache[level]) {
        const differ = (sides) => {
          const units = new Set(sides.map((s) => unitOf(this.shapes[s], level)));
          return sides.length === 1 || units.size > 1;
        };
        this.borderCache[level] = this.arcs.map((_, n) => n).filter((n) => this.beside[n].length && differ(this.beside[n]));
      }
      return this.borderCache[level];
    }

    /** Numbers of the arcs around one unit. */
    around(level, code) {
      const own = this.shapes.filter((shape) => unitOf(shape, level) === code);
      const count = new Map();
      own.forEach((shape) => shape.arcs.forEach((n) => count.set(n, (count.get(n) || 0) + 1)));
      return [...count.keys()].filter((n) => count.get(n) === 1);
    }

    /** Leaflet bounds of the shapes that `wanted` accepts; null where there are none. */
    bounds(wanted) {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const shape of this.shapes) {
        if (!wanted(shape)) continue;
        box[0] = Math.min(box[0], shape.box[0]);
        box[1] = Math.min(box[1], shape.box[1]);
        box[2] = Math.max(box[2], shape.box[2]);
        box[3] = Math.max(box[3], shape.box[3]);
      }
      if (box[0] === Infinity) return null;
      const degrees = (x, y) => [(360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90, (x - 0.5) * 360];
      return window.L.latLngBounds(degrees(box[0], box[3]), degrees(box[2], box[1]));
    }

    /** Scale and origin that take the unit square to the map's layer points at its present zoom. */
    frame(map) {
      const origin = map.getPixelOrigin();
      return { k: WORLD_PX * 2 ** map.getZoom(), x: origin.x, y: origin.y };
    }

    /** Arcs in layer points, thinned for the zoom; kept until the zoom or the origin changes. */
    at(map) {
      const f = this.frame(map);
      const key = `${f.k}/${f.x}/${f.y}`;
      if (!this.projected || this.projected.key !== key) {
        this.projected = { key, arcs: this.arcs.map((arc) => thin(arc, f)) };
      }
      return this.projected.arcs;
    }

    /** Path of rings in layer points. */
    ringPath(map, rings) {
      const arcs = this.at(map);
      const path = new Path2D();
      for (const ring of rings) {
        let begun = false;
        for (const reference of ring) {
          trace(path, arcs[positive(reference)], reference < 0, !begun);
          begun = true;
        }
        path.closePath();
      }
      return path;
    }

    /** Path of single arcs in layer points. */
    linePath(map, numbers) {
      const arcs = this.at(map);
      const path = new Path2D();
      numbers.forEach((n) => trace(path, arcs[n], false, true));
      return path;
    }

    /** Box of the unit square in layer points, as Leaflet bounds. */
    pixelBox(map, box) {
      const f = this.frame(map);
      const corner = (x, y) => window.L.point(x * f.k - f.x, y * f.k - f.y);
      return window.L.bounds(corner(box[0], box[1]), corner(box[2], box[3]));
    }
  }

  function thin(arc, f) {
    const out = [];
    const last = arc.length - 2;
    let px = NaN;
    let py = NaN;
    for (let i = 0; i <= last; i += 2) {
      const x = arc[i] * f.k - f.x;
      const y = arc[i + 1] * f.k - f.y;
      if (i === 0 || i === last || Math.abs(x - px) + Math.abs(y - py) > THIN_PX) {
        out.push(x, y);
        px = x;
        py = y;
      }
    }
    return out;
  }

  function trace(path, points, backwards, move) {
    const n = points.length / 2;
    for (let i = 0; i < n; i += 1) {
      const j = 2 * (backwards ? n - 1 - i : i);
      if (i === 0 && move) path.moveTo(points[j], points[j + 1]);
      else path.lineTo(points[j], points[j + 1]);
    }
  }

  atlas.Geometry = Geometry;
  atlas.unitOf = unitOf;
  atlas.boxOf = boxOf;
})();
