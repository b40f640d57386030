import { grouped } from './words.ts';

/** What a cut has to save: it takes some characters itself to say that it is there. */
const savedMin = 30;

/** The start of a text that is longer than `max` characters, with how many more there are. */
export function shortened(text: string, max: number): string {
  if (!isShortened(text, max)) return text;
  const characters = [...text];
  const start = characters.slice(0, max).join('').trimEnd();
  return `${start} … and ${grouped(characters.length - max)} more characters`;
}

/** Whether it is cut. */
export function isShortened(text: string, max: number): boolean {
  const limit = max + savedMin;
  return text.length >= limit && [...text].length >= limit;
}
