// Dialogs, the message menu and toasts. Each is gone when it has been answered.

import { avatar, byId, el } from "./dom.js";

/** How long a toast stays, in milliseconds: long enough to read 200 characters. */
const toastTime = (text) => 2500 + text.length * 40;

/** A short notice that goes by itself. */
export function toast(text) {
  const node = el("div", { class: "toast", dir: "auto" }, text);
  byId("toasts").replaceChildren(node);
  setTimeout(() => node.remove(), toastTime(text));
}

/** Show a dialog made of `parts`; resolves to what it was closed with, or null. */
function show(title, parts, label) {
  const heading = el("h2", { dir: "auto" }, title);
  const dialog = el("dialog", { "aria-label": label ?? title }, title && heading, parts);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close(""));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.outcome ?? null);
      dialog.remove();
    });
  });
}

const finish = (node, outcome) => {
  const dialog = node.closest("dialog");
  dialog.outcome = outcome;
  dialog.close();
};

/** What a bot says with show_alert. */
export function alertBox(name, text) {
  const ok = el("button", { type: "button", class: "main", on: { click: (event) => finish(event.target, true) } }, "OK");
  return show(name, [el("p", { class: "alert-text", dir: "auto" }, text), el("div", { class: "actions" }, ok)]);
}

/** Ask for a few words. `fields` are [{name, label, value, hint, list}]; resolves to {name: value} or null. */
export function ask(title, fields, okLabel) {
  const inputs = fields.map((field) =>
    el("label", {}, el("span", {}, field.label),
      el("input", { name: field.name, value: field.value ?? "", placeholder: field.hint, required: !field.optional, maxlength: 64, autocomplete: "off", list: field.list })));
  const form = el("form", {}, inputs, actions(okLabel));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    finish(form, Object.fromEntries(new FormData(form)));
  });
  return show(title, form);
}

function actions(okLabel) {
  return el("div", { class: "actions" },
    el("button", { type: "button", on: { click: (event) => finish(event.target, null) } }, "Cancel"),
    el("button", { type: "submit", class: "main" }, okLabel));
}

/** Let the person choose one of `targets` ([{id, title, kind, note}]); resolves to it or null. */
export function chooseOne(title, targets, note) {
  const rows = targets.map((target) =>
    el("button", { type: "button", class: "target", on: { click: (event) => finish(event.target, target) } },
      avatar(target.id, target.title, target.kind), el("span", { dir: "auto" }, target.title)));
  const nobody = targets.length ? null : el("p", {}, "Nobody else is here yet: add a person first.");
  const said = note && el("p", { class: "quoted", dir: "auto" }, note);
  return show(title, [said, nobody, el("div", { class: "targets" }, rows),
    el("div", { class: "actions" }, el("button", { type: "button", on: { click: (event) => finish(event.target, null) } }, "Cancel"))]);
}

/** Ask for a group's title and members; resolves to {title, members: [id]} or null. */
export function askGroup(people) {
  const boxes = people.map((person) =>
    el("label", { class: "member" }, el("input", { type: "checkbox", name: "member", value: person.id, checked: true }),
      avatar(person.id, person.name, "person"), el("span", { dir: "auto" }, person.name)));
  const title = el("input", { name: "title", value: "Friends", required: true, maxlength: 64, autocomplete: "off" });
  const form = el("form", {}, el("label", {}, el("span", {}, "Name of the group"), title),
    el("fieldset", {}, el("legend", {}, "Members, beside you and the bot"), boxes.length ? boxes : el("p", {}, "Nobody else is here yet.")), actions("Create"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(form);
    finish(form, { title: data.get("title"), members: data.getAll("member").map(Number) });
  });
  return show("New group", form);
}

/** A small menu beside a button: `items` are [{label, act}]. */
export function menu(anchor, items) {
  document.querySelector(".menu")?.remove();
  const entries = items.map((item) =>
    el("button", { type: "button", role: "menuitem", on: { click: () => (close(), item.act()) } }, item.label));
  const node = el("div", { class: "menu", role: "menu", "aria-label": "Message" }, entries);
  const close = () => {
    node.remove();
    document.removeEventListener("pointerdown", outside, true);
    anchor.focus({ preventScroll: true });
  };
  const outside = (event) => !node.contains(event.target) && close();
  node.addEventListener("keydown", (event) => moveInMenu(event, entries, close));
  document.addEventListener("pointerdown", outside, true);
  document.body.append(node);
  place(node, anchor);
  entries[0].focus();
}

function moveInMenu(event, entries, close) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") close();
  else if (step) entries.at((entries.indexOf(document.activeElement) + step) % entries.length).focus();
  else return;
  event.preventDefault();
}

function place(node, anchor) {
  const at = anchor.getBoundingClientRect();
  const { width, height } = node.getBoundingClientRect();
  node.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  node.style.top = `${at.bottom + height + 8 > innerHeight ? Math.max(8, at.top - height - 4) : at.bottom + 4}px`;
}

/** Copy text, also where the clipboard API is not allowed. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { ".value": text, class: "offscreen", "aria-hidden": "true" });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast("Copied");
}
