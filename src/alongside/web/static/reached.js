// Sends a form that must not wait on this phone only while the race can be reached: without a connection it
// stays as it was filled in, and says so. Without this file the form is sent plainly.
const PATIENCE_MS = 6000;

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.dataset.reached) return; // the race has just answered
  event.preventDefault();
  if (form.dataset.asking) return;
  form.dataset.asking = "yes";
  say(form, "Sending…");
  const reached = await isReached();
  delete form.dataset.asking;
  if (!reached) return say(form, "Not sent: no connection. What you wrote stays here; press again when it is back.");
  say(form, "");
  form.dataset.reached = "yes";
  form.requestSubmit(event.submitter);
});

async function isReached() {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const answer = await fetch("../now", { cache: "no-store", signal: stop.signal, headers: { Accept: "application/json" } });
    return Number.isFinite((await answer.json()).now_ms) || answer.status === 404; // an ended link is told so
  } catch {
    return false;
  } finally {
    clearTimeout(late);
  }
}

function say(form, words) {
  const said = form.querySelector(".said") ?? form.appendChild(document.createElement("p"));
  said.className = "said";
  said.setAttribute("role", "status");
  said.textContent = words;
  if (words) said.scrollIntoView({ block: "nearest" });
}

addEventListener("pageshow", () => document.querySelectorAll("[data-reached]").forEach((form) => delete form.dataset.reached));
