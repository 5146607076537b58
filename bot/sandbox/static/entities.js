// A message's text with its entities, as DOM nodes. Offsets are UTF-16 code units, which is what
// JavaScript strings are made of, so slices are exact. Message content never becomes HTML.

import { el, pressable, safe } from "./dom.js";

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const PLAIN = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", cashtag: "span",
  phone_number: "span", custom_emoji: "span", bank_card: "span",
};

/** The nodes of `text`. `acts` says what taps do: {link(url), command(text), hashtag(text), mention(text), email(text)}. */
export function rendered(text, entities = [], acts = {}) {
  const list = entities
    .map((entity) => ({ ...entity, end: Math.min(entity.offset + entity.length, text.length) }))
    .filter((entity) => entity.offset >= 0 && entity.end > entity.offset)
    .sort((a, b) => a.offset - b.offset || b.end - a.end || BLOCKS.has(b.type) - BLOCKS.has(a.type));
  return nodes(text, 0, text.length, list, acts);
}

// Entities come sorted, outer ones first. What begins inside one and ends outside it is cut in two there.
function nodes(text, start, end, list, acts) {
  const made = [];
  const left = [...list];
  let at = start;
  while (left.length) {
    const entity = left.shift();
    if (entity.offset > at) made.push(text.slice(at, entity.offset));
    const inside = left.filter((other) => other.offset < entity.end);
    const after = left.filter((other) => other.offset >= entity.end);
    const over = inside.filter((other) => other.end > entity.end).map((other) => ({ ...other, offset: entity.end }));
    left.splice(0, left.length, ...over, ...after);
    const clipped = inside.map((other) => ({ ...other, end: Math.min(other.end, entity.end) }));
    const children = nodes(text, entity.offset, entity.end, clipped, acts);
    made.push(wrapped(entity, text.slice(entity.offset, entity.end), children, acts));
    at = entity.end;
    // A block already ends its line: the line break that follows it would show as an empty line.
    if (BLOCKS.has(entity.type) && text[at] === "\n" && (left[0]?.offset ?? end) > at && at < end) at += 1;
  }
  if (at < end) made.push(text.slice(at, end));
  return made;
}

function wrapped(entity, text, children, acts) {
  const link = (url) => anchor(url, children, acts);
  switch (entity.type) {
    case "text_link": return link(entity.url);
    case "url": return link(/^[a-z][a-z0-9+.-]*:/iu.test(text) ? text : `http://${text}`);
    case "email": return el("a", { href: `mailto:${text}` }, children);
    case "mention": return tappable("mention", children, () => acts.mention?.(text));
    case "text_mention": return el("span", { class: "mention" }, children);
    case "hashtag": return tappable("hashtag", children, () => acts.hashtag?.(text));
    case "bot_command": return tappable("command", children, () => acts.command?.(text));
    case "spoiler": return spoiler(children);
    case "pre": return el("pre", { "data-language": entity.language }, el("code", {}, children));
    case "blockquote": return el("blockquote", { dir: "auto" }, children);
    case "expandable_blockquote": return expandable(children);
    case "date_time": return moment(entity, children);
    default: return el(PLAIN[entity.type] ?? "span", {}, children);
  }
}

function anchor(url, children, acts) {
  const act = (event) => {
    if (acts.link?.(url)) event.preventDefault();
  };
  return el("a", { href: safe(url), target: "_blank", rel: "noopener noreferrer", title: url, on: { click: act } }, children);
}

function tappable(kind, children, act) {
  return el("button", { type: "button", class: `inline-link ${kind}`, dir: "auto", on: { click: act } }, children);
}

function spoiler(children) {
  const hidden = el("span", { class: "spoiler" }, el("span", { "aria-hidden": "true" }, children));
  const reveal = (event) => {
    if (hidden.classList.contains("open")) return;
    event.preventDefault();
    event.stopPropagation();
    hidden.classList.add("open");
    hidden.firstChild.removeAttribute("aria-hidden");
    for (const name of ["role", "tabindex", "aria-label"]) hidden.removeAttribute(name);
  };
  hidden.addEventListener("click", reveal, { capture: true });
  return pressable(hidden, "Hidden text, press to show", reveal);
}

function expandable(children) {
  const body = el("div", { class: "folded" }, children);
  const toggle = el("button", { type: "button", class: "unfold", "aria-expanded": "false", "aria-label": "Show the whole quotation" });
  const quote = el("blockquote", { class: "expandable", dir: "auto" }, body, toggle);
  quote.addEventListener("click", (event) => {
    if (event.target.closest("a, .inline-link, .spoiler") || !getSelection().isCollapsed) return;
    const open = quote.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.setAttribute("aria-label", open ? "Fold the quotation" : "Show the whole quotation");
  });
  return quote;
}

const STYLES = {
  w: { weekday: "long" },
  d: { year: "numeric", month: "numeric", day: "numeric" },
  D: { year: "numeric", month: "long", day: "numeric" },
  t: { hour: "numeric", minute: "2-digit" },
  T: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

/** A moment in the reader's own time zone; `format` is Telegram's (`r`, or some of `w`, `d`/`D`, `t`/`T`). */
export function shownMoment(unixTime, format, now = Date.now()) {
  const date = new Date(unixTime * 1000);
  if (format === "r") return relative((unixTime * 1000 - now) / 1000);
  const options = Object.assign({}, ...[...(format ?? "")].map((letter) => STYLES[letter] ?? {}));
  return new Intl.DateTimeFormat(undefined, options).format(date);
}

function relative(seconds) {
  const units = [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units.at(-1);
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}

function moment(entity, children) {
  const date = new Date(entity.unix_time * 1000);
  const shown = entity.date_time_format ? [shownMoment(entity.unix_time, entity.date_time_format)] : children;
  return el("time", { datetime: date.toISOString(), title: date.toLocaleString(), class: "moment" }, shown);
}
