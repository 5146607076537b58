// Inline mode: `@bot words` in the composer asks the bot, and what it offers stands above the composer.

import { api } from "./api.js";
import { avatar, el } from "./dom.js";
import { hide, suggest } from "./suggestions.js";
import { state } from "./state.js";

/** A pause in typing after which the bot is asked, in milliseconds. */
const PAUSE = 250;

let timer = 0;
let asked = null;
const early = new Map();
let chosen = () => {};
let openLink = () => {};

export function setUp(actions) {
  chosen = actions.chosen;
  openLink = actions.start;
}

/** The query when `text` addresses the bot inline, else null. */
export function inlineQuery(text) {
  const lead = `@${state.bot.username} `;
  return text.toLowerCase().startsWith(lead.toLowerCase()) ? text.slice(lead.length).trimStart() : null;
}

/** Ask the bot for `query`, after a pause. Null ends inline mode. */
export function ask(query) {
  clearTimeout(timer);
  if (query === null) {
    if (asked) hide();
    asked = null;
  } else if (asked?.query !== query || asked.chat !== state.chat) {
    asked = { query, chat: state.chat, id: null, results: [] };
    timer = setTimeout(send, PAUSE, asked, "");
  }
}

// The results come by the stream of events and may be there before the query's id.
async function send(request, offset) {
  try {
    const { inline_query_id: id } = await api.inline(state.person, request.chat, request.query, offset);
    request.id = id;
  } catch {
    return;
  }
  const payload = early.get(request.id);
  early.clear();
  if (payload) answer(request.id, payload);
}

/** The bot answered an inline query. */
export function answer(id, payload) {
  if (!asked) return;
  if (asked.id !== id) {
    early.set(id, payload);
    return;
  }
  const more = asked.results.length > 0;
  asked.results.push(...payload.results.map((result) => ({ id, result })));
  draw(asked, payload, more);
}

function draw(request, payload, keepPlace) {
  const entries = request.results.map(({ id, result }) => ({ node: resultLine(result), pick: () => pick(request, id, result) }));
  const lead = payload.button?.text
    ? el("button", { type: "button", class: "lead", on: { click: () => openLink(payload.button.start_parameter ?? "") } }, payload.button.text)
    : !entries.length && el("p", { class: "nothing" }, "No results");
  const end = payload.next_offset && el("button", { type: "button", class: "lead", on: { click: () => send(request, payload.next_offset) } }, "More results");
  suggest(entries, { label: "Inline results", lead: lead || null, end: end || null, keepPlace });
}

function resultLine(result) {
  const url = result.thumbnail_url ?? result.photo_url;
  const picture = url ? el("img", { class: "thumb", src: url, alt: "", referrerpolicy: "no-referrer" }) : avatar(0, "", "bot");
  picture.addEventListener?.("error", () => picture.replaceWith(avatar(0, "", "bot")));
  return el("span", { class: "result" }, picture,
    el("span", { class: "lines" }, el("b", { dir: "auto" }, result.title ?? result.caption ?? result.type), el("small", { dir: "auto" }, result.description ?? "")));
}

async function pick(request, id, result) {
  hide();
  asked = null;
  await chosen(request.chat, id, result.id);
}
