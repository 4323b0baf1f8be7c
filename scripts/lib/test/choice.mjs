// Which stages a call of `npm test` asks for: all of them, or those that `--only` names.

import { UsageError } from "../known_error.mjs";

export function chooseStages(all, args) {
  if (args.length === 0) return all;
  const [option, list, ...rest] = args;
  if (option !== "--only" || !list || rest.length > 0) {
    throw new UsageError(`cannot read "${args.join(" ")}"; ${usage(all)}`);
  }
  const names = list.split(",");
  const unknown = names.find((name) => !all.some((stage) => stage.name === name));
  if (unknown !== undefined) throw new UsageError(`no stage is called "${unknown}"; ${usage(all)}`);
  return all.filter((stage) => names.includes(stage.name));
}

const usage = (all) =>
  `usage: npm test -- --only NAME[,NAME], of ${all.map((stage) => stage.name).join(", ")}`;
