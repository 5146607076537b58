// The open chat's messages: new ones scroll in, edited ones change where they stand, deleted ones go.

import { byId, el } from "./dom.js";
import { article, author, fill, serviceLine } from "./bubble.js";
import { focusedPlace, focusPlace, settle } from "./keyboard.js";
import { drop, keep, openChat, state } from "./state.js";

/** How near to the end still counts as being there, in pixels. */
const NEAR = 60;
/** Messages of one sender within so many seconds stand together. */
const TOGETHER = 300;
/** How long a finger rests on a message to open its menu, in milliseconds. */
const LONG_PRESS = 500;

const view = byId("scroll");
const list = byId("messages");
const latest = byId("latest");
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** What each element shows, to see what a fetched state changes. */
const drawn = new WeakMap();

let acts = {};
let stuck = true;
let smooth = false;
let lastTop = 0;
let below = 0;

export function setUp(actions) {
  acts = actions;
  view.addEventListener("scroll", noticeScroll, { passive: true });
  latest.addEventListener("click", () => toEnd(true));
  list.addEventListener("contextmenu", openMenu);
  list.addEventListener("touchstart", pressLong, { passive: true });
  new ResizeObserver(() => {
    if (stuck) toEnd(smooth);
    smooth = false;
  }).observe(list);
  new ResizeObserver(() => stuck && toEnd(false)).observe(view);
}

// Not every phone's browser makes a context menu of a long press.
function pressLong(event) {
  const timer = setTimeout(openMenu, LONG_PRESS, event);
  for (const end of ["touchmove", "touchend", "touchcancel", "contextmenu"]) list.addEventListener(end, () => clearTimeout(timer), { once: true, passive: true });
}

function openMenu(event) {
  const node = event.target.closest("article.message");
  if (!node || event.target.closest("a, .key") || !getSelection().isCollapsed) return;
  const message = openChat()?.messages.find((other) => other.message_id === Number(node.dataset.messageId));
  if (!message) return;
  if (event.cancelable) event.preventDefault();
  acts.menu(message, node.querySelector(".bubble"));
}

// Scrolling down to the end on its own passes through places that are not the end: only a way up lets go.
function noticeScroll() {
  const left = view.scrollHeight - view.scrollTop - view.clientHeight;
  if (left < NEAR) stuck = true;
  else if (view.scrollTop < lastTop) stuck = false;
  lastTop = view.scrollTop;
  if (stuck) below = 0;
  drawLatest(left);
}

function drawLatest(left = view.scrollHeight - view.scrollTop - view.clientHeight) {
  latest.hidden = stuck || left < NEAR;
  latest.dataset.count = below || "";
  latest.setAttribute("aria-label", below ? `${below} new, go to the latest message` : "Go to the latest message");
}

function toEnd(gently) {
  stuck = true;
  below = 0;
  view.scrollTo({ top: view.scrollHeight, behavior: gently && !still.matches ? "smooth" : "instant" });
  drawLatest(0);
}

/** Draw the open chat from the beginning. */
export function drawAll() {
  const chat = openChat();
  list.setAttribute("aria-busy", "true");
  list.replaceChildren();
  for (const message of chat?.messages ?? []) append(message, chat);
  list.setAttribute("aria-busy", "false");
  toEnd(false);
}

/** Bring the open chat up to a state that was fetched again, changing only what differs. */
export function sync() {
  const chat = openChat();
  const present = new Set(chat?.messages.map((message) => message.message_id));
  for (const node of list.querySelectorAll("article")) if (!present.has(Number(node.dataset.messageId))) remove(state.chat, Number(node.dataset.messageId));
  for (const message of chat?.messages ?? []) put(state.chat, message);
}

function append(message, chat) {
  const before = list.lastElementChild;
  const previous = before?.classList.contains("message") ? chat.messages.find((other) => other.message_id === Number(before.dataset.messageId)) : null;
  const day = dayOf(message.date);
  const sameDay = before?.dataset.day === day;
  if (!sameDay) list.append(el("div", { class: "day", role: "separator" }, el("span", {}, day)));
  const node = article(message, chat, acts);
  drawn.set(node, JSON.stringify(message));
  const near = previous && sameDay && author(previous).id === author(message).id && message.date - previous.date < TOGETHER;
  node.classList.toggle("joined", Boolean(near) && !serviceLine(message));
  node.dataset.day = day;
  list.append(node);
  return node;
}

function dayOf(seconds) {
  const date = new Date(seconds * 1000);
  const midnight = (moment) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());
  const days = Math.round((midnight(new Date()) - midnight(date)) / 86_400_000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" }).format(date);
}

const nodeOf = (messageId) => list.querySelector(`article[data-message-id="${messageId}"]`);

/** A message came or was edited. */
export function put(chatId, message) {
  keep(chatId, message);
  if (chatId !== state.chat) return;
  const node = nodeOf(message.message_id);
  if (node) redraw(node, message);
  else appear(message);
}

function appear(message) {
  const mine = message.from?.id === state.person;
  smooth = true;
  if (mine) stuck = true;
  else if (!stuck) below += 1;
  append(message, openChat()).classList.add("arrived");
  drawLatest();
}

// The first row of buttons stays where it is on the screen, since the thumb that pressed Next is there, and
// a message that is out of sight above moves nothing below it. Otherwise its beginning stays.
function redraw(node, message) {
  const content = JSON.stringify(message);
  if (drawn.get(node) === content) return;
  drawn.set(node, content);
  const place = focusedPlace(node);
  const old = [...node.querySelectorAll(".media")];
  const before = anchor(node);
  fill(node, message, openChat(), acts);
  for (const picture of old) reuse(node, picture);
  if (place) focusPlace(node, place);
  if (stuck) toEnd(false);
  else if (before < view.getBoundingClientRect().bottom) view.scrollTop += anchor(node) - before;
}

function anchor(node) {
  const { bottom } = node.getBoundingClientRect();
  const keys = node.querySelector(".keyboard");
  return keys && bottom > view.getBoundingClientRect().top ? keys.getBoundingClientRect().top : bottom;
}

// The same picture keeps its element, so that it does not flash.
function reuse(node, picture) {
  const source = picture.querySelector("img, video")?.src;
  const same = [...node.querySelectorAll(".media")].find((other) => source && other.querySelector("img, video")?.src === source);
  if (same && same.className === picture.className) same.replaceWith(picture);
}

/** A message was deleted. */
export function remove(chatId, messageId) {
  drop(chatId, messageId);
  if (chatId !== state.chat) return;
  const node = nodeOf(messageId);
  const before = node?.previousElementSibling;
  const after = node?.nextElementSibling;
  node?.remove();
  if (before?.classList.contains("day") && (!after || after.classList.contains("day"))) before.remove();
}

/** The bot answered a press: let its button rest. */
export const answered = (queryId) => settle(list, queryId);
