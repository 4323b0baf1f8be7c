"use client";
// Calls the server action and shows what it proved.

import { useEffect, useState } from "react";
import { prove } from "./actions";

export default function Page() {
  const [proof, setProof] = useState("");
  useEffect(() => {
    prove().then(
      (proved) => setProof(JSON.stringify(proved)),
      (error) => setProof(JSON.stringify({ error: String(error) })),
    );
  }, []);
  return <pre id="proof">{proof}</pre>;
}
