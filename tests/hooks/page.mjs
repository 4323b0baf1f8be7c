// A page for React: to be imported before it. What React asks of a browser is global from here on.

import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html>", { url: "http://127.0.0.1/" });
const NAMES = [
  "document",
  "HTMLElement",
  "HTMLIFrameElement",
  "Node",
  "MutationObserver",
  "navigator",
];

globalThis.window = window;
for (const name of NAMES) globalThis[name] = window[name];
globalThis.IS_REACT_ACT_ENVIRONMENT = true;
