import type { Bucket } from './s3-bucket.ts';
import { notImplemented, type S3Answer, S3Error } from './s3-message.ts';
import { type Xml, xmlAnswer } from './s3-xml.ts';

type Page = {
  readonly entries: readonly Entry[];
  /** Where the next page begins, or undefined on the last one. */
  readonly next: string | undefined;
};

type Entry = { readonly kind: 'key' | 'prefix'; readonly name: string };

const keysMax = 1000;
const known = ['list-type', 'prefix', 'delimiter', 'max-keys', 'continuation-token', 'start-after'];

/** ListObjectsV2: keys and common prefixes in order, a page at a time. */
export function listObjects(
  { name, bucket }: { name: string; bucket: Bucket },
  query: URLSearchParams,
): S3Answer {
  for (const parameter of query.keys()) {
    if (!known.includes(parameter) && parameter !== 'x-id') throw notImplemented(parameter);
  }
  const prefix = query.get('prefix') ?? '';
  const keys = bucket.keys().filter((key) => key.startsWith(prefix));
  const page = pageOf(entriesOf(keys, { prefix, delimiter: query.get('delimiter') }), {
    after: startOf(query),
    limit: limitOf(query),
  });
  return xmlAnswer(200, [
    'ListBucketResult',
    [
      ['Name', name],
      ['Prefix', prefix],
      ['KeyCount', String(page.entries.length)],
      ['MaxKeys', String(limitOf(query))],
      ['IsTruncated', String(page.next !== undefined)],
      ...(page.next === undefined ? [] : [['NextContinuationToken', token(page.next)] as const]),
      ...page.entries.map((entry) => entryXml(entry, bucket)),
    ],
  ]);
}

function entriesOf(
  keys: readonly string[],
  { prefix, delimiter }: { prefix: string; delimiter: string | null },
): readonly Entry[] {
  const entries = new Map<string, Entry>();
  for (const key of keys) {
    const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    const isKey = end === -1 || delimiter === null;
    const name = isKey ? key : key.slice(0, end + delimiter.length);
    entries.set(name, { kind: isKey ? 'key' : 'prefix', name });
  }
  return [...entries.values()];
}

function pageOf(
  entries: readonly Entry[],
  { after, limit }: { after: string; limit: number },
): Page {
  const rest = entries.filter(({ name }) => Buffer.from(name).compare(Buffer.from(after)) > 0);
  const page = rest.slice(0, limit);
  return { entries: page, next: rest.length > limit ? page.at(-1)?.name : undefined };
}

function limitOf(query: URLSearchParams): number {
  const limit = Number(query.get('max-keys') ?? keysMax);
  if (Number.isInteger(limit) && limit >= 1) return Math.min(limit, keysMax);
  throw new S3Error([400, 'InvalidArgument'], 'max-keys must be a positive integer');
}

function startOf(query: URLSearchParams): string {
  const given = query.get('continuation-token');
  if (given === null) return query.get('start-after') ?? '';
  const after = Buffer.from(given, 'base64url').toString();
  if (token(after) === given) return after;
  throw new S3Error([400, 'InvalidArgument'], 'The continuation token provided is incorrect');
}

function token(after: string): string {
  return Buffer.from(after).toString('base64url');
}

function entryXml({ kind, name }: Entry, bucket: Bucket): Xml {
  if (kind === 'prefix') return ['CommonPrefixes', [['Prefix', name]]];
  const { object } = bucket.find(name, undefined);
  return [
    'Contents',
    [
      ['Key', name],
      ['LastModified', object.lastModified.toISOString()],
      ['ETag', object.etag],
      ['Size', String(object.bytes.length)],
      ['StorageClass', 'STANDARD'],
    ],
  ];
}
