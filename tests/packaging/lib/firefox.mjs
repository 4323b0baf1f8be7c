// Firefox without a screen, spoken to by WebDriver BiDi, which it has built in: opens a page and reads its proof. Owns
// the connection to it.

import { existsSync } from "node:fs";
import WebSocket from "ws";
import { within } from "../../support/deadline.mjs";
import { FIREFOX } from "../../support/paths.mjs";
import { Belongings } from "./belongings.mjs";
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
  if (!existsSync(FIREFOX)) throw new CannotRun("no Firefox; FIREFOX may name one");
  return await Belongings.during(launch);
}

async function launch(belongings) {
  const profile = await belongings.folder("firefox");
  const args = ["--headless", "--profile", profile, "--remote-debugging-port", "0"];
  const options = { stdio: ["ignore", "ignore", "pipe"], signal: "SIGKILL" };
  const { child, untilEnd } = belongings.start(FIREFOX, args, options);
  let printed = "";
  const listening = new Promise((resolve) => {
    child.stderr.setEncoding("utf8").on("data", (text) => {
      printed += text;
      if (LISTENING.test(printed)) resolve(printed.match(LISTENING)[1]);
    });
  });
  const address = await within("Firefox to listen", untilEnd(listening)).catch((error) => {
    throw new Error(`${error.message}\nFirefox printed:\n${printed}`);
  });
  const session = await untilEnd(Session.open(`${address}/session`));
  belongings.add(() => session.close());
  return new Firefox(belongings, session);
}

class Firefox {
  #belongings;
  #session;

  constructor(belongings, session) {
    this.#belongings = belongings;
    this.#session = session;
    this.version = `Firefox ${session.capabilities.browserVersion}`;
  }

  /** The text of #proof of the page at `url`; what the page says is added to `said`. */
  async proofTextOf(url, said) {
    const session = this.#session;
    session.onLog = (text) => said.push(text);
    const { context } = await session.ask("browsingContext.create", { type: "tab" });
    await session.ask("browsingContext.navigate", { context, url, wait: "interactive" });
    const target = { context };
    const asked = { expression: PROOF, target, awaitPromise: true };
    const { result } = await session.ask("script.evaluate", asked);
    await session.ask("browsingContext.close", { context });
    return result.value;
  }

  close() {
    return this.#belongings.end();
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
    socket.on("close", () => session.#onClose()).on("error", () => {});
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

  #onClose() {
    for (const { reject } of this.#waiting.values()) reject(new Error("Firefox has hung up"));
    this.#waiting.clear();
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
