// On the page of a link that has ended: what was tapped there and never sent, so that it can be read out.
// It is the same on every such page, whoever asks: it looks in this browser's own storage, and nowhere else.
const mine = `keep ${location.pathname.replace(/\/?$/, "/")} `;
const left = Object.keys(localStorage).filter((name) => name.startsWith(mine)).sort();

if (left.length) {
  const list = document.createElement("ul");
  list.id = "keep-list";
  for (const name of left) {
    const item = JSON.parse(localStorage.getItem(name));
    const at = new Date(item.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const line = document.createElement("li");
    line.textContent = `${item.words}, tapped ${at}`;
    list.append(line);
  }
  const words = document.createElement("h2");
  words.textContent = `${left.length} not sent from this phone. Read it to race control, or key it by your new link:`;
  document.querySelector("main").append(words, list);
}
