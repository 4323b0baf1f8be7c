// `console` of functions. Owns: levels, and values as text (the look of the npm package
// object-inspect). Leaves to the host: keeping the lines.

const MAX_DEPTH = 5;

export function installConsole(log) {
  const at =
    (level) =>
    (...values) => {
      const text = values.map((value) => inspect(value)).join(" ");
      // The host takes whole characters only; a cut text may hold half of one.
      log(level, text.toWellFormed());
    };
  const timers = new Map();
  globalThis.console = {
    debug: at("DEBUG"),
    error: at("ERROR"),
    info: at("INFO"),
    log: at("LOG"),
    trace: at("LOG"),
    warn: at("WARN"),
    assert: (condition, ...values) => condition || at("ERROR")("Assertion failed", ...values),
    time: (label = "default") => timers.set(label, Date.now()),
    timeEnd: (label = "default") => {
      const text = `${label}: ${Date.now() - timers.get(label)}ms`;
      if (timers.has(label)) log("INFO", text.toWellFormed());
      timers.delete(label);
    },
  };
}

function inspect(value, depth = 0, seen = []) {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "bigint":
      return `${value}n`;
    case "function":
      return `[Function${value.name ? `: ${value.name}` : " (anonymous)"}]`;
    case "object":
      return value === null ? "null" : inspectObject(value, depth, seen);
    default:
      return Object.is(value, -0) ? "-0" : String(value);
  }
}

function inspectObject(value, depth, seen) {
  if (seen.includes(value)) return "[Circular]";
  if (depth >= MAX_DEPTH) return Array.isArray(value) ? "[Array]" : "[Object]";
  const inner = (item) => inspect(item, depth + 1, [...seen, value]);
  if (value instanceof Error) return `[${String(value)}]`;
  if (value instanceof Date) return String(value);
  if (value instanceof RegExp) return String(value);
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${inner(key)} => ${inner(item)}`);
    return `Map (${value.size}) {${indented(entries, depth)}}`;
  }
  if (value instanceof Set)
    return `Set (${value.size}) {${indented([...value].map(inner), depth)}}`;
  if (Array.isArray(value)) return inspectArray(value.map(inner), depth);
  return inspectFields(value, inner, depth);
}

function inspectArray(items, depth) {
  if (items.length === 0) return "[]";
  const multiline = items.some((item) => item.includes("\n"));
  return multiline ? `[${indented(items, depth)}]` : `[ ${items.join(", ")} ]`;
}

function inspectFields(value, inner, depth) {
  const kind = value.constructor?.name;
  const prefix = kind === undefined || kind === "Object" ? "" : `${kind} `;
  const fields = Object.keys(value).map((key) => `${fieldName(key)}: ${inner(value[key])}`);
  return fields.length === 0 ? `${prefix}{}` : `${prefix}{${indented(fields, depth)}}`;
}

function fieldName(key) {
  return /^[\w$]+$/.test(key) ? key : quote(key);
}

function indented(items, depth) {
  if (items.length === 0) return "";
  const line = `\n${"  ".repeat(depth + 1)}`;
  return `${line}${items.join(`,${line}`)}\n${"  ".repeat(depth)}`;
}

function quote(text) {
  const escaped = text
    .replace(/['\\]/g, "\\$&")
    .replace(/\n/g, "\\n")
    .replace(/\r/g, "\\r")
    .replace(/\t/g, "\\t");
  return `'${escaped}'`;
}
