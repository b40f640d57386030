import { grouped } from './words.ts';

/** The start of a text that is longer than `max` characters, with how many more there are. */
export function shortened(text: string, max: number): string {
  const characters = [...text];
  if (characters.length <= max) return text;
  const start = characters.slice(0, max).join('').trimEnd();
  return `${start} … and ${grouped(characters.length - max)} more characters`;
}
