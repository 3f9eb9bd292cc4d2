// Keeps a page's blocks up to date from its event stream, while somebody looks at it.
// Without this file the page is still whole: it says from when its figures are, and has a reload link.
const main = document.querySelector("main[data-stream]");
let source = null;
let hiding = 0;
const held = new Map(); // blocks that wait until somebody has finished typing or pressing in them
let pressed = null; // where a finger is down: a button swapped away under it would lose the press

function swap(name, html) {
  const block = document.getElementById(name);
  const active = document.activeElement;
  if (!block) return location.reload(); // a block this page has never heard of
  const busy = block.contains(pressed) || (active?.matches("input, select, textarea") && block.contains(active));
  if (busy) return void held.set(name, html);
  const open = [...block.querySelectorAll("details[open]")].map((d) => d.id);
  const focus = block.contains(active) ? active.id : "";
  block.innerHTML = html;
  open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
}

function open() {
  if (source || document.hidden) return;
  source = new EventSource(`${main.dataset.stream}?v=${main.dataset.v}`);
  const tell = (event) => document.dispatchEvent(new CustomEvent(event));
  source.addEventListener("blocks", (event) => {
    const news = JSON.parse(event.data);
    for (const [name, html] of Object.entries(news.blocks)) swap(name, html);
    main.dataset.v = news.v;
    tell("news");
  });
  // The link has ended: what is on the screen is no longer for whoever holds it.
  source.addEventListener("shut", () => location.reload());
  source.addEventListener("alive", () => tell("alive"));
  source.addEventListener("open", () => tell("alive"));
  source.addEventListener("error", () => {
    tell("lost");
    if (source?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    close();
    setTimeout(open, 5000 + Math.random() * 5000);
  });
}

function close() {
  source?.close();
  source = null;
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (document.hidden) hiding = setTimeout(close, 20000);
  else open();
});
addEventListener("pagehide", close);
addEventListener("pageshow", open);
function release() {
  const waiting = [...held];
  held.clear();
  for (const [name, html] of waiting) swap(name, html);
}

document.addEventListener("focusout", () => setTimeout(release));
document.addEventListener("pointerdown", (event) => { pressed = event.target; });
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => setTimeout(() => { pressed = null; release(); }));
}
open();
