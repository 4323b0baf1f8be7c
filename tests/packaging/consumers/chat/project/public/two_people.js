// Drives the two chats of proof.html.

const [ada, ben] = document.querySelectorAll("iframe");

const find = ({ contentDocument }, id, text) =>
  [...contentDocument.querySelectorAll(`[data-testid=${id}]`)].find(
    (element) => text === undefined || element.textContent.includes(text),
  );

/** The element, as soon as it is there. */
function seen(frame, id, text) {
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

async function prove() {
  await join(ada);
  await join(ben);
  await seen(ada, "person", "Ben");
  await send(ada, ben, "Příliš žluťoučký, 日本語 🎉");
  await send(ben, ada, "Čočka 🫘");
  return { proved: ["live", "mutation"], loader: "inline", notes: "messages that are not ASCII" };
}

const proof = await prove().catch((error) => ({ error: String(error) }));
document.getElementById("proof").textContent = JSON.stringify(proof);
