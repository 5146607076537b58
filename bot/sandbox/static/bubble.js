// One message as an element: who it is from, its media, its text, when it was sent, its buttons.

import { avatar, el } from "./dom.js";
import { rendered } from "./entities.js";
import { keyboard } from "./keyboard.js";
import { media, preview } from "./media.js";
import { state } from "./state.js";

const RIGHT_TO_LEFT = /^\P{L}*[\u200F\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

export const fullName = (user) => [user?.first_name, user?.last_name].filter(Boolean).join(" ") || user?.title || "Somebody";
export const author = (message) => message.sender_chat ?? message.from ?? message.chat;
export const isMine = (message) => message.from?.id === state.person;
export const clock = (seconds) => new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" }).format(new Date(seconds * 1000));

/** The line a service message shows, or null for an ordinary message. */
export function serviceLine(message) {
  const who = fullName(message.from);
  if (message.new_chat_members) return `${who} added ${message.new_chat_members.map(fullName).join(", ")}`;
  if (message.left_chat_member) return `${fullName(message.left_chat_member)} left the group`;
  if (message.group_chat_created || message.supergroup_chat_created) return `${who} created the group`;
  if (message.pinned_message) return `${who} pinned a message`;
  if (message.chat_shared) return `${who} shared ${message.chat_shared.title ?? "a chat"} with the bot`;
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return "The group became a supergroup";
  if (message.forum_topic_created) return `${who} created the topic “${message.forum_topic_created.name}”`;
  if (message.new_chat_title) return `${who} named the group “${message.new_chat_title}”`;
  return null;
}

/** A new element for a message; `fill` draws it again in place when it was edited. */
export function article(message, chat, acts) {
  const node = el("article", { "data-message-id": message.message_id, tabindex: "-1" });
  fill(node, message, chat, acts);
  return node;
}

export function fill(node, message, chat, acts) {
  const line = serviceLine(message);
  if (line) {
    node.className = "service";
    node.replaceChildren(el("span", { dir: "auto" }, line));
    return;
  }
  const mine = isMine(message);
  node.classList.add("message", mine ? "out" : "in");
  node.classList.toggle("wide", Boolean(message.reply_markup?.inline_keyboard?.length));
  node.setAttribute("aria-label", `${mine ? "You" : fullName(author(message))}, ${clock(message.date)}`);
  const face = !mine && chat.kind === "group" ? face_(message) : null;
  node.replaceChildren(...[face, el("div", { class: "column" }, bubble(message, chat, mine, acts), keyboard(message, acts))].filter(Boolean));
}

function face_(message) {
  const from = author(message);
  return avatar(from.id, fullName(from), from.id === state.bot.id ? "bot" : "person");
}

function bubble(message, chat, mine, acts) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const link = preview(message);
  const above = link?.classList.contains("above");
  const picture = media(message);
  const body = text && el("div", { class: `text${huge(text, entities) ? " huge" : ""}`, dir: "auto" }, rendered(text, entities, acts), spacer(text, message, mine));
  const parts = [heading(message, chat, mine), message.show_caption_above_media && body, picture, above && link,
    !message.show_caption_above_media && body, !above && link, stamp(message, mine), more(message, acts)];
  const bare = picture && !text ? " bare" : "";
  return el("div", { class: `bubble${bare}` }, parts);
}

// Only an emoji or three, and nothing else, are shown large.
function huge(text, entities) {
  return !entities.length && /^(?:\p{RGI_Emoji}){1,3}$/v.test(text);
}

function heading(message, chat, mine) {
  const lines = [];
  if (!mine && chat.kind === "group") lines.push(el("div", { class: `sender hue${author(message).id % 6}`, dir: "auto" }, fullName(author(message))));
  if (message.forward_origin) lines.push(el("div", { class: "origin" }, "Forwarded from ", el("b", { dir: "auto" }, origin(message.forward_origin))));
  if (message.via_bot) lines.push(el("div", { class: "origin" }, "via ", el("b", {}, `@${message.via_bot.username}`)));
  const quoted = message.reply_to_message;
  if (quoted) lines.push(el("div", { class: "reply" }, el("b", { dir: "auto" }, fullName(author(quoted))), el("span", { dir: "auto" }, quoted.text ?? quoted.caption ?? "Media")));
  return lines;
}

function origin(from) {
  return from.sender_user_name ?? fullName(from.sender_user ?? from.sender_chat ?? from.chat);
}

// Room at the end of the last line for the stamp, which stands in the corner: as wide as the stamp's own
// words. A line that runs from right to left ends at the other side, and its stamp gets a line of its own.
function spacer(text, message, mine) {
  const last = text.slice(text.lastIndexOf("\n") + 1);
  const words = edited(message) + clock(message.date) + (mine ? " ✓✓" : "");
  return el("span", { class: RIGHT_TO_LEFT.test(last) ? "spacer below" : "spacer", data: { room: words } });
}

// Telegram says "edited" of what people write, not of a bot's cards, which change with every press.
const edited = (message) => (message.edit_date && !message.reply_markup ? "edited " : "");

function stamp(message, mine) {
  const sent = new Date(message.date * 1000);
  return el("footer", { class: "stamp" }, edited(message),
    el("time", { datetime: sent.toISOString(), title: sent.toLocaleString() }, clock(message.date)), mine && el("i", { class: "ticks", "aria-hidden": "true" }));
}

function more(message, acts) {
  return el("button", { type: "button", class: "more", "aria-label": "Message menu", on: { click: (event) => acts.menu(message, event.currentTarget) } });
}
