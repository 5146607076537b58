// How the page makes elements. Text always goes in as text nodes: nothing here takes HTML.

/**
 * Make an element. `props` are attributes, except `class`, `on` (listeners by event name), `data` and
 * plain properties that start with a dot. Attributes that are false or null are left out.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name.startsWith(".")) node[name.slice(1)] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A link that may stand in the page: nothing that runs code. Null otherwise. */
export const safe = (url) => (/^(https?|tg|mailto):/iu.test(url) ? url : null);

export const byId = (id) => document.getElementById(id);

/** The first letters of a name, whole characters and not halves of surrogate pairs. */
export function initials(name) {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  return words.slice(0, 2).map((word) => [...word][0]).join("").toLocaleUpperCase() || "?";
}

/** The round picture of a person, a group or the bot (which is a spool of thread, drawn by the style sheet). */
export function avatar(id, name, kind) {
  if (kind === "bot") return el("span", { class: "avatar spool", "aria-hidden": "true" }, el("i"));
  return el("span", { class: `avatar hue${Math.abs(id) % 6}`, "aria-hidden": "true" }, initials(name));
}

/** Let Enter and Space do what a tap does, for things that can't be a button. */
export function pressable(node, label, act) {
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  if (label) node.setAttribute("aria-label", label);
  node.addEventListener("click", act);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act(event);
  });
  return node;
}
