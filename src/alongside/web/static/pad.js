// The number pad: large keys of our own, for wet fingers and one hand. Without this file the field is plain.
const field = document.getElementById("bib");
const keys = document.querySelector(".keys");

if (keys) {
  keys.hidden = false;
  // A phone's own keyboard would cover the page; it still comes for letters, and on a desktop one types.
  if (matchMedia("(pointer: coarse)").matches) field.inputMode = "none";
  keys.addEventListener("click", (event) => {
    const { figure, pad } = event.target.dataset;
    if (figure && field.value.length < field.maxLength) field.value += figure;
    if (pad === "back") field.value = field.value.slice(0, -1);
    if (pad === "letters") {
      field.inputMode = "text";
      field.focus();
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
