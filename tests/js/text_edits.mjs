// Long random texts and edits of them. Owns characters that are hard to tell apart in UTF-16: pairs that share their first
// or their last code unit. An edit never takes a character apart, as no frame does.

const ASCII = [..."abcdefgh,:{}[]"];
const ANY = [
  "a",
  "é",
  "日",
  "昦",
  "\u{1f600}",
  "\u{1f601}",
  "\u{1fa00}",
  "\u{1fa01}",
  "\u{10fa00}",
];

export const below = (random, end) => Math.floor(random() * end);

/** So many characters. */
export function randomCharacters(random, count, isAscii) {
  const letters = isAscii ? ASCII : ANY;
  return Array.from({ length: count }, () => letters[below(random, letters.length)]);
}

/** What an edit does to characters; none changes more than `MOST` of them. */
const MOST = 300;
export const EDITS = {
  insert: (characters, at, made) => characters.toSpliced(at, 0, ...made),
  delete: (characters, at, { length }) => characters.toSpliced(at, length),
  replace: (characters, at, made) => characters.toSpliced(at, made.length, ...made),
  retype: (characters, at, [made]) => characters.with(at, made),
  move: (characters, at, { length }) => {
    const to = Math.min(at + 1000, characters.length - length);
    return characters.toSpliced(at, length).toSpliced(to, 0, ...characters.slice(at, at + length));
  },
};

/** The characters after one edit: at the start, at the end, or anywhere. */
export function editedText(random, characters, edit, isAscii) {
  const last = characters.length - 1;
  const at = [0, last, last - MOST, below(random, last)][below(random, 4)];
  return EDITS[edit](characters, at, randomCharacters(random, 1 + below(random, MOST), isAscii));
}
