// Takes docs/react_chat.png, the two windows that the README shows. Run by hand after a build
// (`node tests/e2e/readme_screenshot.mjs`), since a picture differs by fonts from machine to machine.

import { join } from "node:path";
import { startDeployment } from "../support/deployment.mjs";
import { freePort } from "../support/free_port.mjs";
import { ROOT } from "../support/paths.mjs";
import { launchBrowser } from "./browser.mjs";
import { startChatSite } from "./chat_site.mjs";
import { openChat } from "./chat_window.mjs";
import { startHoldingProxy } from "./holding_proxy.mjs";

const PICTURE = join(ROOT, "docs", "react_chat.png");
const VIEWPORT = { width: 660, height: 520 };

const opened = [];
try {
  await takePicture((resource) => {
    opened.unshift(resource);
    return resource;
  });
} finally {
  for (const resource of opened) await resource.close();
}

async function takePicture(keep) {
  const deployment = keep(await startDeployment());
  const proxy = keep(await startHoldingProxy(deployment.url, await freePort()));
  const site = keep(await startChatSite(proxy.url));
  const browser = keep(await launchBrowser());
  const ada = await openChat(browser, site.url, { viewport: VIEWPORT });
  const ben = await openChat(browser, site.url, { viewport: VIEWPORT, colorScheme: "dark" });
  await converse(ada, ben, proxy);
  const shots = [await ada.shot("readme_ada"), await ben.shot("readme_ben")];
  await sideBySide(browser, shots);
}

async function converse(ada, ben, proxy) {
  await ada.join("Ada");
  await ben.join("Ben");
  await ada.send("Is this live?");
  await ben.showsSent("Is this live?");
  await ben.send("It is. I did not reload anything.");
  await ada.showsSent("It is. I did not reload anything.");
  await ada.send("And if the line is slow?");
  await ben.showsSent("And if the line is slow?");
  await ada.hasSaved();
  proxy.hold();
  await ben.send("Then your message is there at once, and says so.");
  await ben.showsSending("Then your message is there at once, and says so.");
}

async function sideBySide(browser, shots) {
  const [width, height, gap] = [VIEWPORT.width * 2 + 72, VIEWPORT.height + 48, 24];
  const page = await browser.newPage({ viewport: { width, height } });
  const images = shots.map((png) => `<img src="data:image/png;base64,${png.toString("base64")}">`);
  await page.setContent(
    `<style>
      body { margin: 0; padding: ${gap}px; display: flex; gap: ${gap}px; background: #cfc8bd }
      img { border-radius: 10px; box-shadow: 0 4px 18px #0004 }
    </style>${images.join("")}`,
  );
  await page.screenshot({ path: PICTURE });
  await page.close();
}
