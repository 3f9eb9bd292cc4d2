// Single keys press the links of the list that ? opens; its switch turns them off.
const by = (id) => document.getElementById(id);
const list = by("keys"), on = by("keys-on"), opener = by("keys-open");
let last = -1;

on.checked = localStorage.getItem("keys") !== "off";
on.onchange = () => localStorage.setItem("keys", on.checked ? "on" : "off");
opener.hidden = false;
opener.onclick = () => list.open || list.showModal();
by("keys-close").onclick = () => list.close();

addEventListener("keydown", (event) => {
  const key = CSS.escape(event.key);
  const link = key === "\\?" ? opener : list.querySelector(`[data-key="${key}"]`);
  if (!link || !on.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  event.preventDefault();
  link.click();
});

list.onclick = (event) => {
  const link = event.target.closest("a");
  if (!link?.hash) return;
  event.preventDefault();
  list.close();
  const to = link.dataset.key === "n" ? next() : by(link.hash.slice(1));
  const seen = to?.checkVisibility();
  by("keys-said").textContent = seen ? "" : `${link.textContent}: nothing now`;
  if (!seen) return;
  to.tabIndex = -1;
  to.focus();
  to.scrollIntoView();
};

function next() {
  const all = [...document.querySelectorAll("#hand .thing")].filter((one) => one.checkVisibility());
  const here = all.indexOf(document.activeElement.closest(".thing"));
  last = ((here < 0 ? last : here) + 1) % all.length || 0;
  return all[last];
}
