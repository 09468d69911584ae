// Buttons and words on the map itself.
(function () {
  "use strict";
  const L = window.L;
  const atlas = window.atlas;

  const Corner = L.Control.extend({
    onAdd() {
      this.box = L.DomUtil.create("div", this.options.className);
      L.DomEvent.disableClickPropagation(this.box);
      return this.box;
    },
  });

  atlas.controls = (board) => {
    board.zoom = L.control.zoom({ position: "topleft" }).addTo(board.map);
    board.views = new Corner({ position: "topright", className: "atlas-views leaflet-bar" }).addTo(board.map);
    board.caption = new Corner({ position: "bottomright", className: "atlas-caption" }).addTo(board.map);
    board.badge = new Corner({ position: "bottomleft", className: "atlas-badge" }).addTo(board.map);
    board.map.getContainer().setAttribute("role", "application");
  };

  /** Words of the present language. frame: {views: [[label, codes]], caption, badge, describe}. */
  atlas.relabel = (board) => {
    const frame = board.frame;
    board.map.getContainer().setAttribute("aria-label", frame.describe || "");
    board.views.box.replaceChildren(
      ...(frame.views || []).map(([label, codes]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = label;
        button.addEventListener("click", () => board.zoomTo(codes));
        return button;
      }),
    );
    const zoom = board.zoom.getContainer().querySelectorAll("a");
    (frame.zoom_words || []).forEach((words, i) => {
      zoom[i].title = words;
      zoom[i].setAttribute("aria-label", words);
    });
    board.caption.box.textContent = frame.caption || "";
    board.badge.box.textContent = frame.badge || "";
    board.badge.box.hidden = !frame.badge;
  };
})();
