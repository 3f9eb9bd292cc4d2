// Counts race time on from the last news, and stops honestly when there is none.
const notice = document.getElementById("notice");
let heard = performance.now();
let lost = false;

function hear() {
  heard = performance.now();
  lost = false;
  show();
}

function show() {
  const clock = document.querySelector("[data-now-ms]");
  if (!clock) return;
  const rate = Number(clock.dataset.rate);
  const quiet = performance.now() - heard;
  const patience = rate > 0 ? 15000 / Math.min(rate, 1) : 60000;
  const at = new Date(Number(clock.dataset.nowMs) + Math.min(quiet, 15000) * rate);
  const options = { timeZone: clock.dataset.zone, hourCycle: "h23", timeStyle: "medium" };
  clock.textContent = new Intl.DateTimeFormat("en-GB", options).format(at);
  const since = document.querySelector(".asof strong").textContent;
  const silent = quiet > patience;
  clock.classList.toggle("stopped", silent);
  const why = lost ? "The connection is lost" : "Nothing comes from the race";
  notice.hidden = !(silent || lost);
  const text = `${why}: no news since ${since}. This page keeps trying.`;
  if (!notice.hidden && notice.textContent !== text) notice.textContent = text;
}

document.addEventListener("news", hear);
document.addEventListener("alive", () => {
  lost = false;
  if (document.querySelector("[data-now-ms]")?.dataset.rate === "0") hear();
});
document.addEventListener("lost", () => {
  lost = true;
  show();
});
setInterval(show, 500);
