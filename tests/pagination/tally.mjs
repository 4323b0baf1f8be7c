// How often each kind of step, with its details, and each rule came in a run.
//
// What hardly came was not tested; a rule that never applied is not needed, or no longer true.

import { FACES } from "./faces.mjs";
import { FAILURE_KINDS, PAGE_KINDS } from "./pages.mjs";
import { RULES } from "./rules.mjs";
import { HELPERS, STEPS } from "./steps.mjs";

/** Fewer of a kind are too few. */
const ENOUGH = 100;
/** A rule that applies so rarely is said to. */
const RARE = 5;

/** What a step counts as, besides its kind. */
const DETAILS = {
  hold: ({ page }) => [`hold ${page}`],
  fail: ({ page, how }) => [`fail ${page}`, `fail with ${how}`],
  limits: ({ limits }) => (limits.cursor ? [] : ["limits without a cursor"]),
  put: ({ update }) => [`put: ${update.helper}`],
};

const KINDS = [
  ...Object.keys(STEPS),
  ...PAGE_KINDS.flatMap((kind) => [`hold ${kind}`, `fail ${kind}`]),
  ...FAILURE_KINDS.map((how) => `fail with ${how}`),
  "limits without a cursor",
  ...HELPERS.map((helper) => `put: ${helper}`),
  ...Object.keys(FACES).flatMap((face) => [`script: ${face}`, `to its end: ${face}`]),
];

/** Counts of one run. */
export class Tally {
  counts = new Map(KINDS.map((kind) => [kind, 0]));
  rules = new Map(RULES.map(({ name }) => [name, 0]));

  step(step) {
    for (const kind of [step.kind, ...(DETAILS[step.kind]?.(step) ?? [])]) this.#count(kind);
  }

  begin({ face }) {
    this.#count(`script: ${face}`);
  }

  end({ face }) {
    this.#count(`to its end: ${face}`);
  }

  #count(kind) {
    this.counts.set(kind, this.counts.get(kind) + 1);
  }

  rule(name) {
    this.rules.set(name, this.rules.get(name) + 1);
  }

  /** What came too rarely. */
  get missing() {
    const kinds = [...this.counts].filter(([, count]) => !(count >= ENOUGH));
    const rules = [...this.rules].filter(([, count]) => count === 0);
    return [...kinds, ...rules.map(([name]) => [`rule: ${name}`])].map(([kind]) => kind);
  }

  print(say) {
    const list = (entries) =>
      [...entries].sort().map(([name, count]) => `${String(count).padStart(7)}  ${name}`);
    const rare = [...this.rules].filter(([, count]) => count < RARE).map(([name]) => name);
    const lines = ["steps:", ...list(this.counts), "rules:", ...list(this.rules)];
    if (rare.length > 0)
      lines.push(`rules that applied less than ${RARE} times: ${rare.join("; ")}`);
    say(lines.join("\n"));
  }
}
