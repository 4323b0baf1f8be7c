// A workload as the server plays it: the JSON of every state, made once for all clients and runs.
// Owns texts and what the page shows in the end. Leaves to session.mjs: frames, ids and pace.

import { keyOf } from "../workloads/index.mjs";

export class Script {
  #steps;

  constructor(workload) {
    const last = new Map(workload.queries.map(({ path, args }) => [keyOf(path, args), undefined]));
    this.workload = workload;
    this.#steps = [...workload.states()].map((updates) =>
      updates.map(({ path, args, value }) => {
        last.set(keyOf(path, args), value);
        return { key: keyOf(path, args), text: JSON.stringify(value) };
      }),
    );
    /** The texts that a page shows that has seen everything. */
    this.shown = workload.shown([...last.values()]);
  }

  /** Steps after the first state. */
  get length() {
    return this.#steps.length - 1;
  }

  /** `{key, text}` of what a step changes. */
  updates(step) {
    return this.#steps[step];
  }

  /** The text of a query at a step. */
  text(key, step) {
    for (let at = step; at >= 0; at--) {
      const update = this.#steps[at].find((candidate) => candidate.key === key);
      if (update) return update.text;
    }
    throw new Error(`the page asks for ${key}, which its workload does not have`);
  }
}
