// TypeScript and JSX for webpack, by the compiler that Vite brings: a loader, as a file because webpack asks for one.

import { transformWithOxc } from "vite";

export default async function load(text) {
  const { code } = await transformWithOxc(text, this.resourcePath);
  return code;
}
