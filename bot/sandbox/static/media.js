// Pictures, films, files and link previews of a message. The server adds `sandbox_media` ({kind, url, name})
// to a message that has a file, since a file_id says nothing to a browser.

import { el, pressable } from "./dom.js";

const PICTURE = /\.(?:jpe?g|png|gif|webp|avif|svg)(?:$|[?#:])/iu;

/** The media of a message, or null. */
export function media(message) {
  const file = message.sandbox_media;
  if (!file) return null;
  if (file.kind === "document") return document_(file, message.document);
  const shown = file.kind === "photo" ? picture(file.url, "Photo") : film(file);
  const box = el("div", { class: "media" }, shown);
  keepRoom(box, message);
  return message.has_media_spoiler ? covered(box) : box;
}

// The place of a picture is kept before it has loaded, so that nothing below it jumps.
function keepRoom(box, message) {
  const size = message.photo?.at(-1) ?? message.video ?? message.animation;
  if (size?.width > 1 && size?.height > 1) box.style.aspectRatio = `${size.width} / ${size.height}`;
}

function picture(url, alt) {
  const image = el("img", { src: url, alt, loading: "lazy", decoding: "async", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => image.replaceWith(el("span", { class: "lost" }, "Picture not available")));
  return image;
}

function film(file) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const loop = file.kind === "animation";
  return el("video", { src: file.url, controls: !loop || still, autoplay: loop && !still, loop, muted: loop, ".muted": loop, playsinline: true, preload: "metadata" });
}

function document_(file, details) {
  const size = details?.file_size ? `${Math.max(1, Math.round(details.file_size / 1024)).toLocaleString()} kB` : "File";
  return el("a", { class: "file", href: file.url, target: "_blank", rel: "noopener", download: file.name || true },
    el("span", { class: "file-mark", "aria-hidden": "true" }),
    el("span", { class: "file-name" }, el("b", { dir: "auto" }, file.name || "File"), el("small", {}, size)));
}

function covered(box) {
  const reveal = () => {
    box.classList.remove("covered");
    for (const name of ["role", "tabindex", "aria-label"]) box.removeAttribute(name);
  };
  box.classList.add("covered");
  return pressable(box, "Hidden picture, press to show", reveal);
}

/** The preview of the message's link, or null: what its options name, else the first link of its text. */
export function preview(message) {
  const options = message.link_preview_options ?? {};
  if (options.is_disabled || !message.text) return null;
  const url = options.url || firstLink(message);
  if (!url || !/^https?:/iu.test(url) || !URL.canParse(url)) return null;
  const large = PICTURE.test(url) || options.prefer_large_media;
  const side = options.show_above_text ? "above" : "below";
  if (!large || options.prefer_small_media) return card(url, side, PICTURE.test(url) ? "small" : "");
  return largePicture(url, side);
}

function firstLink(message) {
  const link = (message.entities ?? []).find((entity) => entity.type === "url" || entity.type === "text_link");
  if (!link) return null;
  const url = link.url ?? message.text.slice(link.offset, link.offset + link.length);
  const whole = /^[a-z][a-z0-9+.-]*:/iu.test(url) ? url : `http://${url}`;
  return /^https?:\/\/(?:www\.)?(?:t|telegram)\.me\//iu.test(whole) ? null : whole;
}

function card(url, side, size) {
  const { hostname, pathname, search } = new URL(url);
  const thumbnail = size && el("img", { class: "thumb", src: url, alt: "", referrerpolicy: "no-referrer", on: { error: (event) => event.target.remove() } });
  return el("a", { class: `preview ${side}`, href: url, target: "_blank", rel: "noopener noreferrer" }, thumbnail,
    el("span", {}, el("b", {}, hostname.replace(/^www\./u, "")), el("small", {}, decoded(pathname + search))));
}

function largePicture(url, side) {
  const image = el("img", { src: url, alt: "Picture from the link", referrerpolicy: "no-referrer" });
  const box = el("a", { class: `media preview-picture ${side}`, href: url, target: "_blank", rel: "noopener noreferrer" }, image);
  image.addEventListener("error", () => box.replaceWith(card(url, side, "")));
  return box;
}

function decoded(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
