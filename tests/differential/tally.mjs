// How often each kind of step, fault and rule came in a run.
//
// A kind that hardly came was not tested; a rule that never applied is not needed, or no longer true.

import { CLIENT_STEPS } from "./client_steps.mjs";
import { RULES } from "./rules.mjs";
import { FAULT_NAMES, SERVER_STEPS } from "./server_steps.mjs";

/** Fewer of a kind are too few. */
const ENOUGH = 100;

/** What a step counts as, besides its kind. */
const DETAILS = {
  fault: ({ how }) => [`fault: ${how}`],
  close: ({ code }) => [`close ${code}`],
  answer: ({ order, outcome }) => [`answer ${order}`, ...failure("mutation", outcome)],
  answerAction: ({ outcome }) => failure("action", outcome),
  authError: ({ attempted }) => [attempted ? "a new token is refused" : "a token expires"],
  setAuth: ({ plan }) => plan.map((outcome) => `token: ${outcome}`),
  mutate: ({ update }) => (update ?? []).map(({ op }) => `update: ${op}`),
};
const failure = (what, { error }) => (error === undefined ? [] : [`${what} fails`]);

/** Counts of one run. */
export class Tally {
  counts = new Map();
  rules = new Map(RULES.map(({ name }) => [name, 0]));

  constructor() {
    const kinds = [...Object.keys(CLIENT_STEPS), ...Object.keys(SERVER_STEPS)];
    for (const kind of [...kinds, ...FAULT_NAMES.map((how) => `fault: ${how}`)]) {
      this.counts.set(kind, 0);
    }
  }

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
    say(["steps:", ...list(this.counts), "rules:", ...list(this.rules)].join("\n"));
  }
}
