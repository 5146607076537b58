// The list above the composer: commands and inline results. The textarea keeps the focus and names the
// active line (aria-activedescendant), so that typing goes on.

import { byId, el } from "./dom.js";

const box = byId("suggestions");
const input = byId("text");

let items = [];
let active = 0;

/** Show `entries` ([{node, pick}]) under an optional `lead` element. An empty list with a lead shows the lead alone. */
export function suggest(entries, { label, lead = null, end = null, keepPlace = false } = {}) {
  items = entries;
  if (!keepPlace) active = 0;
  const scrolled = box.scrollTop;
  const options = entries.map(({ node, pick }, index) =>
    el("div", { role: "option", id: `option${index}`, class: "option", on: { click: pick, pointermove: () => light(index, false) } }, node));
  box.replaceChildren(...[lead, el("div", { role: "listbox", "aria-label": label }, options), end].filter(Boolean));
  box.hidden = !entries.length && !lead;
  box.scrollTop = keepPlace ? scrolled : 0;
  light(active, false);
}

export function hide() {
  items = [];
  box.hidden = true;
  input.removeAttribute("aria-activedescendant");
}

export const isShown = () => !box.hidden;

function light(index, scroll) {
  active = index;
  const options = [...box.querySelectorAll(".option")];
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
  if (options[active]) input.setAttribute("aria-activedescendant", options[active].id);
  if (scroll) options[active]?.scrollIntoView({ block: "nearest" });
}

/** Let the list have a key of the textarea; returns whether it took it. */
export function took(event) {
  if (box.hidden) return false;
  if (event.key === "Escape") hide();
  else if (!items.length) return false;
  else if (event.key === "ArrowDown") light((active + 1) % items.length, true);
  else if (event.key === "ArrowUp") light((active + items.length - 1) % items.length, true);
  else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") items[active].pick();
  else return false;
  event.preventDefault();
  return true;
}
