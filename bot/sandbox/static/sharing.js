// Links, sharing and forwarding: whatever leads from one chat to another.

import { api } from "./api.js";
import { isMine } from "./bubble.js";
import * as composer from "./composer.js";
import { chooseOne, toast } from "./dialogs.js";
import { byId } from "./dom.js";
import { readLink } from "./links.js";
import * as people from "./people.js";
import { load, open, tried } from "./session.js";
import { openChat, state } from "./state.js";

/** Do what a link says within the page; false leaves it to the browser. */
export function openLink(url) {
  const link = readLink(url, state.bot.username);
  if (link.kind === "web") return false;
  if (link.kind === "start") startWith(link.payload);
  else if (link.kind === "group") startInGroup(link.payload);
  else if (link.kind === "share") share(link.text);
  else toast(`@${link.username} is not in this sandbox.`);
  return true;
}

/**
 * Start the bot with a link's payload (null: only open its chat). Somebody whom the bot has never met presses
 * START first, and the payload goes with it, as in Telegram.
 */
export function startWith(payload) {
  open(state.person);
  if (payload === null) return;
  if (openChat().messages.some(isMine)) tried(api.start(state.person, payload));
  else {
    state.payloads.set(state.person, payload);
    byId("start").focus();
  }
}

async function startInGroup(payload) {
  const target = await chooseOne("Use the bot in…", people.targets({ bot: false, people: false }));
  if (!target) return;
  open(target.id);
  tried(api.start(state.person, payload, target.id));
}

/** Let the person choose the chat that a button of the bot asks for; what it does not allow, the sandbox says. */
export async function shareChat(asked, title) {
  const kind = asked.chat_is_channel ? "channel" : "group";
  const chosen = await chooseOne(title, people.targets({ bot: false, people: false }).filter((target) => target.kind === kind));
  if (chosen) tried(api.shareChat(state.person, chosen.id, asked.request_id));
}

/** The chat of a chosen target, made when the two people have none yet. */
async function chatOf(target) {
  if (!target?.unmet) return target?.id ?? null;
  const made = await tried(api.dialog(state.person, target.peer));
  if (made) await load(state.person);
  return made?.chat ?? null;
}

async function share(text) {
  const chat = await chatOf(await chooseOne("Share with…", people.targets(), text));
  if (chat === null || !(await tried(api.say(state.person, chat, text)))) return;
  open(chat);
}

/** Pass a message on to a chat that the person chooses. */
export async function forward(message) {
  const from = state.chat;
  const chat = await chatOf(await chooseOne("Forward to…", people.targets()));
  if (chat === null || !(await tried(api.forward(state.person, from, message.message_id, chat)))) return;
  open(chat);
}

/** Begin an inline query. The three switch_inline buttons differ in whose chat gets it: this one, or one to choose. */
export async function switchInline(button) {
  const chosen = button.switch_inline_query_chosen_chat;
  const query = button.switch_inline_query_current_chat ?? button.switch_inline_query ?? chosen?.query ?? "";
  if (button.switch_inline_query_current_chat === undefined) {
    const chat = await chatOf(await chooseOne("Send to…", people.targets(chosen && allowed(chosen))));
    if (chat === null) return;
    open(chat);
  }
  composer.write(`@${state.bot.username} ${query}`, { focus: true });
}

function allowed(chosen) {
  return {
    bot: Boolean(chosen.allow_bot_chats),
    people: Boolean(chosen.allow_user_chats),
    groups: Boolean(chosen.allow_group_chats || chosen.allow_channel_chats),
  };
}
