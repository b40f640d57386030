import type { Snippet } from '../../model/control.ts';

type Value = string | number | boolean | readonly Value[] | Fields;
type Fields = { readonly [field: string]: Value };

/** A change of the pod template of a Deployment; a field that is null goes away. */
export function templatePatch(template: object): Snippet {
  const patch = JSON.stringify({ spec: { template } });
  const text = `kubectl patch deployment NAME --namespace NAMESPACE \\\n  --patch '${patch}'`;
  return { form: 'kubectl', text };
}

/** A part of a pod spec as a patch of a Deployment, and as a part of its manifest. */
export function podSpecSnippets(spec: Fields): readonly Snippet[] {
  return [templatePatch({ spec }), templatePart(spec)];
}

/** A part of a pod spec as a part of the manifest of a Deployment. */
export function templatePart(spec: Fields): Snippet {
  return { form: 'yaml', text: fieldLines({ spec: { template: { spec } } }).join('\n') };
}

/** The same for fields of one container. */
export function containerSnippets(fields: Fields): readonly Snippet[] {
  return podSpecSnippets({ containers: [{ name: 'CONTAINER', ...fields }] });
}

function fieldLines(fields: Fields): readonly string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (isFields(value)) return [`${name}:`, ...indented(fieldLines(value))];
    if (isList(value)) return [`${name}:`, ...indented(value.flatMap(itemLines))];
    return [`${name}: ${scalar(value)}`];
  });
}

function itemLines(item: Value): readonly string[] {
  const [first = '', ...rest] = isFields(item) ? fieldLines(item) : [scalar(item)];
  return [`- ${first}`, ...indented(rest)];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isFields(value: Value): value is Fields {
  return typeof value === 'object' && !isList(value);
}

/** Words stand as they are; what could be read as something else is quoted. */
function scalar(value: Value): string {
  if (typeof value !== 'string') return String(value);
  return /^[A-Za-z/][\w./-]*$/.test(value) ? value : JSON.stringify(value);
}
