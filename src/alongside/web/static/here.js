// Where this phone is, sent on purpose: once for each press, or while the page is open, until pressed again.
// Off the course the server keeps nothing of it. Without this file places are pressed by their names.
const form = document.getElementById("phone");
const EVERY_MS = 30000;
const FIND = { enableHighAccuracy: true, timeout: 20000, maximumAge: 10000 };
let telling = 0;

function say(words) {
  form.querySelector(".said").textContent = words;
}

function found({ coords }, press) {
  const fields = { lat: coords.latitude.toFixed(5), lon: coords.longitude.toFixed(5), accuracy_m: coords.accuracy.toFixed(0) };
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
  if (press && !navigator.onLine) return form.requestSubmit(form.querySelector("button[data-send]")); // it waits on this phone
  send(fields, press);
}

async function send(fields, press) {
  const key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const options = { method: "POST", body: new URLSearchParams({ ...fields, key }), headers: { Accept: "application/json" } };
  try {
    const answer = await fetch("here", options);
    if (answer.ok) return say(`Sent ${time()}.`);
    say((await answer.json().catch(() => ({}))).error ?? "Not taken. Press a place instead.");
  } catch {
    // What is told by itself is not worth keeping: in half a minute there is a newer one. A press is.
    if (press) form.requestSubmit(form.querySelector("button[data-send]"));
    else say(`No signal at ${time()}; it is tried again.`);
  }
}

const time = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

function lost(error) {
  const why = error.code === 1 ? "This phone does not let this page know its place." : "This phone does not find its place now.";
  say(`${why} Press a place instead.`);
  if (error.code === 1) stop();
}

function tell(press) {
  say("Looking for the place of this phone…");
  navigator.geolocation.getCurrentPosition((at) => found(at, press), lost, FIND);
}

function stop() {
  clearInterval(telling);
  telling = 0;
  form.querySelector('[data-tell="on"]').setAttribute("aria-pressed", "false");
}

if (form && navigator.geolocation && isSecureContext) {
  form.hidden = false;
  form.addEventListener("click", (event) => {
    const what = event.target.dataset.tell;
    if (what === "once") tell(true);
    if (what !== "on") return;
    if (telling) return stop(), say("Stopped telling.");
    event.target.setAttribute("aria-pressed", "true");
    telling = setInterval(() => document.hidden || tell(false), EVERY_MS);
    tell(false);
  });
}
