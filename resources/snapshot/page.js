// Draws the room on the map. Texts are only ever written as text; nothing is built from strings of markup.
function gridCommandPage(map, data) {
  "use strict";
  var svg = "http://www.w3.org/2000/svg";

  function line(text) { // an encoded polyline, precision 5, latitude first
    var points = [], at = 0, lat = 0, lon = 0;
    function step() {
      var bits, shift = 0, value = 0;
      do { bits = text.charCodeAt(at++) - 63; value |= (bits & 31) << shift; shift += 5; } while (bits >= 32);
      return value & 1 ? ~(value >> 1) : value >> 1;
    }
    while (at < text.length) { lat += step(); lon += step(); points.push([lat / 1e5, lon / 1e5]); }
    return points;
  }
  function element(tag, text, style) {
    var made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (style) made.className = style;
    return made;
  }
  function sign(shape, color, filled, size) {
    var box = document.createElementNS(svg, "svg"), path;
    box.setAttribute("viewBox", "-8 -8 16 16"); box.setAttribute("width", size); box.setAttribute("height", size);
    path = document.createElementNS(svg, shape === "circle" ? "circle" : "path");
    if (shape === "circle") path.setAttribute("r", 5.6);
    else path.setAttribute("d", { diamond: "M0-7 7 0 0 7-7 0Z", triangle: "M0-6.6 6.6 5.2H-6.6Z", square: "M-5.4-5.4H5.4V5.4H-5.4Z" }[shape]);
    path.setAttribute("fill", filled ? color : "none"); path.setAttribute("stroke", color); path.setAttribute("stroke-width", 1.8);
    box.appendChild(path);
    return box;
  }
  function rows(title, pairs) {
    var box = element("div", undefined, "gc-pop"), list = element("dl");
    box.appendChild(element("b", title));
    pairs.forEach(function (pair) {
      if (pair[1] === "" || pair[1] === null) return;
      list.appendChild(element("dt", pair[0]));
      list.appendChild(element("dd", String(pair[1]), pair[2]));
    });
    box.appendChild(list);
    return box;
  }

  function crowd() { // far off and among many, signs are smaller
    return data.incidents.length < 150 || map.getZoom() >= 14 ? 1 : map.getZoom() >= 13 ? 0.85 : 0.7;
  }

  // --- signs on a canvas: thousands cost no more than a few ---
  var canvas = L.canvas({ padding: 0.3 });
  var Matter = L.CircleMarker.extend({
    _updatePath: function () {
      if (!this._renderer._drawing || this._empty()) return;
      var c = this._renderer._ctx, p = this._point, o = this.options, r = o.radius * crowd(), s = o.shape;
      function figure(k) {
        c.beginPath();
        if (s === "circle") c.arc(p.x, p.y, k * 0.84, 0, 7);
        else if (s === "square") c.rect(p.x - k * 0.76, p.y - k * 0.76, k * 1.52, k * 1.52);
        else if (s === "diamond") { c.moveTo(p.x, p.y - k); c.lineTo(p.x + k, p.y); c.lineTo(p.x, p.y + k); c.lineTo(p.x - k, p.y); c.closePath(); }
        else { c.moveTo(p.x, p.y - k); c.lineTo(p.x + k, p.y + k * 0.74); c.lineTo(p.x - k, p.y + k * 0.74); c.closePath(); }
      }
      c.save(); c.globalAlpha = 1; c.lineJoin = "round";
      if (o.late) { c.beginPath(); c.arc(p.x, p.y, r + 4 * crowd(), 0, 7); c.lineWidth = 2 * crowd(); c.strokeStyle = data.colors.bad; c.stroke(); }
      figure(r); c.lineWidth = 3.4; c.strokeStyle = data.colors.halo; c.stroke();
      c.fillStyle = o.open ? o.tint : data.colors.ground; c.fill();
      c.lineWidth = 1.8; c.strokeStyle = o.tint; c.stroke();
      c.restore();
    }
  });

  // --- ground ---
  var colors = data.colors, layers = {}, everything = [];
  function area(rings, style) { return L.polygon(rings.map(line), style); }
  function group(name, shown) { var g = L.layerGroup(); layers[name] = g; if (shown) g.addTo(map); return g; }
  map.createPane("gc-ground").style.zIndex = 250; map.createPane("gc-areas").style.zIndex = 300;
  map.createPane("gc-figure").style.zIndex = 260; map.createPane("gc-roads").style.zIndex = 270;
  var low = L.canvas({ pane: "gc-ground", padding: 0.3 }), mid = L.canvas({ pane: "gc-areas", padding: 0.3 }), over = L.canvas({ pane: "gc-roads", padding: 0.3 });
  data.land.forEach(function (rings) { var a = area(rings, { renderer: low, stroke: false, fillColor: colors.land, fillOpacity: 1, interactive: false }).addTo(map); everything.push(a); });
  [["park", colors.park], ["water", colors.water]].forEach(function (kind) {
    data[kind[0]].forEach(function (rings) { area(rings, { renderer: low, stroke: false, fillColor: kind[1], fillOpacity: 1, interactive: false }).addTo(map); });
  });
  var roads = group(data.heads.roads, true);
  data.roads.forEach(function (road) {
    L.polyline(line(road[1]), { renderer: over, color: colors.road, weight: [4, 3.2, 2.2, 1.6][road[0]] || 1, opacity: 0.9, interactive: false }).addTo(roads);
  });
  data.levels.forEach(function (level) {
    var lines = group(level.name, level.shown), h = data.heads;
    level.areas.forEach(function (one) {
      var drawn = area(one.r, { renderer: mid, color: level.main ? colors.street : colors.grid, weight: level.main ? 1.8 : 0.8, opacity: level.main ? 0.9 : 0.7, fillColor: colors.accent, fillOpacity: 0 });
      drawn.bindPopup(function () { return rows(one.n, [[h.open, one.o], [h.late, one.t, one.t ? "late" : ""], [h.came, one.a], [h.done, one.c], [h.on_duty, one.d]].slice(0, one.o === undefined ? 0 : 5).concat(data.figure ? [[data.figure.title, one.v]] : [])); });
      drawn.on("mouseover", function () { drawn.setStyle({ fillOpacity: 0.08 }); }).on("mouseout", function () { drawn.setStyle({ fillOpacity: 0 }); });
      if (level.names) drawn.bindTooltip(element("span", one.n), { permanent: true, direction: "center", className: "gc-name" + (level.main ? "" : " small") });
      drawn.addTo(lines);
    });
  });

  // --- a base of others: pictures that lie in this page, the one that fits the scale; too near it would be a blur ---
  var credit = element("div", data.heads.schematic, "gc-corner");
  function layBase(base) {
    map.createPane("gc-base").style.zIndex = 255;
    var whole = group(base.title, true), shown = null, sheets = base.sheets.map(function (one) {
      return L.imageOverlay("data:image/jpeg;base64," + one.picture, one.corners, { pane: "gc-base", interactive: false });
    });
    function look() {
      var zoom = map.getZoom(), wanted = null;
      base.sheets.forEach(function (one, at) { if (wanted === null && zoom <= one.zoom + 0.5) wanted = at; });
      if (wanted === null && zoom <= base.farthest) wanted = sheets.length - 1;
      if (wanted === shown) return;
      if (shown !== null) whole.removeLayer(sheets[shown]);
      if (wanted !== null) whole.addLayer(sheets[wanted]);
      shown = wanted;
      say();
    }
    function say() { // where the base is not seen, the page's own roads are
      var there = shown !== null && map.hasLayer(whole);
      credit.textContent = there ? base.credit : data.heads.schematic;
      if (base.hides) map[there ? "removeLayer" : "addLayer"](roads);
    }
    whole.on("add", say).on("remove", say);
    map.on("zoomend", look);
    return look;
  }
  var lookAtBase = data.base ? layBase(data.base) : null;

  // --- areas in the colours of a figure: of the level an area of which is large enough on the screen ---
  function hatch(color) {
    var tile = document.createElement("canvas"), c = tile.getContext("2d");
    tile.width = tile.height = 6; c.strokeStyle = color; c.globalAlpha = 0.45;
    c.beginPath(); c.moveTo(-1, 7); c.lineTo(7, -1); c.moveTo(-1, 1); c.lineTo(1, -1); c.moveTo(5, 7); c.lineTo(7, 5); c.stroke();
    return c.createPattern(tile, "repeat");
  }
  function colourAreas(figure) {
    var pane = map.getPane("gc-figure"), fill = L.canvas({ pane: "gc-figure", padding: 0.3 });
    var none = hatch(figure.quiet), whole = group(figure.title, true), shown = null, made = [], key = L.control({ position: "bottomleft" });
    pane.style.opacity = figure.covered; // areas meet without a seam because each is solid; together they let the ground through
    function level() {
      var across = Math.pow(2, map.getZoom()), found = data.levels[0];
      data.levels.forEach(function (one) { if (one.size * across >= figure.aimed) found = one; });
      return found;
    }
    function polygons(one) {
      return L.layerGroup(one.areas.map(function (part, at) {
        var place = one.places[at], color = place === "-" ? none : figure.colors[+place];
        return area(part.r, { renderer: fill, stroke: place !== "-", color: color, weight: 1, opacity: 1, fillColor: color, fillOpacity: 1, interactive: false });
      }));
    }
    function legend(box, one) {
      box.textContent = "";
      box.appendChild(element("b", figure.title)).title = figure.about;
      one.notes.forEach(function (note) { box.appendChild(element("small", note)); });
      one.classes.forEach(function (pair) {
        var line = box.appendChild(element("div")), mark = line.appendChild(document.createElement("canvas")), c = mark.getContext("2d");
        mark.width = mark.height = 13;
        c.fillStyle = colors.land; c.fillRect(0, 0, 13, 13);
        c.globalAlpha = figure.covered; c.fillStyle = pair[0] < 0 ? none : figure.colors[pair[0]]; c.fillRect(0, 0, 13, 13);
        line.appendChild(element("span", pair[1]));
      });
    }
    function look() {
      var one = level();
      if (one === shown) return;
      if (shown) whole.removeLayer(made[data.levels.indexOf(shown)]);
      shown = one;
      var at = data.levels.indexOf(one);
      made[at] = made[at] || polygons(one);
      whole.addLayer(made[at]);
      legend(key.box, one);
    }
    key.onAdd = function () { key.box = element("div", undefined, "gc-key"); return key.box; };
    whole.on("add", function () { key.box.style.display = ""; }).on("remove", function () { key.box.style.display = "none"; });
    return function () { // when the other controls of its corner are there
      key.addTo(map);
      look();
      map.on("zoomend", look);
    };
  }
  var lookAtAreas = data.figure ? colourAreas(data.figure) : null;

  // --- people and incidents ---
  var people = group(data.heads.people, true);
  data.people.forEach(function (one) {
    var color = colors.worker[one.s], silent = one.s === "silent";
    L.circleMarker([one.y, one.x], { renderer: canvas, radius: 3.6, color: silent ? color : colors.halo, weight: silent ? 1.4 : 1, fillColor: silent ? colors.ground : color, fillOpacity: 1 })
      .bindPopup(function () { return rows(one.n, [[data.heads.role, one.r], [data.heads.state, data.states[one.s]], [data.heads.place, one.g], [data.heads.load, one.l], [data.heads.age, one.a]]); })
      .addTo(people);
  });
  var matters = group(data.heads.incidents, true), marks = [];
  function facts(one) {
    var h = data.heads;
    return rows(one.t, [[h.left, one.d, one.p], [h.severity, data.severities[one.s]], [h.stage, one.k], [h.category, one.c], [h.place, one.g], [h.address, one.a], [h.worker, one.w || h.nobody], [h.received, one.v], [h.source, one.q], [h.case, one.n]]);
  }
  for (var i = data.incidents.length - 1; i >= 0; i--) (function (one, at) { // what hurts most lies on top
    marks[at] = new Matter([one.y, one.x], { renderer: canvas, radius: [9.4, 8.6, 7.6, 6.8][one.s - 1], shape: data.shapes[one.s], tint: colors.severity[one.s - 1], open: !one.w, late: one.p === "late" })
      .bindPopup(function () { return facts(one); }, { maxWidth: 340 }).addTo(matters);
  })(data.incidents[i], i);

  // --- the list beside it ---
  var list = document.getElementById("gc-list"), find = document.getElementById("gc-find"), late = document.getElementById("gc-late"), MOST = 400;
  function go(at) {
    map.addLayer(matters);
    map.setView(marks[at].getLatLng(), Math.max(map.getZoom(), 15), { animate: false });
    marks[at].openPopup();
  }
  function fill() {
    var wanted = find.value.trim().toLowerCase(), shown = 0;
    list.textContent = "";
    data.incidents.forEach(function (one, at) {
      if (shown >= MOST || (late.checked && one.p !== "late")) return;
      if (wanted && (one.t + " " + one.g + " " + one.a + " " + one.c + " " + one.w + " " + one.n).toLowerCase().indexOf(wanted) < 0) return;
      var item = element("li"); shown++;
      item.tabIndex = 0;
      item.appendChild(sign(data.shapes[one.s], colors.severity[one.s - 1], true, 14));
      item.appendChild(element("span", one.t, "t"));
      item.appendChild(element("span", one.d, "d " + one.p));
      item.appendChild(element("small", one.g + (one.w ? " · " + one.w : "") + " · " + one.k));
      item.addEventListener("click", function () { go(at); });
      item.addEventListener("keydown", function (event) { if (event.key === "Enter") go(at); });
      list.appendChild(item);
    });
    if (!shown) list.appendChild(element("li", data.heads.none));
  }
  find.addEventListener("input", fill); late.addEventListener("change", fill); fill();

  // --- legend, controls, view ---
  var legend = document.getElementById("gc-legend");
  function explain(picture, text) { var item = element("span"); item.appendChild(picture); item.appendChild(element("i", text)).style.fontStyle = "normal"; legend.appendChild(item); }
  [1, 2, 3, 4].forEach(function (s) { explain(sign(data.shapes[s], colors.severity[s - 1], true, 13), data.severities[s]); });
  explain(sign("square", colors.severity[2], false, 13), data.heads.outline);
  if (data.people.length) Object.keys(data.states).forEach(function (s) { if (s !== "off_duty") explain(sign("circle", colors.worker[s], s !== "silent", 11), data.states[s]); });
  L.control.layers(null, layers, { collapsed: true }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  var corner = L.control({ position: "bottomright" });
  corner.onAdd = function () { return credit; };
  corner.addTo(map);
  function names() { map.getContainer().classList.toggle("gc-scale2", map.getZoom() < 13.5); }
  map.on("zoomend", names);
  var view = L.latLngBounds(data.view);
  map.fitBounds(view, { padding: [12, 12], animate: false }); names();
  if (lookAtBase) lookAtBase();
  if (lookAtAreas) lookAtAreas();
  document.documentElement.setAttribute("data-ready", String(data.incidents.length));
}
