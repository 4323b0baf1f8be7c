// The picture of ARCHITECTURE.md as rules: what the scripts of each folder may import, and what the
// Rust of each part may not name. Judges a text by where it stands, so that tests can plant faults.

import { posix } from "node:path";
import { importsIn, rustCodeIn } from "./tree.mjs";

const PEER = "convex/(values|server)";
const COMMON = "js/[^/]+\\.js";
const filesOf = (folder) => `${folder}[^/]+\\.js`;

/** The arrows between the scripts; a folder that is not here may import nothing. */
const MAY_IMPORT = {
  "react/": [filesOf("react/"), "react", "react/jsx-runtime", filesOf("js/browser/"), COMMON, PEER],
  "react/clerk/": ["react/index\\.js", "react", "react/jsx-runtime"],
  "react/auth0/": ["react/index\\.js", "react", "react/jsx-runtime", "@auth0/auth0-react"],
  // What React Native gets is npm convex's; of ours only what has nothing to do with a client, and types.
  "react/native/": [
    ...["react/native/", "js/native/"].map(filesOf),
    "react/(query_rows|row_places|use_query_rows)\\.js",
    "js/wasm/given\\.js",
    "react",
    "convex/(react|react-clerk|react-auth0|browser|server)",
  ],
  "js/native/": [filesOf("js/native/"), "js/nextjs/together\\.js", "convex/(browser|nextjs)"],
  // Clients, whose loaders the build exchanges.
  "slim/": [filesOf("js/clients/"), "react/convex_react_client\\.js", "js/wasm/given\\.js"],
  // The client with its core in a worker: what the page has in place of other modules, and what runs in the worker, which
  // knows the page by its messages alone.
  "worker/": ["react/convex_react_client\\.js"],
  "worker/thread/": [
    filesOf("worker/thread/"),
    "js/browser/(core_host|early_socket)\\.js",
    "js/wasm/(compile|instantiate)\\.js",
    "js/worker/messages\\.js",
    "js/records\\.js",
    "wasm/client_bg\\.js",
  ],
  "js/worker/": [
    filesOf("js/worker/"),
    "js/browser/(core_host|early_socket|complete|restarts|return_signs)\\.js",
    "wasm/client_text\\.js",
    COMMON,
  ],
  // A test's client stands below the real one, as that of js/browser/ does.
  "react/testing/": [
    filesOf("react/testing/"),
    "react/index\\.js",
    "react",
    "react/jsx-runtime",
    "js/browser/live\\.js",
    COMMON,
    PEER,
  ],
  "js/": [COMMON, PEER],
  "js/browser/": [filesOf("js/browser/"), COMMON, PEER, "#wasm"],
  "js/nextjs/": [filesOf("js/nextjs/"), filesOf("js/http/"), COMMON, PEER, "#per-render"],
  // Chosen where there is React on a server, which no other file of this folder needs.
  "js/nextjs/per_render.ts": ["react"],
  "js/clients/": [...["js/clients/", "js/browser/", "js/http/"].map(filesOf), COMMON, PEER, "ws"],
  "js/http/": [filesOf("js/http/"), COMMON, PEER, "#wasm-http"],
  // What wasm-bindgen made, by the path that it has in dist/.
  "js/wasm/": [filesOf("js/wasm/"), "wasm/[^/]+"],
};

/** `file imports what` for every import of a script that its folder may not have. */
export function forbiddenImports(path, text) {
  const folder = `${posix.dirname(path)}/`;
  const allowed = new RegExp(
    `^(${(MAY_IMPORT[path] ?? MAY_IMPORT[folder] ?? ["(?!)"]).join("|")})$`,
  );
  return importsIn(text)
    .map((name) => (name.startsWith(".") ? posix.join(folder, name) : name))
    .filter((name) => !allowed.test(name))
    .map((name) => `${path} imports ${name}`);
}

const isCore = (path) => path.startsWith("src/") && !path.startsWith("src/web/");
const isClient = (path) => path.startsWith("src/");
const isDeployment = (path) => path.startsWith("local/");

/** What no Rust of a part may name. */
export const RUST_RULES = [
  {
    promise: "only src/web names wasm-bindgen and its family",
    part: isCore,
    never: /\b(wasm_bindgen|js_sys|web_sys|gloo)\w*/,
  },
  {
    promise: "the core does not know its host",
    part: isCore,
    never: /\b(crate|super)::(\{[^;]*)?\bweb\b/,
  },
  { promise: "the core is never async", part: isCore, never: /\b(async|await|Future)\b/ },
  { promise: "the core reads no clock", part: isCore, never: /\b(SystemTime|Instant)\b/ },
  {
    promise: "the core does no IO and starts no thread",
    part: isCore,
    never: /\bstd::(\{[^;]*)?\b(env|fs|io|net|process|thread)\b/,
  },
  {
    promise: "the client does not know the deployment",
    part: isClient,
    never: /\blentil_(local|store)\b/,
  },
  {
    promise: "the deployment shares no code with the client",
    part: isDeployment,
    never: /\blentil::|\.\.\/src\//,
  },
];

/** `file: what it names` where the Rust breaks the rule. */
export function forbiddenNames({ part, never }, path, text) {
  const found = part(path) ? rustCodeIn(text).match(never) : null;
  return found ? [`${path}: ${found[0]}`] : [];
}
