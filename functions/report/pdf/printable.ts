import type { Font } from 'fontkit';

/** Text with every character that the typeface lacks written as its code point. */
export function printable(text: string, font: Font): string {
  if (/^[\x20-\x7e\n]*$/.test(text)) return text;
  return [...text].map((character) => shown(character, font)).join('');
}

function shown(character: string, font: Font): string {
  if (character === '\n') return character;
  if (/\s/u.test(character)) return ' ';
  const codePoint = character.codePointAt(0) ?? 0;
  const isControl = /\p{C}/u.test(character);
  if (!isControl && font.hasGlyphForCodePoint(codePoint)) return character;
  return `\\u{${codePoint.toString(16)}}`;
}
