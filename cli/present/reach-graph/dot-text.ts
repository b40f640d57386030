/** Attributes of Graphviz by name. */
export type Attributes = Readonly<Record<string, string | number | HtmlLabel>>;

/** A label in the markup that Graphviz calls HTML-like. */
type HtmlLabel = { readonly html: string };

/**
 * A quoted string of the dot language. A quotation mark is the only sign that the language itself
 * escapes; Graphviz reads backslashes in it once more as escapes of its labels (escString), where
 * two stand for one.
 */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Text in an HTML-like label: markup and the escapes of labels (escString) mean nothing in it. */
export function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export function attributeList(attributes: Attributes): string {
  const items = Object.entries(attributes).map(([name, value]) => `${name}=${valueText(value)}`);
  return `[${items.join(', ')}]`;
}

function valueText(value: string | number | HtmlLabel): string {
  if (typeof value === 'object') return `<${value.html}>`;
  return typeof value === 'number' ? String(value) : quoted(value);
}
