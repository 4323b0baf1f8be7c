// `npm start`: everything needed to try the chat on this machine, started and kept running: the
// embedded deployment with the chat's functions, and the page's dev server.

import { join } from "node:path";
import { build } from "./lib/build.mjs";
import { KnownError } from "./lib/known_error.mjs";
import { buildLocalBinary, localBinary } from "./lib/local_binary.mjs";
import { inRepo } from "./lib/repo.mjs";
import { main, say } from "./lib/say.mjs";
import { CHAT as CHAT_PACKAGES, setUp } from "./lib/setup.mjs";
import { freePort } from "./lib/start/ports.mjs";
import { alreadyRunning, forgetRunning, noteRunning } from "./lib/start/running.mjs";
import { startService } from "./lib/start/service.mjs";
import { toldToEnd } from "./lib/start/signals.mjs";

const CHAT = inRepo("examples", "react-chat");

await main(async () => {
  await refuseSecond();
  say("1/3 setting up");
  await setUp(CHAT_PACKAGES);
  say("2/3 building the client and the deployment");
  await build();
  await buildLocalBinary();
  say("3/3 starting the deployment and the chat");
  return runUntilToldToEnd();
});

/** Both would want the same data. */
async function refuseSecond() {
  const running = await alreadyRunning();
  if (running === null) return;
  const { chat, deployment } = running;
  throw new KnownError(
    `already running: the chat at ${chat}/, the deployment at ${deployment}. ` +
      "End that one first (Ctrl-C where it was started) to start another.",
  );
}

/** The exit code: 0 when told to end, 1 when one of the two did not start or ended by itself. */
async function runUntilToldToEnd() {
  const told = toldToEnd().then(() => null);
  const ports = {
    deployment: await freePort(3210, "the deployment"),
    chat: await freePort(5173, "the chat"),
  };
  const services = [startDeployment(ports), startChat(ports)];
  try {
    const allReady = Promise.all(services.map((service) => service.ready()));
    await Promise.race([allReady.then(() => announce(ports)), told]);
    const end = await Promise.race([told, ...services.map((service) => service.ended)]);
    say(end ?? "ending");
    return end === null ? 0 : 1;
  } finally {
    forgetRunning();
    await Promise.all(services.map((service) => service.stop()));
  }
}

function addressOf(port) {
  return `http://127.0.0.1:${port}`;
}

function startDeployment(ports) {
  return startService({
    name: "deployment",
    command: [localBinary(), CHAT, "--port", String(ports.deployment)],
    cwd: CHAT,
    readyLine: /^Lentil local deployment ready: /,
  });
}

function startChat(ports) {
  const vite = join(CHAT, "node_modules", "vite", "bin", "vite.js");
  const address = ["--host", "127.0.0.1", "--port", String(ports.chat), "--strictPort"];
  return startService({
    name: "chat",
    command: [process.execPath, vite, "--clearScreen", "false", ...address],
    cwd: CHAT,
    env: { VITE_CONVEX_URL: addressOf(ports.deployment) },
    readyLine: /Local:/,
  });
}

function announce(ports) {
  const addresses = { chat: addressOf(ports.chat), deployment: addressOf(ports.deployment) };
  noteRunning(addresses);
  const lines = [
    "",
    "  The chat is running. Open it in two windows:",
    "",
    `    chat        ${addresses.chat}/`,
    `    deployment  ${addresses.deployment}`,
    "",
    "  Ctrl-C ends both.",
    "",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
