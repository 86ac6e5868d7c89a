// The chat panel of the demo storefront: sends what the shopper types to POST /v1/chat and shows the
// reply. Text from the server becomes text nodes and a few known elements, never markup.
const LONGEST = 2000; // code points, as in the contract of /v1/chat
const TIMEOUT = 15000; // milliseconds
const KEPT_TURNS = 60;

const part = (id) => document.getElementById(id);
const [panel, launcher, log, form, field, send] =
  ["chat", "launcher", "log", "form", "message", "send"].map(part);
const explainSwitch = part("explain");

let context = null; // sealed by the server, handed back with the next message
let turns = []; // what the panel shows, so that a reload shows it again
let busy = false;
let generation = 0; // counts conversations: a reply to an older one is dropped
let opener = launcher;

// Small helpers

function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function button(label, action) {
  const node = element("button", "", label);
  node.type = "button";
  node.addEventListener("click", action);
  return node;
}

function safeLink(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function link(label, address) {
  const target = safeLink(address);
  if (!target) return document.createTextNode(label);
  const node = element("a", "", label);
  node.href = target;
  if (target.startsWith("http")) {
    node.target = "_blank";
    node.rel = "noopener noreferrer";
  }
  return node;
}

function stored(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function store() {
  turns = turns.slice(-KEPT_TURNS);
  try {
    sessionStorage.setItem("parley.context", JSON.stringify(context));
    sessionStorage.setItem("parley.turns", JSON.stringify(turns));
    sessionStorage.setItem("parley.explain", JSON.stringify(explainSwitch.checked));
  } catch {
    // Storage is full or forbidden: the conversation still works until the page is left.
  }
}

// The small Markdown of replies: **bold**, *slanted*, [links](…), lists and paragraphs

const INLINE = /\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^()\s]+)\)/g;

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, slanted, label, address] = match;
    nodes.push(text.slice(from, match.index));
    if (bold) nodes.push(element("strong", "", ...inline(bold)));
    else if (slanted) nodes.push(element("em", "", slanted));
    else nodes.push(link(label, address));
    from = match.index + whole.length;
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== "");
}

function markdown(text) {
  const blocks = [];
  let open = null; // the paragraph or list that the next line may continue
  for (const line of text.split("\n")) {
    const item = /^\s*(?:[-*•]|(\d+)[.)])\s+(.*)$/.exec(line);
    if (item) {
      const kind = item[1] ? "OL" : "UL";
      if (open?.tagName !== kind) blocks.push((open = element(kind.toLowerCase())));
      open.append(element("li", "", ...inline(item[2])));
    } else if (line.trim() === "") {
      open = null;
    } else if (open?.tagName === "P") {
      open.append(element("br"), ...inline(line));
    } else {
      blocks.push((open = element("p", "", ...inline(line))));
    }
  }
  return blocks;
}

// Order cards

const STATUS = {
  pending: "Waiting for payment", paid: "Paid", processing: "Being packed", on_hold: "On hold",
  partially_shipped: "Partly on its way", shipped: "On its way", delivered: "Delivered",
  cancelled: "Cancelled", returned: "Returned", refunded: "Refunded",
};
const STATUS_LOOK = {
  pending: "waiting", on_hold: "waiting", cancelled: "closed", returned: "closed", refunded: "closed",
};

function day(time) {
  const date = new Date(time);
  if (!time || Number.isNaN(date.getTime())) return "";
  return date.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "long" });
}

function facts(card) {
  const list = element("dl");
  const add = (name, ...value) => list.append(element("dt", "", name), element("dd", "", ...value));
  add("Ordered", day(card.placed_at));
  if (card.delivered_at) add("Delivered", day(card.delivered_at));
  else if (card.eta) add("Expected", day(card.eta));
  if (card.carrier) add("Carrier", card.carrier);
  for (const parcel of card.tracking ?? []) {
    add("Tracking", parcel.url ? link(parcel.number, parcel.url) : parcel.number);
  }
  for (const item of card.items ?? []) add(`${item.quantity} ×`, item.name);
  return list;
}

function steps(card) {
  const reached = { paid: 1, processing: 1, partially_shipped: 2, shipped: 2, delivered: 3 }[card.status];
  if (!reached) return "";
  const list = element("ol", "steps");
  ["Paid", "On its way", "Delivered"].forEach((name, index) => {
    list.append(element("li", index < reached ? "done" : "", name));
  });
  return list;
}

function orderCard(card) {
  const status = element("span", `status ${STATUS_LOOK[card.status] ?? ""}`, STATUS[card.status] ?? card.status);
  const number = String(card.number).replace(/^#?/, "#");
  return element("div", "order",
    element("div", "order-head", element("span", "", `Order ${number}`), status), steps(card), facts(card));
}

// Why: intent, confidence, source and the words that decided

function why(turn) {
  const { intent, explain } = turn;
  const lines = element("p", "why");
  const name = intent.name ?? (intent.source === "clarify" ? "asked back" : "not understood");
  lines.append(element("b", "", name), ` · ${Math.round(intent.confidence * 100)}% · ${intent.source}`);
  const add = (label, value) => value && lines.append(element("br"), `${label}: ${value}`);
  add("rule", explain?.rule);
  add("span", explain?.span && `“${explain.span.text}” (${explain.span.start}–${explain.span.end})`);
  add("nearest", explain?.nearest);
  add("terms", (explain?.terms ?? []).slice(0, 5).map((term) => term.text).join(", "));
  add("entry", explain?.faq?.id ?? turn.faq_id);
  add("took", (explain?.identifiers ?? []).map((found) => `${found.kind} ${found.value}`).join(", "));
  add("flow", explain?.flow && `${explain.flow.name} → ${explain.flow.step}`);
  const second = explain?.runner_up;
  add("runner-up", second && `${second.name} (${Math.round(second.score * 100)}%)`);
  return lines;
}

function marked(text, span) {
  if (!span) return [text];
  const points = Array.from(text);
  const cut = (from, to) => points.slice(from, to).join("");
  return [cut(0, span.start), element("mark", "", cut(span.start, span.end)), cut(span.end)];
}

// The log

const NOTICES = {
  context_invalid: "That conversation had ended, so this is a new one.",
  flow_changed: "Something changed on our side. We kept what you had told us.",
};

function show(turn) {
  const row = element("li", turn.who);
  if (turn.who === "aside") {
    row.append(turn.text);
  } else if (turn.who === "me") {
    row.append(element("div", "bubble", ...marked(turn.text, turn.span)));
  } else {
    row.append(element("div", "bubble", ...markdown(turn.text)));
    for (const card of turn.cards ?? []) if (card.type === "order") row.append(orderCard(card));
    if (turn.intent) row.append(why(turn));
    if (turn.suggestions?.length) {
      row.append(element("div", "suggestions", ...turn.suggestions.map((text) => button(text, () => ask(text)))));
    }
  }
  log.append(row);
  return row;
}

function add(turn) {
  // Suggestions belong to the newest reply only.
  log.querySelectorAll(".suggestions").forEach((old) => old.remove());
  turns.forEach((old) => delete old.suggestions);
  turns.push(turn);
  const row = show(turn);
  store();
  scrollTo(row);
  return row;
}

function scrollTo(row) {
  const fits = row.offsetHeight < log.clientHeight - 80;
  log.scrollTop = fits ? log.scrollHeight : row.offsetTop - log.offsetTop - 60;
}

function greet() {
  add({
    who: "shop",
    text: "Hello! Ask me about an **order**, **delivery**, **returns** or anything we sell.",
    suggestions: ["Where is my order?", "What are the delivery costs?", "Talk to a person"],
  });
}

function complain(text, again) {
  const row = element("li", "shop error", element("div", "bubble", text));
  if (again) {
    row.firstChild.append(button("Try again", () => {
      if (busy) return;
      row.remove();
      exchange(again);
    }));
  }
  log.append(row);
  scrollTo(row);
}

// Talking to the server

// What went wrong, in words for the shopper; `final` when the same message can never succeed.
class Trouble extends Error {
  constructor(words, final = false) {
    super(words);
    this.final = final;
  }
}

async function describe(response) {
  const problem = await response.json().catch(() => ({}));
  const wait = Number(response.headers.get("Retry-After"));
  switch (response.status) {
    case 413:
      return `That message is too long for us. Please keep it under ${LONGEST.toLocaleString("en")} characters.`;
    case 429:
      return `You are faster than we are. Please wait ${wait > 0 ? `${wait} seconds` : "a moment"} and try again.`;
    case 400:
      return "We could not read that message. Please put it in other words.";
    case 502: case 503: case 504:
      return "The shop's help is starting up or very busy. Please try again in a moment.";
    default:
      return problem.title ? `Something went wrong on our side (${problem.title}).` : "Something went wrong on our side.";
  }
}

async function post(message) {
  let response;
  try {
    response = await fetch("/v1/chat", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ message, explain: explainSwitch.checked, ...(context && { context }) }),
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch (error) {
    if (error.name === "TimeoutError") throw new Trouble("We did not get an answer in time. Please try again.");
    throw new Trouble(navigator.onLine === false
      ? "You seem to be offline. Your message is kept; try again when you are connected."
      : "We cannot reach the shop at the moment. Please try again.");
  }
  if (!response.ok) throw new Trouble(await describe(response), [400, 413].includes(response.status));
  try {
    return await response.json();
  } catch {
    throw new Trouble("We got an answer that we could not read. Please try again.");
  }
}

function receive(answer, question) {
  context = answer.context;
  if (answer.notice) add({ who: "aside", text: NOTICES[answer.notice] ?? answer.notice });
  if (answer.explain?.span) {
    question.turn.span = answer.explain.span;
    question.row.firstChild.replaceChildren(...marked(question.turn.text, answer.explain.span));
  }
  const { text, cards, suggestions } = answer.reply;
  const { intent, explain, faq_id } = answer;
  add({ who: "shop", text, cards, suggestions, intent, explain, faq_id });
  if (answer.state === "waiting") add({ who: "aside", text: "A colleague will join this conversation." });
}

async function exchange(question) {
  setBusy(true);
  const started = generation;
  const typing = element("li", "shop typing", element("div", "bubble", element("i"), element("i"), element("i")));
  typing.setAttribute("aria-hidden", "true");
  const soon = setTimeout(() => { log.append(typing); scrollTo(typing); }, 250);
  const current = () => started === generation;
  try {
    const answer = await post(question.turn.text);
    typing.remove();
    if (current()) receive(answer, question);
  } catch (error) {
    typing.remove();
    const known = error instanceof Trouble;
    if (current()) complain(known ? error.message : "Something went wrong on this page.", !error.final && question);
    if (!known) console.error(error);
  } finally {
    clearTimeout(soon);
    typing.remove();
    if (current()) setBusy(false);
  }
}

function ask(text) {
  const message = text.trim();
  if (busy || message === "") return;
  open();
  const turn = { who: "me", text: message };
  exchange({ turn, row: add(turn) });
  field.focus();
}

function setBusy(value) {
  busy = value;
  send.setAttribute("aria-disabled", String(value));
  log.setAttribute("aria-busy", String(value));
}

// Panel and field

function open() {
  if (!panel.hidden) return;
  panel.hidden = false;
  launcher.hidden = true;
  launcher.setAttribute("aria-expanded", "true");
  if (turns.length === 0) greet();
  log.scrollTop = log.scrollHeight;
  field.focus();
}

function close() {
  panel.hidden = true;
  launcher.hidden = false;
  launcher.setAttribute("aria-expanded", "false");
  (opener.isConnected && !opener.hidden ? opener : launcher).focus();
}

function restart() {
  generation += 1;
  context = null;
  turns = [];
  log.replaceChildren();
  setBusy(false);
  greet();
  field.focus();
}

function measure() {
  const length = Array.from(field.value).length;
  const left = LONGEST - length;
  part("count").textContent = left > 200 ? "" : left >= 0 ? `${left} left` : `${-left} too many`;
  part("count").classList.toggle("over", left < 0);
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
  return left >= 0;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (busy || field.value.trim() === "") return;
  if (!measure()) {
    complain(`Please keep the message under ${LONGEST.toLocaleString("en")} characters.`);
    return;
  }
  const text = field.value;
  field.value = "";
  measure();
  ask(text);
});

field.addEventListener("input", measure);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});

explainSwitch.addEventListener("change", () => {
  panel.classList.toggle("explaining", explainSwitch.checked);
  store();
});

launcher.addEventListener("click", () => { opener = launcher; open(); });
part("close").addEventListener("click", close);
part("restart").addEventListener("click", restart);
for (const node of document.querySelectorAll("[data-open-chat], [data-ask]")) {
  node.addEventListener("click", () => {
    opener = node;
    open();
    if (node.dataset.ask) ask(node.dataset.ask);
  });
}

context = stored("parley.context");
turns = Array.isArray(stored("parley.turns")) ? stored("parley.turns") : [];
explainSwitch.checked = stored("parley.explain") === true;
panel.classList.toggle("explaining", explainSwitch.checked);
turns.forEach(show);
