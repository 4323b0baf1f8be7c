// A user's notes, as the server preloaded them for him, and then live.

import { preloadQuery } from "lentil/nextjs";
import { connection } from "next/server";
import { Suspense } from "react";
import { counted } from "../counted";
import { Hooks, Notes } from "./notes";

async function Preloaded() {
  await connection();
  return <Notes preloaded={await preloadQuery("notes:mine", {}, counted(process.env.ADA))} />;
}

export default function Page() {
  return (
    <>
      <Hooks />
      <Suspense>
        <Preloaded />
      </Suspense>
    </>
  );
}
