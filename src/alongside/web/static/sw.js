// Opens a page again where there is no signal (race control's, a station's, a sweep's, a runner's own): as it was
// last drawn, and it says from when. Its reach is the folder it is served from: one page, and what it needs.
const KEPT = `station ${self.registration.scope}`;
const PATIENCE_MS = 6000;
const OLD_MS = 36 * 3600 * 1000; // after the race nothing of it stays on the phone

self.addEventListener("install", (event) => {
  event.waitUntil(fetchPage().catch(() => {}));
  self.skipWaiting();
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && request.url.split("?")[0] === self.registration.scope) event.respondWith(pageOr(request.url));
  else if (new URL(request.url).pathname.startsWith("/static/")) event.respondWith(fileOr(request));
});

async function fetchPage(url = self.registration.scope) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(url, { cache: "no-store", credentials: "same-origin", signal: stop.signal });
    const cache = await caches.open(KEPT);
    const isPlain = url === self.registration.scope; // not with a note of what was done, nor as a wall screen
    if (answer.ok && isPlain && !answer.redirected) await cache.put(url, answer.clone());
    if (answer.ok && isPlain) await keepFiles(cache, await answer.clone().text());
    if (answer.status === 404) await forget(); // the link has ended: its pages go too
    return answer;
  } finally {
    clearTimeout(late);
  }
}

// Control's link opens several pages, each kept by a script of its own: with the link they all go.
async function forget() {
  const link = `station ${self.registration.scope.split("/").slice(0, 5).join("/")}/`;
  for (const kept of await caches.keys()) if (kept.startsWith(link)) await caches.delete(kept);
}

async function keepFiles(cache, html) {
  const wanted = [...new Set(html.match(/\/static\/[\w.-]+\?\w+/g))];
  for (const kept of await cache.keys()) {
    const { pathname, search } = new URL(kept.url);
    if (pathname.startsWith("/static/") && !wanted.includes(pathname + search)) await cache.delete(kept);
  }
  for (const file of wanted) if (!(await cache.match(file))) await cache.add(file).catch(() => {});
}

async function pageOr(url) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetchPage(url);
    if (answer.status < 500) return answer;
    return (await cache.match(self.registration.scope)) ?? answer;
  } catch (error) {
    const kept = await cache.match(self.registration.scope);
    const age = kept ? Date.now() - Date.parse(kept.headers.get("date")) : 0;
    if (kept && !(age > OLD_MS)) return kept;
    await caches.delete(KEPT);
    throw error;
  }
}

async function fileOr(request) {
  return (await caches.match(request, { cacheName: KEPT })) ?? fetch(request);
}
