// The page's beginning: joins its parts and does what is tapped.

import { api } from "./api.js";
import * as composer from "./composer.js";
import { ask, askGroup, copy, menu, toast } from "./dialogs.js";
import * as messages from "./messages.js";
import * as people from "./people.js";
import * as session from "./session.js";
import { load, open, switchTo, tried } from "./session.js";
import { forward, openLink, shareChat, startWith, switchInline } from "./sharing.js";
import { state } from "./state.js";

function messageMenu(message, anchor) {
  const reply = { label: "Reply", act: () => composer.answer(message) };
  const text = message.text ?? message.caption;
  const kept = message.has_protected_content;
  if (kept) toast("This message is protected: it can't be forwarded or copied.");
  const passing = [{ label: "Forward to…", act: () => forward(message) }, ...(text ? [{ label: "Copy text", act: () => copy(text) }] : [])];
  menu(anchor, [reply, ...(kept ? [] : passing)]);
}

async function addPerson() {
  const fields = [{ name: "name", label: "Name", hint: "Bea" }, { name: "language", label: "Language code", value: "en", hint: "en, ar, de…", list: "languages" }];
  const answer = await ask("Add a person", fields, "Add");
  const added = answer && (await tried(api.addPerson(answer.name, answer.language)));
  if (added) switchTo(added.person);
}

async function addGroup() {
  const answer = await askGroup(state.people.filter((person) => person.id !== state.person));
  const added = answer && (await tried(api.addGroup(answer.title, [state.person, ...answer.members])));
  if (added) load(state.person, added.chat);
}

const say = (text, replyTo) => tried(api.say(state.person, state.chat, text, replyTo));
const acts = {
  link: openLink,
  copy,
  menu: messageMenu,
  inline: switchInline,
  command: say,
  hashtag: (tag) => toast(`In Telegram, this searches your own chats for ${tag}.`),
  mention: (name) => openLink(`https://t.me/${name.slice(1)}`),
  press: async (message, data) => {
    try {
      return (await api.press(state.person, state.chat, message, data)).query_id;
    } catch (error) {
      toast(error.message);
      throw error;
    }
  },
};

messages.setUp(acts);
people.setUp({ switchTo, open, addPerson, addGroup });
composer.setUp({
  say,
  start: (payload) => tried(api.start(state.person, payload)).then(() => state.payloads.delete(state.person)),
  attach: (file, caption) => tried(api.attach(state.person, state.chat, file, caption)),
  choose: (chat, query, result) => tried(api.choose(state.person, chat, query, result)),
  openStart: startWith,
  shareChat,
});
session.setUp(openLink);

const [person, chat] = location.hash.slice(1).split("/").map(Number);
if (!(await session.begin(person, chat))) addPerson();
