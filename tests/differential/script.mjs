// Runs a script on both clients, step by step, and compares after each.

import { CLIENT_STEPS } from "./client_steps.mjs";
import { compare, newMemory } from "./compare.mjs";
import { SERVER_STEPS } from "./server_steps.mjs";
import { Side } from "./side.mjs";

const STEPS = { ...CLIENT_STEPS, ...SERVER_STEPS };
/** Timers of the two that mean the same moment are never further apart (ms). */
const SLACK = 3;
/** By then a client whose connection broke the protocol is connecting again. */
const AFTER_FAULT = 30_000;
/** A fetch that failed is made again by then. */
const RETRIES_MS = 3_000;

/** The official client counts its time from the moment at which the first one is asked for it: let that be 0. */
export async function startClock(clients) {
  const side = new Side(clients.official);
  await side.start();
  await side.line.open();
  await side.stop();
}

/**
 * Runs a script. `clients` are the two classes; `tally` counts rules.
 * Undefined when both did the same; else the step and what differed.
 */
export async function runScript(script, clients, tally) {
  const sides = { official: new Side(clients.official), ours: new Side(clients.ours) };
  sides.official.isOfficial = true;
  const both = Object.values(sides);
  const context = { sides, tally, memory: newMemory() };
  for (const side of both) await side.start();
  try {
    for (const [index, step] of [{ kind: "start" }, ...script].entries()) {
      const wasDone = await perform(both, step);
      const seen = { official: await sides.official.observe(), ours: await sides.ours.observe() };
      const differences = compare(seen, { ...context, step });
      if (differences.length > 0) return { index: index - 1, step, differences };
      if (wasDone) tally?.step({ ...step, ...wasDone });
      if (context.memory.parted) return undefined;
      if (wasDone && step.kind === "fatal") return await afterlife(sides.ours, index, step);
    }
    return undefined;
  } finally {
    for (const side of both) await side.stop();
  }
}

/** After a FatalError ours alone lives on: it comes back and shows what the server says. */
async function afterlife(side, index, step) {
  side.line.failingSends = 0;
  await pass([side], AFTER_FAULT);
  await side.line.open();
  await SERVER_STEPS.transition(side, {});
  const { wire, state } = await side.observe();
  const isBack = state.isWebSocketConnected && wire.find(({ type }) => type)?.type === "Connect";
  const hasAll = [...side.subscribers.values()].every(({ index: query }) =>
    side.isDelivered(query),
  );
  if (isBack && hasAll && !wire.some((entry) => "refused" in entry)) return undefined;
  return { index: index - 1, step, differences: [{ part: "life after it", ours: wire }] };
}

/** Does a step on both sides. False when neither had anything to do; else what there is to say of it. */
async function perform(both, step) {
  for (const side of both) side.world.random = step.random ?? 0.3;
  // What a token is waited for is not compared after half a minute: nothing is left to wait for.
  if (step.ms > 20_000) for (const side of both) await STEPS.token(side);
  await pass(both, step.kind === "advance" ? step.ms : 1);
  let wasDone = false;
  for (const side of step.kind === "start" ? [] : both) {
    const done = await STEPS[step.kind](side, step);
    if (done !== false) wasDone = { ...wasDone, ...done };
  }
  if (step.kind === "fault") await pass(both, AFTER_FAULT);
  if (step.kind === "setAuth" && step.plan[0] === "fails") await recover(both);
  return wasDone;
}

/** A fetch for a token has failed: until ours has made it again, the official client waits. */
async function recover([official, ours]) {
  for (let ms = 0; ms < RETRIES_MS && ours.tokens?.failed; ms++) await pass([official, ours], 1);
  await official.world.run(() => official.tokens?.recover());
}

/** Time passes on these sides, to a moment at which neither is about to do something. */
export async function pass(both, ms) {
  let until = Math.round(both[0].world.now) + ms;
  for (;;) {
    for (const side of both) await side.world.advance(until);
    if (!both.some((side) => side.world.hasDue(until + SLACK))) return;
    until += SLACK;
  }
}
