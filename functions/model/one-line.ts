/** Control characters, line breaks, and signs that hide or turn text. */
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/**
 * Text from outside on one line, such as a name: whatever could break the line, move the cursor or
 * turn the direction is written as its code point, so that no name can pass for output of ours.
 */
export function oneLine(text: string): string {
  return text.replace(
    unprintable,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
