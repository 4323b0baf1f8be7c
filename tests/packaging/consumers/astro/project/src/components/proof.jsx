// The island.

import { ProofPage } from "../../proof/page.js";

export const Proof = ({ url }) => <ProofPage url={url} />;
