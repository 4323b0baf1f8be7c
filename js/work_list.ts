/**
 * When user code runs: after everything is consistent, one piece at a time.
 *
 * Owns: the order of listeners and promise settlements. Leaves to others: what they are.
 *
 * A listener may call the client; what that brings is done behind the listeners that wait already. One that throws
 * is reported, and the rest still run.
 */

/** A queue of user code. */
export class WorkList {
  readonly #tasks: (() => void)[] = [];
  readonly #report: (error: unknown) => void;
  #depth = 0;

  /** `report` receives what user code throws. */
  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  /** Queues a task. It runs when the outermost `enter` ends. */
  push(task: () => void): void {
    this.#tasks.push(task);
  }

  /** Runs `action`, then all tasks unless an outer `enter` will. */
  enter<T>(action: () => T): T {
    this.#depth++;
    try {
      return action();
    } finally {
      if (this.#depth === 1) this.#run();
      this.#depth--;
    }
  }

  /** A report that throws, too, must not end the run. */
  #tell(error: unknown): void {
    try {
      this.#report(error);
    } catch {}
  }

  #run(): void {
    const tasks = this.#tasks;
    let begun = 0;
    try {
      for (let task = tasks[begun++]; task; task = tasks[begun++]) {
        try {
          task();
        } catch (error) {
          this.#tell(error);
        }
      }
    } finally {
      tasks.splice(0, begun);
    }
  }
}
