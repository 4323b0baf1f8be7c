// Frames of a server whose JSON writer is not ours: any order of fields, any white space, long ones in parts.

import { ts } from "../js/fake_socket.mjs";
import { textOf } from "./trees.mjs";

const fieldsOf = (fields, { open, close, comma, colon }) =>
  `{${open}${fields.map(([name, text]) => `"${name}"${colon}${text}`).join(comma)}${close}}`;

const version = ([querySet, time], writer) =>
  fieldsOf(
    [
      ["querySet", querySet],
      ["identity", 0],
      ["ts", JSON.stringify(ts(time))],
    ],
    writer,
  );

function modification({ id, tree, failed }, writer, turned) {
  const outcome = failed
    ? [
        ["type", '"QueryFailed"'],
        ["errorMessage", JSON.stringify(failed)],
      ]
    : [
        ["type", '"QueryUpdated"'],
        ["queryId", id],
        ["value", textOf(tree, writer)],
      ];
  const rest = failed ? [["queryId", id]] : [];
  const fields = [...outcome, ...rest, ["logLines", "[]"], ["journal", "null"]];
  return fieldsOf(turned ? fields.toReversed() : fields, writer);
}

/** The text of a transition. `turned`: every object's fields stand the other way round. */
export function transitionText(from, to, updates, { writer, turned }) {
  const { open, close, comma } = writer;
  const modifications = updates.map((update) => modification(update, writer, turned));
  const fields = [
    ["type", '"Transition"'],
    ["startVersion", version(from, writer)],
    ["endVersion", version(to, writer)],
    ["modifications", `[${open}${modifications.join(comma)}${close}]`],
    ["clientClockSkew", "0"],
    ["serverTs", "4102444800000000000"],
  ];
  return fieldsOf(turned ? fields.toReversed() : fields, writer);
}

/** A transition in so many frames; no character is taken apart. */
export function inParts(text, totalParts) {
  const characters = [...text];
  const size = Math.ceil(characters.length / totalParts);
  return Array.from({ length: totalParts }, (_, partNumber) =>
    JSON.stringify({
      type: "TransitionChunk",
      partNumber,
      totalParts,
      transitionId: String(Buffer.byteLength(text)),
      chunk: characters.slice(partNumber * size, (partNumber + 1) * size).join(""),
    }),
  );
}
