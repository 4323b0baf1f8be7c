// Firefox without a screen, spoken to by WebDriver BiDi, which it has built in: opens a page and reads its proof. Owns
// the browser's process, its profile and the connection to it.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import WebSocket from "ws";
import { killAtExit, temporaryFolder } from "../../support/cleanup.mjs";
import { Seen, within } from "../../support/deadline.mjs";
import { FIREFOX } from "../../support/paths.mjs";
import { CannotRun } from "./cannot_run.mjs";

const LISTENING = /WebDriver BiDi listening on (ws:\S+)/;

/** Resolves, in the page, with the text of #proof once it has one. */
const PROOF = `new Promise((resolve) => {
  const look = () => {
    const text = document.getElementById("proof")?.textContent;
    if (text) resolve(text);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  look();
})`;

export async function launchFirefox() {
  if (!existsSync(FIREFOX)) {
    throw new CannotRun(`no Firefox at ${FIREFOX}; FIREFOX may name another`);
  }
  const profile = await temporaryFolder("firefox");
  const args = ["--headless", "--profile", profile.path, "--remote-debugging-port", "0"];
  const child = spawn(FIREFOX, args, { stdio: ["ignore", "ignore", "pipe"] });
  killAtExit(child);
  const printed = new Seen();
  child.stderr.setEncoding("utf8").on("data", (text) => printed.add(text));
  const listening = () => printed.values.join("").match(LISTENING);
  await printed.until("Firefox to listen", listening);
  const session = await Session.open(`${listening()[1]}/session`);
  return new Firefox({ child, profile, session });
}

class Firefox {
  #parts;

  constructor(parts) {
    this.#parts = parts;
    this.version = `Firefox ${parts.session.capabilities.browserVersion}`;
  }

  /** The text of #proof of the page at `url`; what the page says is added to `said`. */
  async proofTextOf(url, said) {
    const { session } = this.#parts;
    session.onLog = (text) => said.push(text);
    const { context } = await session.ask("browsingContext.create", { type: "tab" });
    await session.ask("browsingContext.navigate", { context, url, wait: "interactive" });
    const target = { context };
    const asked = { expression: PROOF, target, awaitPromise: true };
    const { result } = await session.ask("script.evaluate", asked);
    await session.ask("browsingContext.close", { context });
    return result.value;
  }

  async close() {
    const { child, profile, session } = this.#parts;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    session.close();
    child.kill("SIGKILL");
    await within("Firefox to end", gone);
    await profile.remove();
  }
}

/** One connection: commands with their answers, and what pages log. */
class Session {
  #socket;
  #waiting = new Map();
  #lastId = 0;
  onLog = () => {};

  static async open(url) {
    const session = new Session();
    const socket = new WebSocket(url);
    session.#socket = socket;
    socket.on("message", (data) => session.#onMessage(JSON.parse(data)));
    await within(
      "a connection to Firefox",
      new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject)),
    );
    const { capabilities } = await session.ask("session.new", { capabilities: {} });
    session.capabilities = capabilities;
    await session.ask("session.subscribe", { events: ["log.entryAdded"] });
    return session;
  }

  ask(method, params) {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#socket.send(JSON.stringify({ id, method, params }));
    return within(`Firefox to answer ${method}`, answer);
  }

  close() {
    this.#socket.terminate();
  }

  #onMessage({ id, type, error, message, method, params, result }) {
    if (method === "log.entryAdded") this.onLog(params.text);
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    if (type === "error") waiting.reject(new Error(`${error}: ${message}`));
    else waiting.resolve(result);
  }
}
