// One package in its world under a script: its face, its line, its server; and what was seen of it in a step.
//
// Owns: settling, the observation. Leaves to others: what steps do (`steps.mjs`).

import { faultySocket } from "../differential/bugs.mjs";
import { Line } from "../differential/socket.mjs";
import { World } from "../differential/world.mjs";
import { FACES } from "./faces.mjs";
import { Table } from "./pages.mjs";
import { PagesServer } from "./server.mjs";

const ADDRESS = "http://127.0.0.1:1";
/** Turns of the event loop in which nothing was said: then nobody has anything to say. */
const CALM = 3;
/** Nothing that settles takes more. */
const MOST_TURNS = 300;

/** A package under a script. */
export class Side {
  world = new World();
  /** The lists that are shown, with what they were given last. */
  lists = new Map();
  /** How often each was given something. */
  lives = new Map();
  /** What `loadMore` was before, by list, and when. */
  earlier = new Map();
  /** How many mutations have no end. */
  inFlight = 0;
  isDown = false;
  /** After a reconnect, until every page was told again. */
  isCatchingUp = false;
  #returned = [];
  #settled = [];
  #warnings = [];

  constructor(kit, { face, rows }) {
    this.kit = kit;
    this.table = new Table(rows);
    this.server = new PagesServer(this.table);
    this.line = new Line(this.world, this.server);
    this.makeFace = FACES[face];
  }

  async start() {
    const nothing = () => {};
    const warn = (...words) => this.#warnings.push(words.map(String).join(" "));
    const logger = { log: nothing, warn, error: nothing, logVerbose: nothing };
    const { fault } = this.kit;
    const webSocketConstructor = fault ? faultySocket(this.line.Socket, fault) : this.line.Socket;
    const options = { webSocketConstructor, logger, unsavedChangesWarning: false };
    await this.world.run(() => {
      this.face = this.makeFace(this.kit, options, ADDRESS);
    });
  }

  async stop() {
    await this.world.run(() => this.face.close());
    await this.world.run(() => {});
  }

  /** Calls `loadMore` and notes what it gave. */
  loadMore(loadMore, numItems) {
    try {
      this.#returned.push(loadMore(numItems) ?? "nothing");
    } catch (error) {
      this.#returned.push(`threw ${error.message}`);
    }
  }

  request(args, update) {
    this.inFlight++;
    const note = (outcome) => {
      this.inFlight--;
      this.#settled.push(outcome);
    };
    this.face.mutation(args, update).then(
      (value) => note(["value", value]),
      ({ message }) => note(["error", message]),
    );
  }

  /** Until nobody has anything to say. False if that does not come. */
  async settle() {
    let calm = 0;
    for (let turn = 0; calm < CALM; turn++) {
      if (turn > MOST_TURNS) return false;
      await this.world.advance(this.world.now + 0.01);
      await this.world.run(() => {});
      if (this.line.in("connecting") && !this.isDown) await this.line.open();
      const news = this.line.in("open") ? this.server.news() : [];
      await this.line.deliver(news);
      calm = news.length > 0 ? 0 : calm + 1;
    }
    return true;
  }

  async observe() {
    const isCalm = await this.settle();
    if (this.server.hasToldAll) this.isCatchingUp = false;
    return {
      isCalm,
      shown: Object.fromEntries([...this.lists.keys()].map((id) => [id, this.face.shown(id)])),
      told: this.face.told(),
      turns: this.face.turns(),
      returned: this.#returned.splice(0),
      settled: this.#settled.splice(0),
      warnings: this.#warnings.splice(0),
      edits: this.server.takeEdits(),
      watched: this.server.watched,
      thrown: this.world.thrown.splice(0),
    };
  }
}
