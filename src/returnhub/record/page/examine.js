// The order of the checks, and what each leaves in the report. The first that says no stops the rest.

const PLANS = {
  proof: ["signature", "inclusion", "entry", "content", "cosignatures", "others"],
  receipt: ["signature", "others"],
  checkpoint: ["signature", "cosignatures", "others"],
};

/**
 * Check what was put in: four texts, `keys`, `paper`, `witnesses` and `others`.
 * The report: `state` is holds, broken, unread or unable; `checks` is a list of {name, mark, code, given};
 * `code` and `given` are those of the first check that said no.
 */
async function examine(texts) {
  if (!(await browserIsAble())) return { state: "unable" };
  const report = { state: "holds", checks: [] };
  let field = "keys";
  try {
    const keys = await readKeys(texts.keys, [NOTE]);
    const names = new Set(keys.map((key) => key.name));
    if (!keys.length) refuse("read.no_key");
    if (names.size > 1) refuse("read.two_logs", { names: [...names] });
    field = "witnesses";
    const witnesses = await readKeys(texts.witnesses, [COSIGNATURE, COSIGNATURE_ML_DSA]);
    field = "paper";
    const paper = texts.paper.trim() ? readPaper(texts.paper) : refuse("read.no_paper");
    Object.assign(report, { paper, keys, witnesses, kind: paper.kind });
    for (const name of PLANS[paper.kind]) {
      await CHECKS[name](report, texts);
    }
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    const [floor] = fault.code.split(".");
    Object.assign(report, { state: floor === "read" ? "unread" : "broken", code: fault.code, given: fault.given, field });
    if (report.kind) report.failed = PLANS[report.kind][report.checks.length];
  }
  return report;
}

const add = (report, name, mark, code, given) => report.checks.push({ name, mark, code, given });

const CHECKS = {
  async signature(report) {
    add(report, "signature", "holds", `signature.${report.kind}`, await checkSigned(report.paper, report.keys));
  },

  async inclusion(report) {
    const { leaf, index, path, checkpoint } = report.paper;
    report.leaf = await sha256(Uint8Array.of(0), leaf);
    await checkInclusion(report.leaf, index, checkpoint.size, path, checkpoint.root);
    add(report, "inclusion", "holds", "inclusion", { index, size: checkpoint.size });
  },

  // Only now: what an entry says counts for nothing before it is known to be in the tree.
  async entry(report) {
    report.entry = readEntry(report.paper.leaf);
    add(report, "entry", "holds", `entry.${report.entry.kind}`);
  },

  async content(report) {
    const { salt, content } = report.paper;
    const { commitment } = report.entry;
    if (salt === undefined) return add(report, "content", "unknown", commitment ? "content.not_here" : "content.none");
    const hash = await sha256("returnhub/content/v1\n", salt, content);
    if (!commitment || !same(hash, commitment)) refuse("broken.content");
    report.content = content;
    return add(report, "content", "holds", "content.holds");
  },

  async cosignatures(report) {
    const { note } = report.paper;
    const by = await signers(note, report.witnesses);
    report.cosigned = by.filter((one) => !one.unable);
    // a witness may have two keys, and is one witness all the same
    const names = (keys) => [...new Set(keys.map((key) => key.name))];
    const known = [...report.keys, ...report.witnesses];
    const given = {
      count: names(report.cosigned.map((one) => one.key)).length,
      of: names(report.witnesses).length,
      by: names(report.cosigned.map((one) => one.key)),
      unable: names(by.filter((one) => one.unable).map((one) => one.key)),
      missing: names(report.witnesses.filter((key) => !by.some((one) => one.key.name === key.name))),
      strangers: names(note.signatures.filter((one) => !known.some((k) => k.name === one.name && k.id === one.id))),
    };
    report.witnessing = given;
    if (report.entry) report.late = lateness(report);
    const mark = !given.count ? "unknown" : given.count < given.of ? "partly" : "holds";
    add(report, "cosignatures", mark, given.of ? "cosignatures.some" : "cosignatures.none_asked", given);
  },

  async others(report, texts) {
    report.others = [];
    for (const [i, text] of split(texts.others).entries()) {
      report.others.push({ number: BigInt(i + 1), ...(await compare(report, text)) });
    }
    const signed = [...report.others.map((one) => one.checkpoint), report.paper.checkpoint ?? report.paper];
    checkOneTree(signed.filter((one) => one?.kind === "checkpoint"));
    if (report.others.some((one) => one.mark === "broken")) refuse("broken.promise");
    if (report.others.length) add(report, "others", "holds", "others", { count: report.others.length });
  },
};

/** Names of the witnesses that say they saw the entry before it says that it was recorded. */
function lateness({ entry, cosigned }) {
  const recorded = readTime(entry.recorded);
  const late = cosigned.filter((one) => one.at + CLOCKS_DIFFER_BY * 1000 < recorded);
  return [...new Set(late.map((one) => one.key.name))];
}

/** One more paper against the one that is checked. One that can't be used is named and does no harm. */
async function compare(report, text) {
  try {
    const other = readPaper(text);
    await checkSigned(other, report.keys);
    if (other.kind === "receipt") return compareReceipt(report, other);
    return await compareCheckpoint(report, other.checkpoint ?? other);
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    return { mark: "unknown", code: fault.code, given: fault.given };
  }
}

function compareReceipt({ entry, leaf }, receipt) {
  if (entry?.id !== receipt.id) return { mark: "unknown", code: "other.receipt_of_another" };
  const kept = same(leaf, receipt.leaf);
  return { mark: kept ? "holds" : "broken", code: kept ? "other.promise_kept" : "other.promise_broken" };
}

async function compareCheckpoint(report, checkpoint) {
  const mine = report.paper.checkpoint ?? report.paper;
  const given = { size: checkpoint.size };
  if (mine.kind !== "checkpoint") return { checkpoint, mark: "holds", code: "other.signed", given };
  if (mine.size === checkpoint.size) {
    const equal = same(mine.root, checkpoint.root);
    return { checkpoint, mark: equal ? "holds" : "broken", code: equal ? "other.same_tree" : "other.split", given };
  }
  // A witness signs only what begins with all that it signed before: one that signed both has seen to it.
  const both = (await signers(checkpoint.note, report.witnesses)).filter(
    (one) => !one.unable && report.cosigned.some((mine) => mine.key === one.key),
  );
  if (!both.length) return { checkpoint, mark: "unknown", code: "other.not_comparable", given };
  return { checkpoint, mark: "holds", code: "other.both_cosigned", given: { ...given, by: both.map((one) => one.key.name) } };
}

/** Two trees at one size, signed by one key: nobody but the keeper can have made both. */
function checkOneTree(checkpoints) {
  const roots = new Map();
  for (const { size, root } of checkpoints) {
    if (roots.has(size) && !same(roots.get(size), root)) refuse("broken.split", { size });
    roots.set(size, root);
  }
}
