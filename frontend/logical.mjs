// Reads a compiled sheet on stdin and writes it with logical properties, so that the vendors' left-hand sheets
// serve right-to-left pages too. `float` keeps its old value as well: the new one is missing in browsers before 2023.
import { readFileSync } from "node:fs";

const START = { left: "start", right: "end" };
const side = (s) => START[s];
let css = readFileSync(0, "utf8");
css = css
  .replace(/([{;])((?:scroll-)?(?:margin|padding)|border)-(left|right)(-(?:color|width|style))?:/g, (_, b, p, s, rest = "") => `${b}${p}-inline-${side(s)}${rest}:`)
  .replace(/([{;])border-(top|bottom)-(left|right)-radius:/g, (_, b, v, s) => `${b}border-${v === "top" ? "start" : "end"}-${side(s)}-radius:`)
  .replace(/([{;])(left|right):/g, (_, b, s) => `${b}inset-inline-${side(s)}:`)
  .replace(/([{;])text-align:(left|right)/g, (_, b, s) => `${b}text-align:${side(s)}`)
  .replace(/([{;])float:(left|right)/g, (_, b, s) => `${b}float:${s};float:inline-${side(s)}`)
  .replace(/([{;])(margin|padding):([^\s;{}()]+) ([^\s;{}()]+) ([^\s;{}()]+) ([^\s;{}()]+)(?=[;}])/g, (_, b, p, t, r, bo, l) => `${b}${p}-block:${t} ${bo};${p}-inline:${l} ${r}`);
process.stdout.write(css);
