/**
 * Whether a text matches a pattern with `*` for any characters and `?` for one. A star first takes in
 * nothing, and one character more whenever the rest does not fit.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let taken = 0;
  for (let position = 0; position < text.length; ) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at;
      taken = position;
      at += 1;
    } else if (wanted === '?' || wanted === text[position]) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      at = star + 1;
      taken += 1;
      position = taken;
    } else {
      return false;
    }
  }
  return [...pattern.slice(at)].every((character) => character === '*');
}
