/**
 * What runs in a worker of `lentil/worker`. The build makes one script of it, which the page carries as text.
 */

import type { ToWorker } from "../../js/worker/messages.js";
import { ServedCore } from "./served_core.js";

const core = new ServedCore((message, frame) => postMessage([JSON.stringify(message), frame]));

// The page says when it is online again; where a worker hears of that itself, once is enough.
addEventListener("online", (sign) => {
  if (sign.isTrusted) sign.stopImmediatePropagation();
});

addEventListener("messageerror", () => {
  throw new Error("a message of the page was lost");
});

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  core.take(data);
  if ("end" in data) close();
});
