// Keeps what is tapped until the race has it: in a dead zone it waits on this phone, and is sent once.
// Each tap is an item of its own in localStorage, so that two tabs and a closed one lose nothing; the key
// made here lets the server write one row however often it is sent. Without this file forms go out plainly.
const page = new URL(document.baseURI).pathname;
const mine = `keep ${page} `;
const AGAIN_MS = [2000, 5000, 10000, 20000, 30000]; // between tries while there is no connection
const SURE_MS = 8000; // a second press within this long
const HELD_MS = 20000; // another tab sends; after this long it is taken to be gone
const ENDED = "This link has ended, so it was not sent. Read it to race control.";
const FULL = "NOT kept: the race has no room to write. It waits here and is sent again; tell race control.";
let ahead = null; // the server's clock minus this phone's, once known in this tab
let tries = 0;
let timer = 0;
const pressed = new Map(); // where each was pressed, while its page stands
let sending = false;

const uuid = () =>
  crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

function items() {
  const found = [];
  for (let i = 0; i < localStorage.length; i++) {
    const name = localStorage.key(i);
    if (!name.startsWith(mine)) continue;
    try {
      found.push({ name, ...JSON.parse(localStorage.getItem(name)) });
    } catch {
      // An item that cannot be read is left where it is: somebody may still read it by hand.
    }
  }
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

function put({ name, ...item }) {
  localStorage.setItem(name, JSON.stringify(item));
}

// -- a tap

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.keep) return;
  event.preventDefault();
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  if (form.dataset.keep === "keyed" && !event.submitter?.name) return; // Enter alone: in or out was not said
  if (button.dataset.sure && !isSure(button)) return;
  const fields = Object.fromEntries(new FormData(form, event.submitter));
  if (button.dataset.sure) fields.sure = "yes";
  if (!["undo", "once"].includes(form.dataset.keep)) fields.key = uuid(); // these two bring a key of their own
  if (keep(form, button, fields)) clear(form);
  send();
});

function isSure(button) {
  if (button.dataset.asked) {
    forget(button);
    return true;
  }
  button.dataset.asked = button.textContent;
  const bib = button.form.elements.bib?.value;
  button.textContent = (bib ? `${bib}: ` : "") + button.dataset.sure;
  setTimeout(() => forget(button), SURE_MS);
  return false;
}

function forget(button) {
  if (button.dataset.asked) button.textContent = button.dataset.asked;
  delete button.dataset.asked;
}

document.addEventListener("input", (event) => {
  // Another number: what was asked about the one before is no answer for it.
  event.target.form?.querySelectorAll("[data-asked]").forEach(forget);
});

function keep(form, button, fields) {
  const words = form.dataset.words ?? [fields.bib?.trim().toUpperCase(), button.dataset.words, fields.time, fields.text].filter(Boolean).join(" ");
  const at = Date.now();
  const item = { name: `${mine}${String(at).padStart(15, "0")} ${uuid()}`, at, ahead: ahead ?? lastAhead(), to: form.getAttribute("action"), fields, words };
  try {
    put(item);
    pressed.set(item.name, form);
    tell(form, `${words}: ${form.dataset.keep === "once" ? "waits to be sent" : "kept"}`);
    return true;
  } catch {
    tell(form, `NOT kept: this phone has no room. Write it down: ${words}`);
    return false;
  }
}

function clear(form) {
  for (const input of form.querySelectorAll("input:not([type=hidden])")) input.value = "";
  if (document.activeElement?.matches("input")) document.activeElement.blur();
}

function tell(form, words) {
  const said = form.querySelector(".said") ?? document.getElementById("keep-said");
  if (said) said.textContent = words;
}

// -- sending, in order, one tab at a time

function lastAhead() {
  const said = localStorage.getItem("keep-ahead");
  return said === null ? null : Number(said);
}

async function send() {
  show();
  if (sending || !items().some((item) => !item.refused)) return;
  sending = true;
  clearTimeout(timer);
  try {
    if (navigator.locks) await navigator.locks.request("keep", { ifAvailable: true }, (lock) => (lock ? sendAll() : wait()));
    else if (hold()) await sendAll();
    else wait();
  } finally {
    sending = false;
    show();
  }
}

// Where the browser has no locks (plain http): a note in the storage. Two who send at once do no harm.
function hold() {
  const [who, until] = (localStorage.getItem("keep-sender") ?? " 0").split(" ");
  if (who !== me && Number(until) > Date.now()) return false;
  localStorage.setItem("keep-sender", `${me} ${Date.now() + HELD_MS}`);
  return true;
}
const me = uuid();

async function sendAll() {
  try {
    const before = Date.now();
    const said = await ask("now", {});
    if (said.status === 404) return refuseAll();
    const clock = await said.json(); // of a foreign page, such as a hotel's, this fails: then we wait
    ahead = clock.now_ms - (before + Date.now()) / 2;
    localStorage.setItem("keep-ahead", ahead);
    for (let item = next(); item; item = next()) if (!(await sendOne(item))) return wait();
    tries = 0;
  } catch {
    wait();
  }
}

function refuseAll() {
  for (const item of items()) if (!item.refused) put({ ...item, refused: ENDED });
  show();
}

const next = () => items().find((item) => !item.refused);

async function sendOne(item) {
  // By the server's clock at both ends, as well as it is known: this phone's may have been set meanwhile.
  const tapped = item.at + (item.ahead ?? ahead);
  const age_ms = Math.max(0, Math.round(Date.now() + ahead - tapped));
  const answer = await ask(item.to, { method: "POST", body: new URLSearchParams({ ...item.fields, age_ms }) });
  if (answer.status === 204) {
    localStorage.removeItem(item.name);
    const form = pressed.get(item.name);
    if (form?.dataset.keep === "once") tell(form, "Done");
    pressed.delete(item.name);
    show();
    return true;
  }
  if (answer.status === 507 && pressed.has(item.name)) tell(pressed.get(item.name), FULL);
  if (answer.ok || answer.status >= 500 || answer.status === 429 || answer.status === 408) return false;
  const why = (await answer.json().catch(() => ({}))).error;
  const refused = answer.status === 404 ? ENDED : why ?? "Not taken. Read it to race control.";
  put({ ...item, refused });
  show();
  return true;
}

async function ask(to, options) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), 15000);
  try {
    return await fetch(to, { ...options, cache: "no-store", signal: stop.signal, headers: { Accept: "application/json" } });
  } finally {
    clearTimeout(late);
  }
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(send, AGAIN_MS[Math.min(tries++, AGAIN_MS.length - 1)]);
}

// -- what waits, on the page

function show() {
  const box = document.getElementById("keep");
  if (!box) return;
  const all = items();
  const waiting = all.filter((item) => !item.refused).length;
  const refused = all.length - waiting;
  box.hidden = !all.length;
  const wait = waiting ? `${waiting} ${waiting === 1 ? "waits" : "wait"} to be sent` : "";
  const not = refused ? `${refused} not taken` : "";
  const words = [wait, not].filter(Boolean).join(", ");
  const count = document.getElementById("keep-count");
  if (count.textContent !== words) count.textContent = words;
  const list = document.getElementById("keep-list");
  const state = JSON.stringify(all.map((item) => [item.name, item.refused]));
  if (list.dataset.state === state) return;
  list.dataset.state = state;
  list.replaceChildren(...all.map(row));
}

function row(item) {
  const line = document.createElement("li");
  const at = new Date(item.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  line.append(element("p", `${item.words}, tapped ${at}${item.refused ? `. ${item.refused}` : ""}`));
  const again = () => { delete item.refused; put(item); send(); };
  const gone = () => { localStorage.removeItem(item.name); show(); };
  if (item.refused) line.append(button(`Try again`, item, again));
  line.append(button(`Remove`, item, gone));
  return line;
}

function button(words, item, act) {
  const made = element("button", words);
  made.type = "button";
  made.setAttribute("aria-label", `${words}: ${item.words}`);
  made.addEventListener("click", act);
  return made;
}

function element(name, words) {
  const made = document.createElement(name);
  made.textContent = words;
  return made;
}

addEventListener("online", send);
addEventListener("pageshow", send);
addEventListener("storage", (event) => event.key?.startsWith(mine) && show());
document.addEventListener("visibilitychange", () => document.hidden || send());
document.addEventListener("alive", () => { if (items().length) send(); });

const worker = document.querySelector("main[data-worker]")?.dataset.worker;
if (worker && navigator.serviceWorker) navigator.serviceWorker.register(worker).catch(() => {});
send();
