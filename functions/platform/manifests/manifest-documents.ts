import { readFile, stat } from 'node:fs/promises';
import { type Document, LineCounter, parseAllDocuments, type ScalarTag, type Tags } from 'yaml';
import { messageOf, StageError } from '../../model/errors.ts';

/** YAML takes up to 350 times its size in memory to parse, JSON about five times. */
const yamlSizeBytesMax = 10_000_000;
const jsonSizeBytesMax = 256_000_000;
/** Ordinary manifests use a handful of anchors; an alias bomb uses millions. */
const aliasCountMax = 100;

/** A document of a manifest file, or what is known of one that could not be read. */
export type ManifestDocument = {
  /** `file:line`, lines counted from 1. */
  readonly place: string;
} & ({ readonly value: unknown } | { readonly fault: ManifestFault });

export type ManifestFault = {
  /** What is wrong, with its place. */
  readonly text: string;
  /** Kinds that the text names; empty means it could have held anything. */
  readonly kinds: readonly string[];
};

/**
 * All documents of a manifest file, split as kubectl does: a document that is broken does not take
 * the others with it. Throws BAD_INPUT for a file that cannot be read at all.
 */
export async function manifestDocuments(file: string): Promise<readonly ManifestDocument[]> {
  const isJson = /\.json$/i.test(file);
  const text = await readBounded(file, isJson ? jsonSizeBytesMax : yamlSizeBytesMax);
  return isJson ? jsonDocument(file, text) : yamlParts(text).flatMap(yamlDocuments(file));
}

async function readBounded(file: string, sizeBytesMax: number): Promise<string> {
  const { size } = await stat(file);
  if (size > sizeBytesMax) {
    const sizes = `${megabytes(size)} MB, more than the ${megabytes(sizeBytesMax)} MB`;
    throw new StageError('BAD_INPUT', `${file} has ${sizes} that are read of such a file`, {
      remedy: 'Split it, or export it as JSON (kubectl get -o json).',
    });
  }
  try {
    return decoded(await readFile(file));
  } catch (error) {
    throw new StageError('BAD_INPUT', `cannot read ${file}: ${messageOf(error)}`, {
      remedy: 'Check that the file may be read.',
      cause: error,
    });
  }
}

/** PowerShell writes UTF-16, with the mark that says so. */
function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

const megabytes = (sizeBytes: number): string => (sizeBytes / 1_000_000).toFixed(0);

function jsonDocument(file: string, text: string): readonly ManifestDocument[] {
  if (text.trim() === '') return [];
  try {
    return [{ value: JSON.parse(text), place: `${file}:1` }];
  } catch (error) {
    const what = `${file} is not whole JSON: ${positionOnly(messageOf(error))}`;
    return [{ place: `${file}:1`, fault: { text: what, kinds: kindsIn(text) } }];
  }
}

/** JSON.parse quotes the text around the fault, which could be anything; only the place is kept. */
function positionOnly(message: string): string {
  return /Unexpected end|Unterminated/.test(message)
    ? 'it ends too early'
    : (/at position \d+( \(line \d+ column \d+\))?/.exec(message)?.[0] ?? 'unexpected text');
}

type YamlPart = { readonly text: string; readonly lineBefore: number };

/** Cuts at lines that begin with three dashes, which no other document can contain. */
function yamlParts(text: string): readonly YamlPart[] {
  const parts: YamlPart[] = [];
  let lineBefore = 0;
  for (const part of text.split(/^(?=---(?:\s|$))/m)) {
    parts.push({ text: part, lineBefore });
    lineBefore += part.split('\n').length - 1;
  }
  return parts;
}

function yamlDocuments(file: string): (part: YamlPart) => readonly ManifestDocument[] {
  return ({ text, lineBefore }) => {
    const lineCounter = new LineCounter();
    const parsed = parseAllDocuments(text, {
      version: '1.1',
      merge: true,
      uniqueKeys: true,
      // Warnings of the parser quote the file, on standard error.
      logLevel: 'error',
      customTags: kubectlTags,
      lineCounter,
    });
    const documents = Array.isArray(parsed) ? parsed : [];
    return documents.flatMap((document) => {
      const [error] = document.errors;
      const start = document.contents?.range?.[0] ?? 0;
      const { line } = lineCounter.linePos(error?.pos[0] ?? start);
      const place = `${file}:${lineBefore + line}`;
      if (error !== undefined) return [broken(place, `is not YAML: ${gist(error)}`, text)];
      return plainDocument(document, place, text);
    });
  };
}

/** In words of our own: the parser's messages quote the file, where anything could stand. */
function gist({ code }: { readonly code: string }): string {
  return code.toLowerCase().replaceAll('_', ' ');
}

function plainDocument(
  document: Document.Parsed,
  place: string,
  text: string,
): readonly ManifestDocument[] {
  try {
    const value: unknown = document.toJS({ maxAliasCount: aliasCountMax });
    return value === null || value === undefined ? [] : [{ value, place }];
  } catch (error) {
    return [broken(place, `cannot be expanded: ${expansionFault(error)}`, text)];
  }
}

function expansionFault(error: unknown): string {
  return /Excessive alias count/.test(messageOf(error))
    ? 'its aliases multiply without end'
    : 'an alias leads nowhere';
}

function broken(place: string, what: string, text: string): ManifestDocument {
  return { place, fault: { text: `${place} ${what}`, kinds: kindsIn(text) } };
}

/**
 * The kinds that a broken text names; none where it is a list of anything: kubectl writes the kind of
 * a list behind its items, so a list that was cut off does not name it.
 */
function kindsIn(text: string): readonly string[] {
  const matches = text.matchAll(/(?:^\s*(?:- )?|["{,]\s*)["']?kind["']?\s*:\s*["']?([A-Za-z]+)/gm);
  const named = [...matches].flatMap(([, kind]) => kind ?? []);
  const isList = named.includes('List') || /^items:|"items"\s*:/m.test(text);
  const isTyped = named.some((kind) => kind !== 'List' && kind.endsWith('List'));
  return isList && !isTyped ? [] : [...new Set(named.map((kind) => kind.replace(/List$/, '')))];
}

/**
 * A number with a point or an exponent, as kubectl's parser has it: YAML 1.1 would also make one of
 * `e2`, which is a fine name.
 */
const kubectlFloat: ScalarTag = {
  default: true,
  tag: 'tag:yaml.org,2002:float',
  test: /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/,
  resolve: (text) => Number.parseFloat(text),
};

/** kubectl reads 22:22 and 2026-01-01 as strings; the YAML 1.1 schema would not. */
function kubectlTags(tags: Tags): Tags {
  const kept = tags.filter(
    (tag) =>
      typeof tag === 'string' ||
      !(
        tag.format === 'TIME' ||
        tag.tag === 'tag:yaml.org,2002:timestamp' ||
        tag.tag === kubectlFloat.tag
      ),
  );
  return [...kept, kubectlFloat];
}
