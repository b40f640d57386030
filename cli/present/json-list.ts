/** Control characters and signs that hide or turn text, as `oneLine` has them. */
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** JSON on one line in which nothing can steer a terminal: such characters are escaped. */
export function jsonText(value: object): string {
  return JSON.stringify(value).replace(unprintable, (character) =>
    Array.from({ length: character.length }, (_, index) =>
      escaped(character.charCodeAt(index)),
    ).join(''),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

/** A list as JSON, one item a line, so that a long one can be searched line by line. */
export function* jsonList(items: Iterable<object>): Generator<string> {
  let before: string | undefined;
  for (const item of items) {
    yield before === undefined ? '[' : `${before},`;
    before = `  ${jsonText(item)}`;
  }
  if (before === undefined) {
    yield '[]';
    return;
  }
  yield before;
  yield ']';
}
