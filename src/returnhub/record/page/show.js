// The page: what was put in goes to `examine`, and its report is said in words. Text is only ever set as text.

const FIELDS = ["keys", "paper", "witnesses", "others"];
const ICONS = { holds: "\u2713", broken: "\u2715", unknown: "?", partly: "?", unreached: "\u2013", unread: "!", unable: "!", problem: "!" };
// Joiners are part of how Dari and other languages are written; other signs without a shape may deceive.
const UNSEEN = /[^\P{C}\n\u200c\u200d]|[\p{Zl}\p{Zp}]/gu;

// Faults that nobody but the keeper can have made.
const PROOFS_OF_WRONG = ["broken.split", "broken.promise"];

// Faults that a wrong key in the first field looks like.
const KEY_FIRST = ["broken.origin", "broken.other_key", "broken.unsigned"];

// Letters of content that are laid out by their members; more stand as they were recorded.
const LAID_OUT = 50_000;

const find = (id) => document.getElementById(id);
const number = new Intl.NumberFormat(WORDS.lang);
const list = new Intl.ListFormat(WORDS.lang);
const plural = new Intl.PluralRules(WORDS.lang);

function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** "22 November 2026, 8:36am UTC", with the exact time for whoever points at it or takes the page apart. */
function time(at, exact = new Date(at).toISOString()) {
  const day = new Date(at).toLocaleDateString(WORDS.lang, { timeZone: "UTC", dateStyle: "long" });
  const clock = { timeZone: "UTC", hour: "numeric", minute: "2-digit", hour12: WORDS.hour12 };
  const hour = new Date(at).toLocaleTimeString(WORDS.lang, clock);
  return make("time", { datetime: exact, title: exact }, `${day}, ${hour.replace(/\s([ap])\.?m\.?$/i, "$1m")} UTC`);
}

const isolated = (text) => make("bdi", {}, text);

function value(given) {
  if (given instanceof Node) return [given];
  if (typeof given === "bigint" || typeof given === "number") return [number.format(given)];
  if (!Array.isArray(given)) return [isolated(given)];
  return list.formatToParts(given).map((part) => (part.type === "element" ? isolated(part.value) : part.value));
}

/** A sentence with its values in it, as nodes. Values may come from anybody, so each is set apart. */
function say(words, given = {}) {
  const sentence = typeof words === "string" ? words : words[plural.select(given.count)] ?? words.other;
  return sentence.split(/\{(\w+)\}/).flatMap((part, i) => (i % 2 ? value(given[part]) : [part]));
}

const marked = (mark) => make("strong", { class: `tag ${mark}` }, `${ICONS[mark]} ${WORDS.marks[mark]}`);
const item = (mark, ...children) => make("li", {}, marked(mark), " ", ...children);
const code = (raw) => make("code", {}, raw);
const heading = (text) => make("h3", {}, text);

function rows(pairs) {
  const parts = pairs.filter(([, ...shown]) => shown.some((one) => one !== undefined && one !== ""));
  return make("dl", {}, ...parts.map(([name, ...shown]) => make("div", {}, make("dt", {}, name), make("dd", {}, ...shown))));
}

// ---- the report, part by part

function panel(mark, title, text, role, next = []) {
  const head = make("h2", { tabindex: "-1", id: "outcome" }, marked(mark), " ", make("span", {}, ...title));
  return make("div", { class: `panel ${mark}`, role }, head, make("p", {}, ...text), ...next);
}

function outcome(report) {
  const { state, code: why, given, field } = report;
  if (state === "unable" || state === "fault") {
    return panel("unable", [WORDS.states[state].title], [WORDS.states[state].text], "alert");
  }
  if (state === "holds") {
    const { title, text } = WORDS.states[report.kind];
    return panel("holds", say(title, report.paper), [text], "status");
  }
  const title = say(WORDS.problems[why], given);
  if (state === "broken") {
    const advice = PROOFS_OF_WRONG.includes(why) ? "keep_both" : KEY_FIRST.includes(why) ? "key_first" : "keep";
    const next = make("p", {}, WORDS.meanings[advice]);
    return panel("broken", title, say(WORDS.meanings[why], given), "alert", [next]);
  }
  const link = make("a", { href: `#${field}` }, WORDS.page[field], ": ", ...title);
  const missing = why.startsWith("read.no_");
  return panel(missing ? "problem" : "unread", [link], [WORDS.meanings[missing ? "missing" : "read"]], "alert");
}

function facts({ kind, paper, entry, cosigned = [], witnessing }) {
  const { index, recorded = entry?.recorded } = paper;
  const checkpoint = paper.checkpoint ?? paper;
  const at = recorded && readTime(recorded);
  const times = new Map(cosigned.map((one) => [`${one.key.name} ${one.at}`, one]));
  const by = [...times.values()].map((one) => say(WORDS.rows.cosigned_value, { name: one.key.name, at: time(one.at) }));
  const erased = entry?.erasure && { index: BigInt(entry.erasure.index), basis: entry.erasure.basis };
  return rows([
    [WORDS.rows.index, ...(kind === "proof" ? say(WORDS.rows.index_value, { index }) : [])],
    [WORDS.rows.recorded, at ? time(at, recorded) : ""],
    [WORDS.rows.kind, entry ? WORDS.entry[entry.kind] : ""],
    [WORDS.rows.erased, ...(erased ? say(WORDS.rows.erased_value, erased) : [])],
    [WORDS.rows.under, ...(checkpoint.size === undefined ? [] : say(WORDS.rows.under_value, { size: checkpoint.size }))],
    [WORDS.rows.signed, isolated(paper.origin)],
    [WORDS.rows.cosigned, ...by.map((shown) => make("div", {}, ...shown))],
    [WORDS.rows.missing, ...(witnessing?.missing.length ? value(witnessing.missing) : [])],
  ]);
}

/** What stands about witnesses is several sentences, each only where it is needed. */
function witnessing(given, late = []) {
  const words = WORDS.found;
  const first = given.of && !given.count ? words["cosignatures.nobody"] : words[given.of ? "cosignatures.some" : "cosignatures.none_asked"];
  const more = ["missing", "unable", "strangers"].filter((name) => given[name].length);
  const sentences = [say(first, given), ...more.map((name) => say(words[`cosignatures.${name}`], given))];
  if (late.length) sentences.push(say(words["cosignatures.late"], { late }));
  return sentences.flatMap((sentence) => [...sentence, " "]);
}

function checked(report) {
  const lines = report.checks.map(({ name, mark, code: found, given }) => {
    const sentence = name === "cosignatures" ? witnessing(given, report.late) : say(WORDS.found[found], given);
    return item(mark, make("b", {}, WORDS.checks[name]), ": ", ...sentence);
  });
  const rest = PLANS[report.kind].slice(report.checks.length);
  for (const name of report.failed ? rest : []) {
    const mark = name === report.failed ? report.state : "unreached";
    const sentence = mark === "unreached" ? [WORDS.found.unreached] : say(WORDS.problems[report.code], report.given);
    lines.push(item(mark, make("b", {}, WORDS.checks[name]), ": ", ...sentence));
  }
  return [heading(WORDS.headings.checked), make("ul", { class: "checks" }, ...lines)];
}

function others({ others: papers = [] }) {
  const lines = papers.map(({ mark, code: found, given, number: at }) => {
    const why = make("span", {}, ...(WORDS.others[found] ? [] : say(WORDS.problems[found], given)));
    const words = WORDS.others[found] ?? WORDS.others.unusable;
    return item(mark, ...say(words, { ...given, number: at, why }));
  });
  return lines.length ? [heading(WORDS.headings.others), make("ul", { class: "checks" }, ...lines)] : [];
}

function notShown({ kind, paper, content, entry, cosigned = [] }) {
  const words = WORDS.not_shown;
  const lines = [...words[kind]];
  if (entry?.commitment && content === undefined) lines.push(words.no_content);
  if (paper.note && !cosigned.length) lines.push(words.one_view);
  lines.push(words.key);
  return [heading(WORDS.headings.not_shown), make("ul", {}, ...lines.map((line) => make("li", {}, line)))];
}

function content({ content: text }) {
  if (text === undefined) return [];
  const parsed = text.length > LAID_OUT ? undefined : readCanonical(text);
  const box = { tabindex: "0", role: "region", "aria-label": WORDS.headings.content };
  const shown = parsed === undefined ? make("pre", {}, visible(text)) : laid(parsed);
  const note = make("p", { class: "hint" }, WORDS.headings.content_note);
  return [heading(WORDS.headings.content), make("div", { class: "content", ...box }, shown), note];
}

/** A value laid out by its members. Each text stands alone, so that one in Arabic turns nothing beside it. */
function laid(inner, depth = 0) {
  if (typeof inner === "string") return make("span", { dir: "auto" }, visible(inner));
  const members = inner === null || typeof inner !== "object" ? [] : Object.entries(inner);
  if (!members.length || depth > 3) return code(visible(canonical(inner)));
  if (Array.isArray(inner)) return make("ul", {}, ...inner.map((one) => make("li", {}, laid(one, depth + 1))));
  return rows(members.map(([name, one]) => [isolated(visible(name)), laid(one, depth + 1)]));
}

const visible = (text) => text.replace(UNSEEN, inLetters);

/** A sign as JSON writes it in letters, one code for each half of it. */
const inLetters = (sign) => sign.replace(/[^]/g, (half) => `\\u${half.charCodeAt(0).toString(16).padStart(4, "0")}`);

function details({ keys, paper, entry, leaf }) {
  const checkpoint = paper.checkpoint ?? paper;
  const hash = leaf ?? paper.leaf;
  return [
    heading(WORDS.headings.details),
    rows([
      [WORDS.rows.id, entry || paper.id ? code(entry?.id ?? paper.id) : ""],
      [WORDS.rows.leaf, hash ? code(toBase64(hash)) : ""],
      [WORDS.rows.root, checkpoint.root ? code(toBase64(checkpoint.root)) : ""],
      [WORDS.rows.key, ...keys.map((key) => code(key.vkey))],
    ]),
  ];
}

function show(report) {
  const parts = [outcome(report)];
  if (report.state === "holds") parts.push(facts(report), ...content(report));
  if (report.kind) parts.push(...checked(report), ...others(report));
  if (report.state === "holds") parts.push(...notShown(report), ...details(report));
  const print = make("button", { type: "button", class: "second" }, WORDS.page.print);
  print.addEventListener("click", () => window.print());
  const when = make("p", { class: "hint" }, ...say(WORDS.headings.when, { at: time(Date.now()) }));
  if (report.kind) parts.push(when, make("p", { class: "buttons" }, print));
  find("result").replaceChildren(...parts);
  find("status").textContent = "";
  if (report.state === "unread") {
    find(report.field).setAttribute("aria-invalid", "true");
    find(report.field).setAttribute("aria-describedby", `${report.field}-hint outcome`);
  }
  if (report.field === "witnesses") find("more").open = true;
  const problem = ["holds", "broken"].includes(report.state) ? "" : `${WORDS.page.error}: `;
  const mark = WORDS.marks[report.state === "fault" ? "unable" : report.state];
  document.title = `${problem}${mark} - ${WORDS.page.title} - ${WORDS.page.product}`;
  find("outcome").focus();
}

// ---- what was put in

let asked = 0;

/** A result never stands beside other texts than those that it is about, nor comes up beside them later. */
function forget(said) {
  asked += 1;
  for (const field of FIELDS) {
    find(field).removeAttribute("aria-invalid");
    find(field).setAttribute("aria-describedby", `${field}-hint`);
  }
  find("result").replaceChildren();
  find("status").textContent = said;
  document.title = `${WORDS.page.title} - ${WORDS.page.product}`;
}

async function submit(event) {
  event.preventDefault();
  forget(WORDS.page.checking);
  const mine = asked;
  try {
    const report = await examine(Object.fromEntries(FIELDS.map((field) => [field, find(field).value])));
    if (mine === asked) show(report);
  } catch (fault) {
    show({ state: "fault" });
    throw fault;
  }
}

/** Put files into a field: their text, one after another, if it is text. */
async function take(field, chosen) {
  const texts = [];
  for (const file of chosen) {
    const given = { name: file.name, most: LONGEST };
    if (file.size > LONGEST) return show({ state: "unread", code: "read.big", given, field });
    try {
      texts.push(new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()));
    } catch {
      return show({ state: "unread", code: "read.utf8", given, field });
    }
  }
  forget(WORDS.page.nothing_yet);
  if (texts.length) find(field).value = texts.map(tidy).join("");
  return undefined;
}

find("unstarted").remove();
forget(WORDS.page.nothing_yet);
find("form").addEventListener("submit", submit);
find("form").addEventListener("reset", () => forget(WORDS.page.nothing_yet));
find("form").addEventListener("input", () => forget(WORDS.page.nothing_yet));
for (const input of document.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => take(input.dataset.for, input.files));
}
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const field = event.target.closest?.(".field")?.querySelector("textarea").id ?? "paper";
  take(field, event.dataTransfer.files);
});
