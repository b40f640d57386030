/** The width of a text in points. */
type Measure = (text: string) => number;

/**
 * Breaks text into lines no wider than `width`: at spaces, and inside a string that is wider than
 * a line after a separator or, where there is none, at any character.
 */
export function wrapText(text: string, width: number, measure: Measure): readonly string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, width, measure));
}

function wrapParagraph(text: string, width: number, measure: Measure): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (measure(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakWord(word, width, measure);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
}

/** The pieces of one word, each of which fits. */
function breakWord(word: string, width: number, measure: Measure): readonly string[] {
  const pieces: string[] = [];
  const characters = [...word];
  let start = 0;
  while (characters.length - start > 1) {
    const length = pieceLength({ characters, start }, width, measure);
    if (length === characters.length - start) break;
    pieces.push(characters.slice(start, start + length).join(''));
    start += length;
  }
  return [...pieces, characters.slice(start).join('')];
}

type Rest = { readonly characters: readonly string[]; readonly start: number };

/** How many characters go on this line; at least one, so that every word comes to an end. */
function pieceLength({ characters, start }: Rest, width: number, measure: Measure): number {
  const rest = characters.length - start;
  const fits = (length: number): boolean =>
    measure(characters.slice(start, start + length).join('')) <= width;
  const longest = longestFitting(rest, fits);
  if (longest === rest) return rest;
  const fitting = Math.max(1, Math.min(longest, rest - restMin));
  const line = characters.slice(start, start + fitting);
  const separator = line.findLastIndex((each) => separators.includes(each));
  // A break that leaves most of the line empty is worse than one inside a name.
  return separator + 1 >= fitting / 2 ? separator + 1 : fitting;
}

/** Searches near the width of a line: measuring all that is left each time would take squared time. */
function longestFitting(rest: number, fits: (length: number) => boolean): number {
  let low = 1;
  let high = 2;
  while (high < rest && fits(high)) {
    low = high;
    high *= 2;
  }
  high = Math.min(high, rest);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** One or two characters alone on the next line look like a word of their own. */
const restMin = 4;
const separators = '/:.-_,;=@[]';
