// Drives the two chats of proof.html.

const frames = [...document.querySelectorAll("iframe")];
const [ada, ben] = frames;

/** Resolves once the chat itself is in the frame, whose first document is an empty one. */
function loaded(frame) {
  const { contentDocument } = frame;
  if (contentDocument?.URL !== "about:blank" && contentDocument?.readyState === "complete") return;
  return new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
}

const find = ({ contentDocument }, id, text) =>
  [...contentDocument.querySelectorAll(`[data-testid=${id}]:not(:disabled)`)].find(
    (element) => text === undefined || element.textContent.includes(text),
  );

/** The element, as soon as it is there and can be used. */
function seen(frame, id, text) {
  console.info(`${frame.title} waits for ${id} ${text ?? ""}`);
  return new Promise((resolve) => {
    const look = () => {
      const found = find(frame, id, text);
      if (!found) return;
      observer.disconnect();
      resolve(found);
    };
    const observer = new MutationObserver(look);
    const what = { subtree: true, childList: true, attributes: true, characterData: true };
    observer.observe(frame.contentDocument, what);
    look();
  });
}

/** React hears of a value that the field's own setter was given. */
async function type(frame, id, text) {
  const field = await seen(frame, id);
  const { Event } = frame.contentWindow;
  const prototype = Object.getPrototypeOf(field);
  Object.getOwnPropertyDescriptor(prototype, "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const click = async (frame, id) => (await seen(frame, id)).click();

async function join(frame) {
  await type(frame, "join-name", frame.title);
  await type(frame, "join-email", `${frame.title}@example.com`);
  await click(frame, "join");
  await seen(frame, "composer");
}

async function send(from, to, text) {
  await type(from, "composer", text);
  await click(from, "send");
  await seen(from, "message", text);
  await seen(to, "body", text);
}

/** What it proves by itself; the chat is left as it is, so that its loader is not seen. */
async function prove() {
  // Both before anybody joins: frames share what a tab remembers of who is signed in.
  await Promise.all(frames.map(loaded));
  await join(ada);
  await join(ben);
  await seen(ada, "person", "Ben");
  await send(ada, ben, "Příliš žluťoučký, 日本語 🎉");
  await send(ben, ada, "Čočka 🫘");
  return { proved: ["live", "mutation"] };
}

const proof = await prove().catch((error) => ({ error: String(error) }));
document.getElementById("proof").textContent = JSON.stringify(proof);
