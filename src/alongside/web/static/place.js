// Adds the place of this phone to a form, on her press alone. Without this file she says it in words.
const FIND = { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 };
let place = null; // kept here too: news may redraw the form between the press and the sending

function offer() {
  for (const find of document.querySelectorAll("button[data-find][hidden]")) find.hidden = false;
  const form = place && document.querySelector("form[data-place]");
  if (form) tell(form, said());
}

const said = () => `Added: this phone knows its place to ${Math.max(1, Math.round(place.accuracy))} m.`;

function tell(form, words) {
  const line = form.querySelector(".found");
  if (line && line.textContent !== words) line.textContent = words;
}

if (navigator.geolocation && isSecureContext) {
  offer();
  document.addEventListener("news", offer);
  document.addEventListener("click", (event) => {
    const form = event.target.closest?.("button[data-find]")?.form;
    if (!form) return;
    tell(form, "Looking for the place of this phone…");
    const found = ({ coords }) => { place = coords; tell(document.querySelector("form[data-place]"), said()); };
    const lost = () => tell(document.querySelector("form[data-place]"), "This phone does not tell its place. Say it in words.");
    navigator.geolocation.getCurrentPosition(found, lost, FIND);
  });
  document.addEventListener("submit", (event) => {
    const fields = event.target.matches("form[data-place]") && event.target.elements;
    if (!place || !fields?.lat) return;
    fields.lat.value = place.latitude.toFixed(5);
    fields.lon.value = place.longitude.toFixed(5);
    fields.accuracy_m.value = place.accuracy.toFixed(0);
  }, true);
}
