// The only place that talks to the sandbox's server.

export class Refused extends Error {}

async function answered(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error ?? `The sandbox answered ${response.status}.`);
  return body;
}

async function asked(path, request) {
  let response;
  try {
    response = await fetch(`/sandbox/${path}`, request);
  } catch {
    throw new Refused("The sandbox does not answer: is it still running?");
  }
  return answered(response);
}

async function post(path, body) {
  const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return asked(path, request);
}

export const api = {
  state: async (person) => asked(`state${person ? `?person=${person}` : ""}`),
  say: (person, chat, text, replyTo) => post("say", { person, chat, text, reply_to: replyTo }),
  start: (person, payload, chat) => post("start", { person, payload, chat }),
  press: (person, chat, message, data) =>
    post("press", { person, chat, message_id: message.message_id, data, inline_message_id: message.inline_message_id }),
  forward: (person, chat, messageId, to) => post("forward", { person, chat, message_id: messageId, to }),
  inline: (person, chat, query, offset = "") => post("inline", { person, chat, query, offset }),
  choose: (person, chat, queryId, resultId) =>
    post("choose", { person, chat, inline_query_id: queryId, result_id: resultId }),
  shareChat: (person, chat, requestId) => post("share_chat", { person, chat, request_id: requestId }),
  addPerson: (name, languageCode) => post("add_person", { name, language_code: languageCode }),
  addGroup: (title, members) => post("add_group", { title, members }),
  dialog: (person, other) => post("dialog", { person, other }),
  attach: async (person, chat, file, caption) => {
    const form = new FormData();
    form.append("person", person);
    form.append("chat", chat);
    form.append("caption", caption);
    form.append("file", file, file.name);
    return asked("attach", { method: "POST", body: form });
  },
};

/**
 * Follow what happens, as this person sees it. `onOpen` is called at every (re)connection, since what
 * happened in between is lost and has to be fetched; `onEvent` gets each event, `onLost` whether a lost
 * connection was refused for good. Returns a way to stop.
 */
export function follow(person, onOpen, onEvent, onLost) {
  const source = new EventSource(`/sandbox/events?person=${person}`);
  source.addEventListener("open", onOpen);
  source.addEventListener("message", (event) => onEvent(JSON.parse(event.data)));
  source.addEventListener("error", () => onLost(source.readyState === EventSource.CLOSED));
  return () => source.close();
}
