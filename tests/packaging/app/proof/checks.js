// What a project proves, whatever it runs on: a query goes live, a mutation lands, a one-shot query answers, and
// values arrive whole in both directions. Leaves to program.js and page.js: how they call Lentil.

/** Where a client that went through a double, or through bytes that are not UTF-8, would show. */
const LINE = {
  text: "Příliš žluťoučký kůň: 日本語, العربية, 🐎 e\u0301",
  count: 9007199254740993n,
};

/** The lists that a subscription gave; `until` waits for one, past or future. */
class Lists {
  #all = [];
  #waiting = new Set();

  add(list) {
    this.#all.push(list);
    for (const look of this.#waiting) look();
  }

  until(isWanted) {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.#all.find(isWanted);
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }
}

/**
 * Proves all that the calls given can prove: `follow(run, onList)` subscribes to a run's lines, `add(line)` is the
 * mutation, `fetchOnce(run)` the one-shot query; without the last the answer does not name "one-shot".
 */
export async function prove({ follow, add, fetchOnce }) {
  const run = newRun();
  const lists = new Lists();
  const stop = follow(run, (list) => lists.add(list));
  say("waits for its first list");
  await lists.until((list) => list.length === 0);
  say("adds a line");
  check("the mutation's result", await add({ run, ...LINE }));
  say("waits for the list to show it");
  const [shown] = await lists.until((list) => list.length === 1);
  check("the live query's result", shown);
  const proved = ["live", "mutation", "values"];
  if (fetchOnce) {
    say("asks once");
    const fetched = await fetchOnce(run);
    check("the one-shot query's result", fetched[0]);
    proved.push("one-shot");
  }
  stop?.();
  return { proved, loader: loader() };
}

/** As `prove`, for where nothing can be kept open. */
export async function proveOnce({ add, fetchOnce }) {
  const run = newRun();
  check("the mutation's result", await add({ run, ...LINE }));
  const fetched = await fetchOnce(run);
  check("the one-shot query's result", fetched[0]);
  return { proved: ["mutation", "one-shot", "values"], loader: loader() };
}

const newRun = () => `${Date.now()}-${Math.random()}`;

/** For the message of a failure: the last one is what was waited for. */
const say = (step) => console.info(`proof: ${step}`);

function check(what, { text, count }) {
  if (text === LINE.text && count === LINE.count) return;
  throw new Error(
    `${what} is not what was sent: ${JSON.stringify(text)}, ${typeof count} ${count}`,
  );
}

// As this is loaded, before there is a client; once in a process, where bundlers may put more than one copy of this. The
// inline loader alone compiles the module that decodes the core's text, which imports from a module without a name.
if (!("proofLoader" in globalThis)) {
  globalThis.proofLoader = "file";
  try {
    WebAssembly.Module = new Proxy(WebAssembly.Module, {
      construct(Module, args) {
        const module = Reflect.construct(Module, args);
        if (Module.imports(module)[0]?.module === "") globalThis.proofLoader = "inline";
        return module;
      },
    });
  } catch {
    globalThis.proofLoader = undefined;
  }
}

/** By what the core came here: undefined where that cannot be seen. */
export const loader = () => globalThis.proofLoader;
