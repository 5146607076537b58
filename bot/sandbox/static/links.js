// What a link does. Links to the bot and Telegram's share links stay within the page, as they stay within
// Telegram; every other link is left to the browser.

/** Read a link: {kind: "start", payload}, {kind: "group", payload}, {kind: "share", text}, {kind: "person", username} or {kind: "web"}. */
export function readLink(url, botUsername) {
  let parsed;
  try {
    parsed = new URL(url);
  } catch {
    return { kind: "web" };
  }
  const at = parsed.protocol === "tg:" ? tgTarget(parsed) : webTarget(parsed);
  if (at === null) return { kind: "web" };
  if (at === "share") return { kind: "share", text: shareText(parsed.searchParams) };
  if (at.toLowerCase() !== botUsername.toLowerCase()) return { kind: "person", username: at };
  if (parsed.searchParams.has("startgroup")) return { kind: "group", payload: parsed.searchParams.get("startgroup") };
  return { kind: "start", payload: parsed.searchParams.get("start") };
}

function webTarget(parsed) {
  if (!["t.me", "telegram.me", "www.t.me"].includes(parsed.hostname)) return null;
  const [first, second] = parsed.pathname.split("/").filter(Boolean);
  if (first === "share" && second === "url") return "share";
  return first && !second && /^\w{4,32}$/u.test(first) ? first : null;
}

function tgTarget(parsed) {
  const action = parsed.hostname || parsed.pathname.replace(/^\/+/u, "");
  if (action === "resolve") return parsed.searchParams.get("domain");
  return action === "msg_url" ? "share" : null;
}

// Telegram puts the link first and the text below it.
function shareText(parameters) {
  return ["url", "text"].map((name) => parameters.get(name) ?? "").filter(Boolean).join("\n");
}
