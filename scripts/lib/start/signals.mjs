// Being told to end: Ctrl-C, a service manager, a closed terminal.

/** Resolves on the first signal that asks this process to end. */
export const toldToEnd = () =>
  new Promise((done) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => done(name));
  });
