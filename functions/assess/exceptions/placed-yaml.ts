import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml';
import { messageOf } from '../../model/errors.ts';

/** Lines and columns count from 1. */
type Place = { readonly line: number; readonly column: number };

/** What is wrong at a place of a file. */
export type Fault = Place & { readonly text: string };

export type Path = readonly PropertyKey[];

/** A file of YAML or JSON, and where in it each value stands. */
export type PlacedYaml = {
  readonly value: unknown;
  readonly faults: readonly Fault[];
  /** Whether the faults are such that there is no value. */
  readonly isBroken: boolean;
  /** Where a value stands, or what is nearest to it of what there is. */
  readonly placeOf: (path: Path) => Place;
  /** Where the name of a field stands. */
  readonly placeOfName: (path: Path, name: string) => Place;
};

/** Somebody who spares typing uses a few; an alias bomb uses millions. */
const aliasCountMax = 100;

/** Reads a text as YAML 1.2, of which JSON is a part. */
export function placedYaml(text: string): PlacedYaml {
  const lineCounter = new LineCounter();
  // The level must let errors through: at `silent` a second document is passed over without one.
  const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'error' });
  const placeAt = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const written = [...document.errors, ...document.warnings].map(({ code, pos, message }) => ({
    ...placeAt(pos[0]),
    text: wordsFor(code, message),
  }));
  // Of a field that is given twice the last one stands, which is enough to look for other faults.
  const isReadable = [...document.errors, ...document.warnings].every(
    ({ code }) => code === 'DUPLICATE_KEY',
  );
  const expanded = isReadable ? expand(document, placeAt) : { faults: [] };
  return {
    value: 'value' in expanded ? expanded.value : undefined,
    faults: [...written, ...('faults' in expanded ? expanded.faults : [])],
    isBroken: !('value' in expanded),
    placeOf: (path) => placeAt(nodeAt(document, path)?.range?.[0] ?? 0),
    placeOfName: (path, name) => placeAt(nameAt(document, path, name)?.range?.[0] ?? 0),
  };
}

function wordsFor(code: string, message: string): string {
  switch (code) {
    case 'MULTIPLE_DOCS':
      return 'a second document begins here: one file holds one';
    case 'DUPLICATE_KEY':
      return 'this field is given twice';
    case 'RESOURCE_EXHAUSTION':
      return 'this is nested too deep';
    default:
      return `not YAML: ${message}`;
  }
}

type Expanded = { readonly value: unknown } | { readonly faults: readonly Fault[] };

function expand(document: Document.Parsed, placeAt: (offset: number) => Place): Expanded {
  try {
    return { value: document.toJS({ maxAliasCount: aliasCountMax }) };
  } catch (error) {
    const { offset, leadsNowhere } = firstAlias(document);
    const text = leadsNowhere
      ? 'this alias leads nowhere'
      : `the aliases cannot be followed: ${messageOf(error)}`;
    return { faults: [{ ...placeAt(offset), text }] };
  }
}

/** The first alias without an anchor, or else the first one. */
function firstAlias(document: Document.Parsed) {
  const aliases: { readonly offset: number; readonly leadsNowhere: boolean }[] = [];
  visit(document, {
    Alias: (_, alias) => {
      const leadsNowhere = alias.resolve(document) === undefined;
      aliases.push({ offset: alias.range?.[0] ?? 0, leadsNowhere });
    },
  });
  const lost = aliases.find(({ leadsNowhere }) => leadsNowhere);
  return lost ?? aliases[0] ?? { offset: 0, leadsNowhere: false };
}

function nodeAt(document: Document.Parsed, path: Path) {
  let node = resolved(document, document.contents);
  for (const step of path) {
    const next = isMap(node) || isSeq(node) ? resolved(document, node.get(step, true)) : undefined;
    if (next === undefined) break;
    node = next;
  }
  return node;
}

/** A fault in what an alias stands for is one where it was written. */
function resolved(document: Document.Parsed, node: unknown) {
  if (isAlias(node)) return node.resolve(document);
  return isNode(node) ? node : undefined;
}

function nameAt(document: Document.Parsed, path: Path, name: string) {
  const map = nodeAt(document, path);
  if (!isMap(map)) return map;
  const keys = map.items.map(({ key }) => key);
  return keys.filter(isScalar).find(({ value }) => String(value) === name) ?? map;
}
