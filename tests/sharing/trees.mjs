// Results as trees that know how they are spelled, so that one value can be written in any way that JSON allows.
// Owns: nodes, random ones, their text. Leaves to edits.mjs: changing them. Nodes are never changed: a node that two
// trees share is a part that did not change.

/** `{ text }`, `{ items }` or `{ fields: [[name as written, node]] }`. */
export const atom = (text) => ({ text });
export const list = (items) => ({ items });
export const object = (fields) => ({ fields });

/** The node of a plain value. */
export function treeOf(value) {
  if (Array.isArray(value)) return list(value.map(treeOf));
  if (typeof value !== "object" || value === null) return atom(JSON.stringify(value));
  return object(Object.entries(value).map(([name, part]) => [JSON.stringify(name), treeOf(part)]));
}

/** How a writer sets what stands between: after `{`, `[`, `,`; before `}`, `]`; around `:`. */
export const WRITERS = {
  compact: { open: "", close: "", comma: ",", colon: ":" },
  spaced: { open: " ", close: " ", comma: " , ", colon: " : " },
  lines: { open: "\r\n\t", close: "\n", comma: ",\n", colon: ":\t" },
};

const spelled = new WeakMap();

/** The JSON of a node. Kept, as unchanged parts are written again and again. */
export function textOf(node, writer = WRITERS.compact) {
  if (node.text !== undefined) return node.text;
  const known = spelled.get(node) ?? new Map();
  spelled.set(node, known);
  if (!known.has(writer)) known.set(writer, spell(node, writer));
  return known.get(writer);
}

function spell(node, writer) {
  const { open, close, comma, colon } = writer;
  const [start, end] = node.items ? "[]" : "{}";
  const parts = node.items
    ? node.items.map((item) => textOf(item, writer))
    : node.fields.map(([name, part]) => `${name}${colon}${textOf(part, writer)}`);
  return `${start}${open}${parts.join(comma)}${close}${end}`;
}

/** One number in several spellings stands side by side: nothing changes where one takes the place of another. */
const PLAIN = [
  ...["null", "true", "false", "0", "-0", "0.0", "-0e7", "1", "1.0", "1e0", "10E-1", "100e-2"],
  ...["1e308", "-1.5e-7", "5e-324", "1e-400", "1e400", "-1e999", "9007199254740993", "0.1"],
  ...["123456789012345678901234567890", "0.1000000000000000055511151231257827"],
  ...['""', '"x"', '"é"', '"\\u00e9"', '"\\u00E9"', '"日本"', '"😀"', '"\\ud83d\\ude00"'],
  ...['"\\ud83d"', '"\\ude00x"', '"\\ude00\\ud83d"', '"\\n\\t\\"\\\\\\/\\b"', '"\\u0000"', '"/"'],
  ...['"$integer"', '"]}"', '"\\\\"', '"\u2028"', '"\ufeff"', '"[{\\"a\\":1}]"'],
];
const SPECIAL = [
  ...[
    '{"$integer":"AQAAAAAAAAA="}',
    '{"$integer":"AAAAAAAAAIA="}',
    '{"\\u0024integer":"//////////8="}',
  ],
  ...['{"$bytes":"AAEC"}', '{"$bytes":""}', '{ "$bytes" : "/+8=" }'],
  ...['{"$float":"AAAAAAAA8H8="}', '{"$float":"AAAAAAAA8P8="}', '{"$float":"AAAAAAAA+H8="}'],
  '{"$float":"AAAAAAAAAIA="}',
];
const NAMES = ['"a"', '"b"', '"_id"', '"constructor"', '"toString"', '"0"', '"10"', '"-1"', '""'];
/** Names that Convex does not allow: they go through as JSON has them where nothing needs npm convex's decoding. */
const ODD_NAMES = ['"__proto__"', '"é"', '"😀"', '"b\\u0061"', '"x\\n"', '"length"'];
/** A name that begins with an escape may be one of Convex's own in disguise. */
const ESCAPED_NAMES = ['"\\u0061"', '"\\"b"', '"\\/"'];

export const pick = (random, from) => from[Math.floor(random() * from.length)];
export const below = (random, end) => Math.floor(random() * end);

/** A tree at most `depth` containers deep. `special`: of Convex values beyond JSON, whose names are Convex's, too. */
export function randomTree(random, depth, special) {
  const kind = depth === 0 ? 0 : below(random, 3);
  if (kind === 0) {
    return atom(pick(random, special && random() < 0.3 ? SPECIAL : PLAIN));
  }
  const size = below(random, random() < 0.1 ? 12 : 4);
  const parts = Array.from({ length: size }, () => randomTree(random, depth - 1, special));
  return kind === 1 ? list(parts) : randomObject(random, parts, special);
}

/** Now and then a name is there twice: the last one counts. */
function randomObject(random, parts, special) {
  const names = [...NAMES, ...(special ? ESCAPED_NAMES : ODD_NAMES)];
  const free = [...names].sort(() => random() - 0.5);
  const fields = parts.map((part) => [random() < 0.03 ? '"a"' : (free.pop() ?? '"z"'), part]);
  return object(fields);
}

/** A string of so many characters of one to four bytes, or of one alone. */
export function randomText(random, length, isAscii) {
  const letters = isAscii
    ? "abcdefgh ij"
    : ["a", "é", "ĩ", "ß", "日", "旦", "昦", "😀", "😁", "🌀"];
  return Array.from({ length }, () => pick(random, letters)).join("");
}
