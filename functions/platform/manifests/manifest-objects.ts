import * as z from 'zod';
import { StageError } from '../../model/errors.ts';
import { type AwsAnswer, isAwsAnswer } from './aws-answer-shapes.ts';
import {
  type ManifestDocument,
  type ManifestFault,
  manifestDocuments,
} from './manifest-documents.ts';
import { manifestFiles } from './manifest-files.ts';

/** A Kubernetes object as it stands in a manifest. */
export type ManifestObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly raw: Readonly<Record<string, unknown>>;
  /** `file:line`, for messages. */
  readonly place: string;
};

export type Manifests = {
  readonly objects: readonly ManifestObject[];
  /** Documents in the shape of an answer of the aws command line. */
  readonly awsAnswers: readonly AwsAnswer[];
  /** What could not be read: what these may have held is not known. */
  readonly faults: readonly ManifestFault[];
  /** What was passed over, one line each, for people. */
  readonly warnings: readonly string[];
};

const anyMap = z.record(z.string(), z.unknown());
const typed = z.looseObject({ apiVersion: z.string().min(1), kind: z.string().min(1) });
const kinded = z.looseObject({ kind: z.string().min(1) });
const named = z.looseObject({
  metadata: z
    .looseObject({
      name: z.string().min(1).optional(),
      generateName: z.string().optional(),
      namespace: z.string().nullish(),
    })
    .refine(({ name, generateName }) => (name ?? generateName) !== undefined),
});

type Sorted = {
  readonly objects: ManifestObject[];
  readonly awsAnswers: AwsAnswer[];
  readonly faults: ManifestFault[];
  readonly warnings: string[];
};

/** Reads files and folders as one cluster. Of an object given twice the last one counts. */
export async function readManifests(
  paths: readonly string[],
  namespace = 'default',
): Promise<Manifests> {
  const sorted = await sortedDocuments(paths);
  return { ...sorted, objects: lastOfEach(sorted, namespace) };
}

/** Reads every object of files and folders in order, also where several are the same. */
export async function readEveryManifest(paths: readonly string[]): Promise<Manifests> {
  return sortedDocuments(paths);
}

async function sortedDocuments(paths: readonly string[]): Promise<Sorted> {
  const sorted: Sorted = { objects: [], awsAnswers: [], faults: [], warnings: [] };
  for (const path of paths) {
    for (const file of await manifestFiles(path)) {
      for (const document of await manifestDocuments(file)) sortDocument(document, sorted);
    }
  }
  if (sorted.objects.length === 0) throw nothingFound(paths, sorted);
  return sorted;
}

function sortDocument(document: ManifestDocument, sorted: Sorted): void {
  if ('fault' in document) {
    sorted.faults.push(document.fault);
    return;
  }
  const { place, value } = document;
  if (Array.isArray(value) && value.some((item) => kinded.safeParse(item).success)) {
    const text = `${place} is a list of objects, where a List was expected`;
    sorted.faults.push({ text, kinds: [] });
    return;
  }
  const map = anyMap.safeParse(value);
  if (map.success) sortMap(map.data, place, sorted);
  else sorted.warnings.push(`${place} is not a Kubernetes object and was passed over`);
}

function sortMap(raw: ManifestObject['raw'], place: string, sorted: Sorted): void {
  const header = typed.safeParse(raw);
  if (header.success) {
    sortObject({ ...header.data, raw, place }, sorted);
  } else if ('kind' in raw || 'apiVersion' in raw) {
    const { kind } = kinded.safeParse(raw).data ?? {};
    const text = `${place} lacks ${kind === undefined ? 'a kind' : 'an apiVersion'}`;
    sorted.faults.push({ text, kinds: kind === undefined ? [] : [kind] });
  } else if (isAwsAnswer(raw)) {
    sorted.awsAnswers.push(raw);
  } else {
    sorted.warnings.push(`${place} has no apiVersion and kind and was passed over`);
  }
}

function sortObject({ apiVersion, kind, raw, place }: ManifestObject, sorted: Sorted): void {
  if (kind === 'List' || (kind.endsWith('List') && 'items' in raw)) {
    sortList({ apiVersion, kind, raw, place }, sorted);
    return;
  }
  const withName = ensureName(raw);
  if (withName === undefined) sorted.faults.push(nameless(kind, place));
  else sorted.objects.push({ apiVersion, kind, raw: withName, place });
}

function sortList({ apiVersion, kind, raw, place }: ManifestObject, sorted: Sorted): void {
  const items = raw['items'] ?? [];
  if (!Array.isArray(items)) {
    sorted.faults.push({ text: `${place} is a ${kind} whose items are no list`, kinds: [] });
    return;
  }
  for (const item of items) sortListItem(item, { kind, apiVersion, place }, sorted);
}

/** The items of a typed list (PodList) may leave out their own kind. */
function sortListItem(
  item: unknown,
  list: Pick<ManifestObject, 'apiVersion' | 'kind' | 'place'>,
  sorted: Sorted,
): void {
  const kindOfItems = list.kind.slice(0, -'List'.length);
  const implied = kindOfItems === '' ? {} : { apiVersion: list.apiVersion, kind: kindOfItems };
  const map = anyMap.safeParse(item);
  const header = typed.safeParse({ ...implied, ...map.data });
  if (!map.success || !header.success) {
    const text = `${list.place} is a ${list.kind} with an item that is no Kubernetes object`;
    sorted.faults.push({ text, kinds: kindOfItems === '' ? [] : [kindOfItems] });
    return;
  }
  sortObject({ ...header.data, raw: map.data, place: list.place }, sorted);
}

/** `generateName` stands in for a name, as it does when the object is created. */
function ensureName(raw: ManifestObject['raw']): ManifestObject['raw'] | undefined {
  const parsed = named.safeParse(raw);
  if (!parsed.success) return undefined;
  const { metadata } = parsed.data;
  return { ...raw, metadata: { ...metadata, name: metadata.name ?? metadata.generateName } };
}

function nameless(kind: string, place: string): ManifestFault {
  const text = `${place} is a ${kind} without metadata.name, or with one that is no string`;
  return { text, kinds: [kind] };
}

function nothingFound(paths: readonly string[], { faults, warnings }: Sorted): StageError {
  const why = faults[0]?.text ?? warnings[0];
  const detail = why === undefined ? '' : `: ${why}`;
  return new StageError('BAD_INPUT', `no Kubernetes object in ${paths.join(', ')}${detail}`, {
    remedy: 'Give a file or a folder with Kubernetes manifests in YAML or JSON.',
  });
}

function lastOfEach({ objects, warnings }: Sorted, namespace: string): readonly ManifestObject[] {
  const byKey = new Map<string, ManifestObject>();
  for (const object of objects) {
    const key = keyOf(object, namespace);
    const earlier = byKey.get(key);
    if (earlier !== undefined) {
      warnings.push(`${object.place} replaces the ${object.kind} at ${earlier.place}`);
    }
    byKey.set(key, object);
  }
  return [...byKey.values()];
}

const identity = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string().nullish() }),
});

function keyOf({ apiVersion, kind, raw }: ManifestObject, namespace: string): string {
  const { metadata } = identity.parse(raw);
  return [groupOf(apiVersion), kind, metadata.namespace || namespace, metadata.name].join('/');
}

/** The API group of an apiVersion, empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
