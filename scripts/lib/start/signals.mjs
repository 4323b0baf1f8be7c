// Being told to end: Ctrl-C, a service manager, a closed terminal.

export const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Resolves on the first signal that asks this process to end. */
export const toldToEnd = () =>
  new Promise((done) => {
    for (const name of ENDING) process.on(name, () => done(name));
  });
