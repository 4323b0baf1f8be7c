// How often each kind of step with its details, each class of backoff and each rule came in a run.
//
// A kind that hardly came was not tested; a rule that never applied is not needed, or no longer true.

import { CLIENT_STEPS } from "./client_steps.mjs";
import { CLOSES, NESTED_UPDATES, ORDERS, REASONS, TOKENS, UPDATES } from "./generate.mjs";
import { RULES } from "./rules.mjs";
import { FAULT_NAMES, SERVER_STEPS } from "./server_steps.mjs";

/** Fewer of a kind are too few. */
const ENOUGH = 100;
/** A rule that applies so rarely is said to. */
const RARE = 5;

const failure = (what, { error }) => (error === undefined ? [] : [`${what} fails`]);
const opsOf = (update) => (update ?? []).flatMap((part) => [part, ...(part.mutate?.update ?? [])]);
const reasonOf = (reason) => `close for ${reason || "no reason"}`;

/** What a step counts as, besides its kind. */
const DETAILS = {
  fault: ({ how }) => [`fault: ${how}`],
  close: ({ code, reason }) => [`close ${code}`, reasonOf(reason)],
  answer: ({ order, outcome }) => [`answer ${order}`, ...failure("mutation", outcome)],
  answerAction: ({ outcome }) => failure("action", outcome),
  authError: ({ attempted }) => [attempted ? "a new token is refused" : "a token expires"],
  setAuth: ({ plan }) => plan.map((outcome) => `token: ${outcome}`),
  mutate: ({ update }) => [
    ...(update ?? []).map(({ op }) => `update: ${op}`),
    ...opsOf(update?.filter(({ op }) => op === "nest"))
      .filter(({ op }) => op !== "nest")
      .map(({ op }) => `update within another: ${op}`),
  ],
};

/** All that can come: what is not counted at all came never. */
const KINDS = [
  ...Object.keys(CLIENT_STEPS),
  ...Object.keys(SERVER_STEPS),
  ...FAULT_NAMES.map((how) => `fault: ${how}`),
  ...CLOSES.map((code) => `close ${code}`),
  ...REASONS.map(reasonOf),
  ...ORDERS.map((order) => `answer ${order}`),
  ...["mutation fails", "action fails", "a new token is refused", "a token expires"],
  ...TOKENS.flatMap((token) => [`token: ${token}`, `token: ${token} late`]),
  "token: fails",
  ...UPDATES.map((op) => `update: ${op}`),
  ...NESTED_UPDATES.map((op) => `update within another: ${op}`),
];

/** Counts of one run. */
export class Tally {
  counts = new Map(KINDS.map((kind) => [kind, 0]));
  rules = new Map(RULES.map(({ name }) => [name, 0]));

  step(step) {
    if (step.kind === "start") return;
    const all = [step, ...(step.ops ?? [])];
    for (const its of all) {
      for (const kind of [its.kind, ...(DETAILS[its.kind]?.(its) ?? [])]) {
        this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
      }
    }
  }

  rule(name) {
    this.rules.set(name, this.rules.get(name) + 1);
  }

  /** What came too rarely. */
  get missing() {
    const few = ([, count], least) => count < least;
    return [
      ...[...this.counts].filter((entry) => few(entry, ENOUGH)).map(([kind]) => kind),
      ...[...this.rules].filter((entry) => few(entry, 1)).map(([name]) => `rule: ${name}`),
    ];
  }

  print(say) {
    const list = (entries) =>
      [...entries].sort().map(([name, count]) => `${String(count).padStart(7)}  ${name}`);
    const rare = [...this.rules].filter(([, count]) => count < RARE).map(([name]) => name);
    const seldom = rare.length > 0 ? [`rules that applied less than ${RARE} times:`, ...rare] : [];
    say(["steps:", ...list(this.counts), "rules:", ...list(this.rules), ...seldom].join("\n"));
  }
}
