// How the chat is built. `lentil` is a link to the repository around this folder, which has
// its own react and convex; dedupe makes the page use this folder's copies alone.

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  resolve: { dedupe: ["react", "react-dom", "convex"] },
});
