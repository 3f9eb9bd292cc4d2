// Sends a form once, without leaving the page, and says what became of it. Without this file the form
// is sent plainly; its key makes sure that even twice counts once.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.dataset.keep && document.getElementById("keep")) return; // keep.js keeps it until it can be sent
  event.preventDefault();
  if (form.dataset.sent || !isSure(event.submitter)) return;
  form.dataset.sent = "yes";
  const button = event.submitter ?? form.querySelector("button");
  const body = new URLSearchParams(new FormData(form, event.submitter));
  button.setAttribute("aria-disabled", "true");
  say(button, "Sending…");
  try {
    const options = { method: "POST", body, headers: { Accept: "application/json" } };
    // Not form.action: that is a field of ours by this name.
    const answer = await fetch(form.getAttribute("action"), options);
    if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error ?? "Not done. Reload the page.");
    say(button, "Done");
    form.querySelector("input:focus")?.blur();
  } catch (error) {
    say(button, error instanceof TypeError ? "Not sent: no connection. Press again." : error.message);
  }
  delete form.dataset.sent;
  button.removeAttribute("aria-disabled");
});

// What cannot be meant lightly wants a second press of the same button, which says what it would do.
function isSure(button) {
  if (!button?.dataset.sure) return true;
  const asked = button.dataset.asked;
  if (asked) forget(button);
  else {
    button.dataset.asked = button.textContent;
    button.textContent = button.dataset.sure;
    setTimeout(() => forget(button), 8000);
  }
  return Boolean(asked);
}

function forget(button) {
  if (button.dataset.asked) button.textContent = button.dataset.asked;
  delete button.dataset.asked;
}

function say(button, words) {
  const said = button.nextElementSibling ?? button.insertAdjacentElement("afterend", document.createElement("span"));
  said.className = "said";
  said.setAttribute("role", "status");
  said.textContent = words;
}
