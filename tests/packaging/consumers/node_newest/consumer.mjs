// The newest Node that npm has as a package, whose install script brings the program.

import { rows } from "../node/consumer.mjs";

export default { name: "Node, newest", program: "node", rows };
