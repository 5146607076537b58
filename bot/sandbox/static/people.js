// The column of people and chats, and the head of the open chat.

import { avatar, byId, el } from "./dom.js";
import { clock, serviceLine } from "./bubble.js";
import { openChat, personNamed, state, unreadElsewhere, unreadOf } from "./state.js";

let acts = {};

export function setUp(actions) {
  acts = actions;
  byId("add-person").addEventListener("click", acts.addPerson);
  byId("add-group").addEventListener("click", acts.addGroup);
  byId("switcher").addEventListener("click", () => showSide(!document.body.classList.contains("side-open")));
  byId("shade").addEventListener("click", () => showSide(false));
  addEventListener("keydown", (event) => event.key === "Escape" && showSide(false));
}

/** On a narrow screen: let the column slide in or out. */
export function showSide(open) {
  document.body.classList.toggle("side-open", open);
  byId("switcher").setAttribute("aria-expanded", String(open));
}

export function draw() {
  byId("people").replaceChildren(...state.people.map(personLine));
  const chats = [...state.chats.values()].sort((a, b) => (b.kind === "bot") - (a.kind === "bot") || lastDate(b) - lastDate(a));
  byId("chats").replaceChildren(...chats.map(chatLine));
  drawHead();
}

const lastDate = (chat) => chat.messages.at(-1)?.date ?? 0;

function badge(count) {
  return count ? el("span", { class: "badge", "aria-label": `${count} unread` }, String(count)) : null;
}

function personLine(person) {
  const current = person.id === state.person;
  const act = () => acts.switchTo(person.id);
  return el("li", {}, el("button", { type: "button", class: "person", "aria-current": current && "true", title: `${person.name} (${person.language_code})`, data: { person: person.id }, on: { click: act } },
    avatar(person.id, person.name, "person"), el("span", { dir: "auto", class: "name" }, person.name), current ? null : badge(unreadElsewhere(person.id))));
}

function chatLine(chat) {
  const last = chat.messages.at(-1);
  const current = chat.id === state.chat;
  return el("li", {}, el("button", { type: "button", class: "chat", "aria-current": current && "true", data: { chat: chat.id }, on: { click: () => acts.open(chat.id) } },
    avatar(chat.id, chat.title, chat.kind),
    el("span", { class: "lines" },
      el("span", { class: "top" }, el("b", { dir: "auto" }, chat.title), last && el("time", {}, clock(last.date))),
      el("span", { class: "top" }, el("small", { dir: "auto" }, snippet(last, chat)), badge(unreadOf(state.person, chat.id))))));
}

function snippet(message, chat) {
  if (!message) return chat.kind === "bot" ? "Press START to begin" : "No messages yet";
  const text = serviceLine(message) ?? message.text ?? message.caption ?? Object.keys(message).find((key) => ["photo", "video", "animation", "document"].includes(key)) ?? "";
  const who = message.from?.id === state.person && !serviceLine(message) ? "You: " : "";
  return who + text.slice(0, 80).replaceAll("\n", " ");
}

/** The head of the open chat; `typing` says that the bot is at work there. */
export function drawHead(typing = false) {
  const chat = openChat();
  if (!chat) return;
  byId("title").replaceChildren(avatar(chat.id, chat.title, chat.kind),
    el("span", { class: "lines" }, el("b", { dir: "auto" }, chat.title), el("small", { class: typing ? "typing" : "" }, typing ? "typing" : subtitle(chat))));
  const person = personNamed(state.person);
  byId("switcher").replaceChildren(avatar(state.person, person?.name ?? "?", "person"), badge(sumUnread()) ?? "");
  byId("switcher").setAttribute("aria-label", `You are ${person?.name ?? "nobody"}: people and chats`);
  document.title = chat.kind === "bot" ? `${chat.title} · sandbox` : `${chat.title} · ${state.bot.name} sandbox`;
}

function subtitle(chat) {
  if (chat.kind === "bot") return "bot";
  if (chat.kind === "person") return "person";
  return `${chat.members} members`;
}

function sumUnread() {
  return [...state.unread.values()].reduce((sum, count) => sum + count, 0);
}

/** Where something can be sent: the person's chats, and people with whom there is no chat yet. */
export function targets({ bot = true, people = true, groups = true } = {}) {
  const chats = [...state.chats.values()].filter((chat) => ({ bot, person: people, group: groups, channel: groups })[chat.kind]);
  const met = new Set(chats.map((chat) => chat.peer));
  const others = people ? state.people.filter((person) => person.id !== state.person && !met.has(person.id)) : [];
  return [...chats, ...others.map((person) => ({ id: person.id, title: person.name, kind: "person", peer: person.id, unmet: true }))];
}
