// A screen for pages: what a browser gives them, made by jsdom, and what a user does: looks and clicks.
// To be imported before a page, as React looks for the screen when it is loaded.

import { after } from "node:test";
import { JSDOM } from "jsdom";
import WebSocket from "ws";
import { Seen } from "../support/deadline.mjs";

const { window } = new JSDOM("<!doctype html>", { url: "http://127.0.0.1/" });
const NAMES = [
  ...["document", "navigator", "location", "HTMLElement", "HTMLIFrameElement", "Node"],
  ...["MutationObserver", "FormData", "localStorage", "sessionStorage"],
];

globalThis.window = window;
for (const name of NAMES) {
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
}
// jsdom has one, but not in the form that Node's event loop knows.
globalThis.WebSocket = WebSocket;
window.WebSocket = WebSocket;

// Ends what pages still wait for, such as the cache of convex-helpers.
after(() => window.close());

/** Opens a page with `props`; `shows` waits until the element with an id has a text. */
export function openOnScreen(open, props) {
  const container = document.body.appendChild(document.createElement("div"));
  const looks = new Seen();
  const observer = new window.MutationObserver(() => looks.add(container.innerHTML));
  observer.observe(container, { subtree: true, childList: true, characterData: true });
  const page = open(container, props);
  const textOf = (id) => container.querySelector(`#${id}`)?.textContent;
  return {
    textOf,
    html: () => container.innerHTML,
    async shows(id, wanted) {
      const isThere = () => textOf(id) === wanted;
      await looks.until(`#${id} to show "${wanted}"`, isThere).catch((error) => {
        throw new Error(`${error.message}; shown: ${container.innerHTML}`);
      });
    },
    type(id, text) {
      const input = container.querySelector(`#${id}`);
      // React takes no notice of a value that was set on the element itself.
      Object.getOwnPropertyDescriptor(window.HTMLInputElement.prototype, "value").set.call(
        input,
        text,
      );
      input.dispatchEvent(new window.Event("input", { bubbles: true }));
    },
    clickIn: (id, index) => container.querySelectorAll(`#${id} button`)[index].click(),
    click: (id) => container.querySelector(`#${id}`).click(),
    async leave() {
      await page.leave();
      observer.disconnect();
      container.remove();
    },
  };
}
