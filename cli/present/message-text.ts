import * as z from 'zod';
import type { Message } from '../../functions/model/world.ts';

const textObject = z.looseObject({ text: z.string() });
const block = z.looseObject({
  type: z.string(),
  text: textObject.optional(),
  fields: z.array(textObject).optional(),
  elements: z.array(textObject).optional(),
});

/** A Slack message as it reads, for a terminal: the texts of its blocks, unescaped. */
export function messageText({ blocks }: Message): string {
  return blocks
    .map((raw) => blockText(block.parse(raw)))
    .filter((text) => text !== '')
    .join('\n\n');
}

function blockText({ type, text, fields, elements }: z.infer<typeof block>): string {
  if (type === 'divider') return '';
  return [text, ...(fields ?? []), ...(elements ?? [])]
    .flatMap((part) => (part === undefined ? [] : [unescaped(part.text)]))
    .join('\n');
}

/** Slack's three escapes, undone in the order that cannot make a new one. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Text with a rule on its left, so that it stands apart as something quoted. */
export function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `  | ${line}`.trimEnd())
    .join('\n');
}
