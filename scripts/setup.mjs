// `npm run setup`: installs what is missing for building, testing and starting.

import { main, say } from "./lib/say.mjs";
import { setUp, setUpBrowser } from "./lib/setup.mjs";

await main(async () => {
  await setUp();
  await setUpBrowser();
  say("everything that is needed is installed");
});
