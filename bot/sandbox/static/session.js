// Who looks at what: fetches what a person sees, follows what happens, and shows it.

import { api, follow } from "./api.js";
import * as composer from "./composer.js";
import { alertBox, toast } from "./dialogs.js";
import { byId } from "./dom.js";
import * as inline from "./inline.js";
import * as messages from "./messages.js";
import * as people from "./people.js";
import { countUnread, state } from "./state.js";

/** How long to wait before the sandbox is asked again, in milliseconds. */
const PAUSE = 1500;

let stop = () => {};
/** What the link in an answer does; set by the page's beginning, since links lead back here. */
let linked = () => {};
/** Events that came while the state was being fetched; null when none is. */
let waiting = null;
let loading = Promise.resolve();
let typing = 0;

/** Run an action; what the sandbox refuses is said in a toast. Resolves to its value, or null. */
export async function tried(promise) {
  try {
    return (await promise) ?? true;
  } catch (error) {
    toast(error.message);
    return null;
  }
}

/** Fetch what `person` sees; one fetch at a time, in order. */
export function load(person, chat) {
  loading = loading.then(() => loadNow(person, chat));
  return loading;
}

async function loadNow(person, chat) {
  waiting = [];
  const fetched = await tried(api.state(person));
  const missed = waiting;
  waiting = null;
  if (!fetched) return;
  const moved = fetched.person !== state.person || !state.chats.size;
  Object.assign(state, { bot: fetched.bot, person: fetched.person, people: fetched.people });
  state.chats = new Map(fetched.chats.map((one) => [one.id, one]));
  if (!state.chats.has(state.chat) || moved || chat) state.chat = state.chats.has(chat) ? chat : state.person;
  if (moved || chat) show();
  else update();
  missed.forEach(happened);
}

function update() {
  people.draw();
  messages.sync();
  composer.fit();
}

function show() {
  state.unread.delete(`${state.person}:${state.chat}`);
  history.replaceState(null, "", `#${state.person}/${state.chat}`);
  people.draw();
  messages.drawAll();
  composer.fit();
}

/** Open one of the person's chats. */
export function open(chat) {
  state.chat = chat;
  people.showSide(false);
  show();
}

/** Become another person: another stream of events, and with it another state. */
export function switchTo(person, chat) {
  stop();
  people.showSide(false);
  let first = true;
  stop = follow(person, () => {
    byId("lost").hidden = true;
    load(person, first ? chat : undefined);
    first = false;
  }, happened, lost);
}

// The browser connects again by itself, except when it was refused: then the sandbox began anew and knows
// nobody of before.
function lost(refused) {
  byId("lost").hidden = false;
  if (refused) setTimeout(begin, PAUSE);
}

/** Look through the eyes of `person`, or of the first one there is. Resolves to whether there is anybody. */
export async function begin(person, chat) {
  const found = await tried(api.state());
  if (found === null) setTimeout(begin, PAUSE, person, chat);
  else if (found.person) switchTo(found.people.some(({ id }) => id === person) ? person : found.person, chat);
  return found === null || found.person > 0;
}

function happened(event) {
  if (waiting) waiting.push(event);
  else seen[event.type]?.(event);
}

const seen = {
  message: (event) => arrived(event),
  edited: (event) => arrived(event),
  deleted: (event) => {
    messages.remove(event.chat, event.message_id);
    refresh();
  },
  answer: answered,
  results: (event) => inline.answer(event.inline_query_id, event.payload),
  action: (event) => event.chat === state.chat && showTyping(),
  commands: () => load(state.person),
  chat: () => load(state.person),
};

function arrived({ type, chat, message, people: seers }) {
  if (seers.includes(state.person)) messages.put(chat, message);
  if (type === "message") {
    for (const seer of seers) {
      const watching = seer === state.person && chat === state.chat && !document.hidden;
      if (message.from?.id !== seer && !watching) countUnread(seer, chat);
    }
  }
  if (chat === state.chat && message.from?.id === state.bot.id) clearTimeout(typing);
  refresh();
}

function refresh() {
  people.draw();
  composer.fit();
}

function showTyping() {
  clearTimeout(typing);
  people.drawHead(true);
  typing = setTimeout(() => people.drawHead(), 5000);
}

function answered(event) {
  messages.answered(event.query_id);
  if (event.text && event.show_alert) alertBox(state.bot.name, event.text);
  else if (event.text) toast(event.text);
  if (event.url) linked(event.url);
}

/** Let answers to presses open links with `act`. */
export function setUp(act) {
  linked = act;
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && state.unread.delete(`${state.person}:${state.chat}`)) people.draw();
  });
}
