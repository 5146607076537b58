// Where a person writes: text, commands, files, inline queries; or the START button before the first word.

import { byId, el } from "./dom.js";
import * as inline from "./inline.js";
import * as reply from "./reply.js";
import { hide, isShown, suggest, took } from "./suggestions.js";
import { openChat, state } from "./state.js";
import { isMine } from "./bubble.js";

const input = byId("text");
const form = byId("composer");
const begin = byId("start");
const file = byId("file");
const menuButton = byId("menu");

const answering = byId("answering");

const drafts = new Map();
/** The message that is being answered, in the open chat; null when none is. */
let answered = null;
let place = "";
let acts = {};

export function setUp(actions) {
  acts = actions;
  input.addEventListener("input", typed);
  input.addEventListener("keydown", (event) => {
    if (took(event) || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  begin.addEventListener("click", () => acts.start(state.payloads.get(state.person) ?? ""));
  menuButton.addEventListener("click", toggleMenu);
  byId("attach").addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    if (file.files[0]) acts.attach(file.files[0], input.value.trim()).then((sent) => sent && write(""));
    file.value = "";
  });
  inline.setUp({ chosen: async (...choice) => (await acts.choose(...choice)) && write(""), start: acts.openStart });
}

/** Fit the composer to the open chat: its draft, its buttons, START instead of everything where nothing was said yet. */
export function fit() {
  const here = `${state.person}:${state.chat}`;
  if (here !== place) {
    answer(null);
    drafts.set(place, input.value);
    place = here;
    write(drafts.get(here) ?? "");
  }
  const chat = openChat();
  const first = chat?.kind === "bot" && !chat.messages.some(isMine);
  begin.hidden = !first;
  form.hidden = !chat || first;
  reply.draw(first ? [] : (chat?.keyboard ?? []), acts);
  byId("hello").hidden = !(first && !chat.messages.length);
  menuButton.hidden = chat?.kind !== "bot" || !openChat().commands.length;
}

/** Put `text` into the composer, as if it had been typed. */
export function write(text, { focus = false } = {}) {
  input.value = text;
  if (focus) input.focus();
  typed();
}

/** Answer a message with what is written next; null answers none. */
export function answer(message) {
  answered = message;
  answering.hidden = !message;
  if (!message) return;
  const drop = el("button", { type: "button", "aria-label": "Answer nothing", on: { click: () => answer(null) } }, "✕");
  answering.replaceChildren(el("span", { dir: "auto" }, message.text ?? message.caption ?? "Media"), drop);
  input.focus();
}

function typed() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
  byId("send").disabled = !input.value.trim();
  const query = inline.inlineQuery(input.value);
  inline.ask(query);
  if (query === null) suggestCommands(input.value);
}

function suggestCommands(text) {
  const [, word] = /^\/(\w*)$/u.exec(text) ?? [];
  const fitting = word === undefined ? [] : (openChat()?.commands ?? []).filter(({ command }) => command.startsWith(word.toLowerCase()));
  menuButton.setAttribute("aria-expanded", String(fitting.length > 0));
  if (!fitting.length) {
    hide();
    return;
  }
  suggest(fitting.map(({ command, description }) => ({
    node: el("span", { class: "command-line" }, el("b", {}, `/${command}`), el("span", { dir: "auto" }, description)),
    pick: () => sendCommand(command),
  })), { label: "Commands" });
}

// In a group a command says whom it is for, as Telegram writes it there.
function sendCommand(command) {
  write("");
  acts.say(openChat()?.kind === "group" ? `/${command}@${state.bot.username}` : `/${command}`);
}

function toggleMenu() {
  const open = isShown() && input.value === "/";
  write(open ? "" : "/", { focus: true });
}

function send() {
  const text = input.value.trim();
  if (!text) return;
  const replyTo = answered?.message_id;
  write("");
  answer(null);
  acts.say(text, replyTo).then((sent) => sent || write(text));
}
