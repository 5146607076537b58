// The buttons below a message: rows of equal widths, as the bot placed them. They are never mirrored for
// right-to-left languages, since Telegram does not mirror them either.

import { el, safe } from "./dom.js";

/** How long a press may wait for its answer: what the Bot API gives a callback query. */
const PATIENCE = 15_000;

/** The keyboard of a message, or null. `acts`: {press(message, data) → Promise<query id>, link(url), copy(text), inline(button)}. */
export function keyboard(message, acts) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return null;
  return el("div", { class: "keyboard", role: "group", "aria-label": "Buttons", dir: "ltr" }, rows.map((row) => drawnRow(row, message, acts)));
}

function drawnRow(row, message, acts) {
  return el("div", { class: `row of${Math.min(row.length, 9)}` }, row.map((button) => drawnButton(button, row.length, message, acts)));
}

function drawnButton(button, columns, message, acts) {
  const props = { class: classes(button, columns), title: title(button), dir: "auto" };
  const label = el("span", { class: "label" }, button.text);
  if (button.url !== undefined) {
    const open = (event) => {
      if (acts.link(button.url)) event.preventDefault();
    };
    return el("a", { ...props, href: safe(button.url), target: "_blank", rel: "noopener noreferrer", on: { click: open } }, label);
  }
  const node = el("button", { ...props, type: "button" }, label);
  node.addEventListener("click", () => act(node, button, message, acts));
  return node;
}

// A label takes smaller letters before it is cut: about so many fit a column of the widest bubble.
function classes(button, columns) {
  const long = [...button.text].length > 44 / columns;
  const kind = button.url !== undefined ? "url" : button.copy_text ? "copy" : "";
  return ["key", kind, button.style ?? "", long ? "long" : ""].filter(Boolean).join(" ");
}

function title(button) {
  if (button.url !== undefined) return button.url;
  return [...button.text].length > 20 ? button.text : null;
}

function act(node, button, message, acts) {
  if (button.callback_data !== undefined) press(node, button, message, acts);
  else if (button.copy_text) acts.copy(button.copy_text.text);
  else acts.inline(button);
}

async function press(node, button, message, acts) {
  node.setAttribute("aria-busy", "true");
  try {
    node.dataset.query = await acts.press(message, button.callback_data);
  } catch {
    node.removeAttribute("aria-busy");
    return;
  }
  if (settled.has(node.dataset.query)) node.removeAttribute("aria-busy");
  else setTimeout(() => node.removeAttribute("aria-busy"), PATIENCE);
}

// The answer travels another way than the id of its query, and can come first.
const settled = new Set();

/** The bot answered a press: its button, if it still stands there, comes to rest. */
export function settle(root, queryId) {
  settled.add(queryId);
  for (const node of root.querySelectorAll(`[data-query="${CSS.escape(queryId)}"]`)) node.removeAttribute("aria-busy");
}

/** Where the focus stands in a keyboard, so that a redrawn one can take it back: [row, column] or null. */
export function focusedPlace(root) {
  const key = document.activeElement?.closest?.(".key");
  if (!key || !root.contains(key)) return null;
  return [[...key.parentNode.parentNode.children].indexOf(key.parentNode), [...key.parentNode.children].indexOf(key)];
}

export function focusPlace(root, place) {
  const row = root.querySelector(".keyboard")?.children[place[0]];
  row?.children[Math.min(place[1], row.children.length - 1)]?.focus({ preventScroll: true });
}
