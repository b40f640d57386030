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
  let characters = [...word];
  while (measure(characters.join('')) > width && characters.length > 1) {
    const length = pieceLength(characters, width, measure);
    pieces.push(characters.slice(0, length).join(''));
    characters = characters.slice(length);
  }
  return [...pieces, characters.join('')];
}

/** How many characters go on this line; at least one, so that every word comes to an end. */
function pieceLength(characters: readonly string[], width: number, measure: Measure): number {
  let low = 1;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(characters.slice(0, middle).join('')) <= width) low = middle;
    else high = middle - 1;
  }
  const fitting = Math.max(1, Math.min(low, characters.length - restMin));
  const separator = characters.slice(0, fitting).findLastIndex((each) => separators.includes(each));
  // A break that leaves most of the line empty is worse than one inside a name.
  return separator + 1 >= fitting / 2 ? separator + 1 : fitting;
}

/** One or two characters alone on the next line look like a word of their own. */
const restMin = 4;
const separators = '/:.-_,;=@[]';
