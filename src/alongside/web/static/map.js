// The map: loaded by this page alone. The course comes once, the field every few seconds while anybody looks.
const box = document.getElementById("map");
const says = document.getElementById("map-says");
const EVERY_MS = 5000;
const ROOM = innerWidth < 600 ? 24 : { top: 40, bottom: 30, left: 100, right: 130 }; // around the course, for names beside it
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const ink = dark
  ? { ground: "#10141a", water: "#1d3550", land: "#1a1f26", road: "#3a424d", course: "#8c96a5", few: "#6f9ff0", many: "#ffcf70", text: "#fff", halo: "#000" }
  : { ground: "#eef1f4", water: "#b9d3ea", land: "#f7f7f3", road: "#ffffff", course: "#8a929e", few: "#3d6fc4", many: "#a30000", text: "#000", halo: "#fff" };
const courses = new Map(); // by distance: its points and their metres
const marks = new Map(); // what moves: sweeps, and whom somebody looked up
let map, library;

function hasWebGL() {
  try { return Boolean(document.createElement("canvas").getContext("webgl2")); } catch { return false; }
}

function pointAt(course, m) {
  const { along, points } = course;
  let i = 1;
  while (i < along.length - 1 && along[i] < m) i += 1;
  const share = Math.min(1, Math.max(0, (m - along[i - 1]) / (along[i] - along[i - 1] || 1)));
  return points[i - 1].map((from, n) => from + share * (points[i][n] - from));
}

function stretch(course, from, to) {
  const between = course.points.filter((_, i) => course.along[i] > from && course.along[i] < to);
  return [pointAt(course, from), ...between, pointAt(course, to)];
}

function keep(collection) {
  for (const { geometry, properties } of collection.features) {
    if (properties.kind !== "course") continue;
    courses.set(properties.id, { points: geometry.coordinates, along: properties.along_m, nth: courses.size });
  }
}

function bounds() {
  const all = new library.LngLatBounds();
  for (const course of courses.values()) for (const point of course.points) all.extend(point);
  return all;
}

function baseLayers() {
  const fill = (id, colour, filter) => ({ id, type: "fill", source: "base", "source-layer": id, paint: { "fill-color": colour }, ...(filter ?? {}) });
  return [fill("earth", ink.land), fill("water", ink.water, { filter: ["==", ["geometry-type"], "Polygon"] }), {
    id: "roads", type: "line", source: "base", "source-layer": "roads",
    paint: { "line-color": ink.road, "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.5, 13, 2, 16, 6] },
  }];
}

function script(address) { // the reader of base maps is no module: it names itself for everybody
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    Object.assign(element, { src: address, onload: resolve, onerror: reject });
    document.head.append(element);
  });
}

async function style() {
  const made = { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": ink.ground } }] };
  if (!box.dataset.base) return made;
  await script(box.dataset.tiles);
  library.addProtocol("pmtiles", new globalThis.pmtiles.Protocol().tile);
  const url = `pmtiles://${new URL(box.dataset.base, location.origin)}`;
  made.sources.base = { type: "vector", url, attribution: "Protomaps, OpenStreetMap contributors" };
  made.layers.push(...baseLayers());
  return made;
}

function nameZoom() { // on a small map of a whole course there is no room for names: they come with the first steps closer
  return innerWidth < 600 ? map.getZoom() + 0.6 : 0;
}

function named(kind, radius) {
  return [
    { id: kind, type: "circle", source: "course", filter: ["==", ["get", "kind"], kind],
      paint: { "circle-radius": radius, "circle-color": kind === "mat" ? ink.text : ink.halo, "circle-stroke-color": ink.text, "circle-stroke-width": 2 } },
    { id: `${kind}-name`, type: "symbol", minzoom: nameZoom(), source: "course", filter: ["==", ["get", "kind"], kind],
      layout: { "text-field": ["get", "name"], "text-font": ["system-ui"], "text-size": 15, "text-anchor": "left", "text-offset": [0.8, 0], "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 0.8 },
      paint: { "text-color": ink.text, "text-halo-color": ink.halo, "text-halo-width": 2 } },
  ];
}

function layers(collection) {
  map.addSource("course", { type: "geojson", data: collection });
  map.addSource("field", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addLayer({ id: "line", type: "line", source: "course", filter: ["==", ["get", "kind"], "course"],
    layout: { "line-join": "round" }, paint: { "line-color": ink.course, "line-width": 3 } });
  map.addLayer({ id: "field", type: "line", source: "field", layout: { "line-join": "round" },
    paint: { "line-color": ["interpolate", ["linear"], ["get", "level"], 0, ink.few, 1, ink.many],
      "line-width": ["+", 4, ["*", 10, ["get", "level"]]], "line-offset": ["*", 6, ["get", "nth"]] } });
  for (const layer of [...named("mat", 5), ...named("station", 6)]) map.addLayer(layer);
}

function density(now) {
  const most = Math.max(...now.distances.flatMap((one) => one.density.map((n) => n / one.bin_m))) || 1;
  return now.distances.flatMap((one) => {
    const course = courses.get(one.id);
    if (!course) return [];
    return one.density.flatMap((n, i) => n ? [{
      type: "Feature",
      geometry: { type: "LineString", coordinates: stretch(course, i * one.bin_m, Math.min(one.length_m, (i + 1) * one.bin_m)) },
      properties: { level: Math.sqrt(n / one.bin_m / most), nth: course.nth },
    }] : []);
  });
}

function mark(key, text, distance, along, kind) {
  const course = courses.get(distance);
  if (!course) return;
  let held = marks.get(key);
  if (!held) {
    const element = document.createElement("div");
    element.className = `map-mark ${kind}`;
    held = new library.Marker({ element, anchor: "bottom" }).setLngLat([0, 0]);
    marks.set(key, held);
  }
  held.getElement().textContent = text;
  held.setLngLat(pointAt(course, along)).addTo(map);
}

async function follow() {
  if (document.hidden) return;
  try {
    const answer = await fetch(box.dataset.now, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const now = await answer.json();
    map.getSource("field").setData({ type: "FeatureCollection", features: density(now) });
    for (const sweep of now.sweeps) mark(`sweep ${sweep.name}`, sweep.name, sweep.distance, sweep.along_m, "sweep");
    const where = now.sweeps.map((sweep) => sweep.says).join("; ");
    says.textContent = `As of ${now.as_of}.${where ? ` ${where}.` : ""}`;
    box.dataset.drawn = now.as_of;
  } catch {
    const since = box.dataset.drawn ? ` It shows ${box.dataset.drawn}.` : "";
    says.textContent = `No news comes: the map stands still.${since}`;
  }
}

async function look(event) {
  event.preventDefault();
  const form = event.target;
  let found;
  try {
    const answer = await fetch(form.dataset.to, {
      method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form)),
    });
    found = await answer.json();
  } catch { found = { error: "No connection: ask again when there is one." }; }
  says.textContent = found.says ?? found.error;
  marks.get("looked")?.remove();
  if (found.distance === undefined) return;
  mark("looked", found.says, found.distance, found.along_m, "looked");
  map.jumpTo({ center: marks.get("looked").getLngLat(), zoom: Math.max(14, map.getZoom()) });
}

const DO = { in: () => map.zoomIn({ animate: false }), out: () => map.zoomOut({ animate: false }), whole: () => map.fitBounds(bounds(), { padding: ROOM, animate: false }) };

async function open() {
  if (!hasWebGL()) {
    says.textContent = "This browser cannot draw the map (it has no WebGL). The strips below show the same.";
    return;
  }
  says.textContent = "The map is being loaded ...";
  const collection = await (await fetch(box.dataset.course)).json();
  library = await import(box.dataset.library);
  keep(collection);
  for (const id of ["map", "map-buttons", "map-key"]) document.getElementById(id).hidden = false;
  map = new library.Map({
    container: box, style: await style(), bounds: bounds(), fitBoundsOptions: { padding: ROOM }, maxZoom: 18,
    attributionControl: box.dataset.base ? { compact: false } : false, cooperativeGestures: true, dragRotate: false, pitchWithRotate: false, fadeDuration: 0,
  });
  map.getCanvas().setAttribute("aria-label", "Map of the course; the strips below say the same in words");
  map.on("error", (event) => console.warn(event.error?.message ?? event));
  await map.once("load");
  layers(collection);
  document.getElementById("map-buttons").addEventListener("click", (event) => DO[event.target.dataset.do]?.());
  document.getElementById("map-look")?.addEventListener("submit", look);
  await follow();
  setInterval(follow, EVERY_MS);
  document.addEventListener("visibilitychange", follow);
}

if (box) {
  open().catch((error) => {
    says.textContent = "The map could not be loaded. The strips below show the same.";
    console.warn(error);
  });
}
