export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, without that of elements in it. */
  text: string;
};

const token =
  /<\?[^?]*\?>|<(?<close>\/)?(?<name>[A-Za-z][\w:-]*)(?<attributes>(?:\s+[\w:-]+="[^"<]*")*)\s*(?<empty>\/)?>|(?<text>[^<]+)/gy;
const entity = /&(?:lt|gt|amp|quot|apos|#\d+|#x[\da-f]+);/gi;
/** What XML 1.0 has no way to write. */
const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** The elements of an XML text in order. Throws where it is not well formed. */
export function xmlElements(xml: string): readonly XmlElement[] {
  if (forbidden.test(xml)) throw new Error('a sign that XML does not know');
  const read: Read = { elements: [], open: [] };
  let end = 0;
  for (const match of xml.matchAll(token)) {
    end = match.index + match[0].length;
    take(match.groups ?? {}, read);
  }
  if (end !== xml.length) throw new Error(`not XML: ${xml.slice(end, end + 80)}`);
  if (read.open.length > 0) throw new Error(`<${read.open.at(-1)?.name}> is not closed`);
  return read.elements;
}

type Read = { readonly elements: XmlElement[]; readonly open: XmlElement[] };

function take(parts: Readonly<Record<string, string | undefined>>, { elements, open }: Read) {
  const { close, name, attributes = '', empty, text } = parts;
  const last = open.at(-1);
  if (text !== undefined && last !== undefined) last.text += decoded(text);
  if (name === undefined) return;
  if (close !== undefined) {
    if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
    return;
  }
  const element = { name, attributes: attributesIn(attributes), text: '' };
  elements.push(element);
  if (empty === undefined) open.push(element);
}

function attributesIn(text: string): Readonly<Record<string, string>> {
  const pairs = [...text.matchAll(/([\w:-]+)="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, decoded(value)]));
}

const named: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
};

function decoded(text: string): string {
  if (text.replaceAll(entity, '').includes('&')) throw new Error(`a bare & in "${text}"`);
  return text.replaceAll(entity, (given) => {
    const code = /^&#(x?)(.+);$/i.exec(given);
    if (code === null) return named[given] ?? given;
    return String.fromCodePoint(Number.parseInt(code[2] ?? '', code[1] === '' ? 10 : 16));
  });
}
