import type { S3Answer, S3Error } from './s3-message.ts';

/** Elements in order; a string is text, an array the children. */
export type Xml = readonly [name: string, content: string | readonly Xml[]];

export function xmlAnswer(status: number, root: Xml): S3Answer {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${render(root)}`);
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

export function errorAnswer(error: S3Error, resource: string): S3Answer {
  const answer = xmlAnswer(error.status, [
    'Error',
    [
      ['Code', error.code],
      ['Message', error.message],
      ['Resource', resource],
    ],
  ]);
  return { ...answer, headers: { ...answer.headers, ...error.headers } };
}

function render([name, content]: Xml): string {
  const inner = typeof content === 'string' ? escaped(content) : content.map(render).join('');
  return `<${name}>${inner}</${name}>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character);
}
