// Bugs of the JavaScript that shows results and hands frames over, each one edit of the built package; `by` are the tests
// that must catch it.

const bug = (name, file, find, replace, by) => ({ name, file: `js/${file}`, find, replace, by });

const [PATCH, SHARE, LIVE] = ["js/patch", "js/share", "js/live_patches"];
const [REPETITION, FRAMES, FIT] = ["js/repetition", "js/frames", "sharing/patches_fit"];

export const BUGS = [
  bug(
    "an app that sorts its result changes what later patches edit",
    "patch.js",
    "const shown = copyOf(this.container);",
    "const shown = this.container;",
    [PATCH, LIVE],
  ),
  bug(
    "an app that changes a first result changes what patches edit",
    "patch.js",
    "kept.set(container, copyOf(container));",
    "kept.set(container, container);",
    [PATCH, LIVE],
  ),
  bug(
    "a patch changes what the app holds",
    "patch.js",
    "const draft = new Draft(shown, copyOf(copy));",
    "const draft = new Draft(shown, copyOf(copy)); for (const key in shown) delete shown[key];",
    [PATCH],
  ),
  bug(
    "a second patch to a container forgets the first",
    "patch.js",
    "if (open !== void 0)",
    "if (false)",
    [PATCH],
  ),
  bug(
    "what an app made of its result stays shown though the server said it again",
    "patch.js",
    "sameParts(this.#shown, this.container)",
    "true",
    [PATCH],
  ),
  bug(
    "what an app added to its result counts as what the server said",
    "share.js",
    "a.length === copy.length && copy.every",
    "copy.every",
    [PATCH],
  ),
  bug(
    "new elements of an array that was put together cannot be patched",
    "patch.js",
    "keepCopies(array, patch.keep);",
    "",
    [FIT],
  ),
  bug(
    "the special values of a whole result are not decoded",
    "patch.js",
    "decode(set, special)",
    "decode(set, void 0)",
    [PATCH, LIVE],
  ),
  bug(
    "the special values of new elements are not decoded",
    "patch.js",
    "piece.special ?",
    "false ?",
    [PATCH],
  ),
  bug("a field named __proto__ is no field", "share.js", 'key === "__proto__"', "false", [PATCH]),
  bug(
    "a new element takes the object of another",
    "share.js",
    "const had = old[at];",
    "const had = at < old.length ? old[at] : old[0];",
    [SHARE],
  ),
  bug(
    "a value of the app is changed in place",
    "share.js",
    "result = next.slice();",
    "result = next;",
    [SHARE],
  ),
  bug(
    "an array that became shorter is equal",
    "share.js",
    "let equal = next.length === old.length;",
    "let equal = true;",
    [SHARE],
  ),
  bug(
    "an object that lost a field is equal",
    "share.js",
    "let equal = names.length === oldNames.length;",
    "let equal = true;",
    [SHARE],
  ),
  bug(
    "bytes of one length are equal",
    "share.js",
    "left.every((byte, index) => byte === right[index])",
    "true",
    [SHARE],
  ),
  bug(
    "a run that ends within a character takes half of it",
    "browser/repetition.js",
    "at + run - (splits(text, at + run) ? 1 : 0)",
    "at + run",
    [REPETITION, FRAMES],
  ),
  bug(
    "a run that begins within a character takes half of it",
    "browser/repetition.js",
    "splits(text, at) ? at + 1 : at",
    "at",
    [REPETITION],
  ),
  bug(
    "what moved is not found again",
    "browser/repetition.js",
    "shift = shiftOf(old, text, at, shift);",
    "",
    [REPETITION, FRAMES],
  ),
  bug(
    "a frame that the core has forgotten is spoken of",
    "browser/frames.js",
    "if (!this.#client.knows(slot))",
    "if (false)",
    [FRAMES],
  ),
  bug(
    "a frame is remembered in another slot than the core's",
    "browser/frames.js",
    "this.#remembered[slot] = text;",
    "this.#remembered[slot ^ 1] = text;",
    [FRAMES],
  ),
  bug(
    "a text that is not ASCII is cut where the room ends",
    "browser/frames.js",
    "if (read === rest.length)",
    "if (true)",
    [FRAMES],
  ),
  bug("a text that is not ASCII is said to be", "browser/frames.js", "bytes === units,", "true,", [
    FRAMES,
  ]),
  bug(
    "a query that is gone leaves its name behind",
    "view_store.js",
    "this.#byId.delete(change.query);",
    "void 0;",
    ["js/view_store"],
  ),
  bug(
    "only the outermost container of a result is frozen",
    "freeze.js",
    "Object.values(value).forEach(freeze);",
    "",
    ["js/freeze_results"],
  ),
];
