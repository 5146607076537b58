// The buttons that stand in place of a person's own keyboard: each writes its label, or asks for a chat.

import { byId, el } from "./dom.js";

const place = byId("reply");

/** Show the rows of a chat's reply keyboard, or none. `acts`: {say(text), shareChat(request)}. */
export function draw(rows, acts) {
  place.hidden = !rows.length;
  place.replaceChildren(...rows.map((row) => el("div", { class: "row" }, row.map((button) => drawn(button, acts)))));
}

function drawn(button, acts) {
  const asked = button.request_chat;
  const act = () => (asked ? acts.shareChat(asked, button.text) : acts.say(button.text));
  return el("button", { type: "button", class: "key", dir: "auto", on: { click: act } }, el("span", { class: "label" }, button.text));
}
