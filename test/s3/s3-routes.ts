import type { Bucket } from './s3-bucket.ts';
import { listObjects } from './s3-listing.ts';
import { empty, notImplemented, type S3Answer, S3Error, type S3Request } from './s3-message.ts';
import { deleteObject, getObject, putObject } from './s3-objects.ts';

type Place = { readonly buckets: ReadonlyMap<string, Bucket>; readonly now: Date };

/** Finds the operation of a path-style request and performs it. */
export function route(request: S3Request, { buckets, now }: Place): S3Answer {
  const [, name = '', ...rest] = request.rawPath.split('/').map(decodeURIComponent);
  const key = rest.join('/');
  checkHeaders(request);
  const bucket = buckets.get(name);
  if (bucket === undefined) {
    throw new S3Error([404, 'NoSuchBucket'], 'The specified bucket does not exist');
  }
  if (key === '') return bucketRequest(request, name, bucket);
  checkParameters(request.query);
  const target = { request, bucket, key, now };
  switch (request.method) {
    case 'PUT':
      return putObject(target);
    case 'GET':
    case 'HEAD':
      return getObject(target);
    case 'DELETE':
      return deleteObject(target);
    default:
      throw notImplemented(`${request.method} on an object`);
  }
}

function bucketRequest(request: S3Request, name: string, bucket: Bucket): S3Answer {
  if (request.method === 'HEAD') return { status: 200, headers: {}, body: empty };
  if (request.method === 'GET' && request.query.get('list-type') === '2') {
    return listObjects({ name, bucket }, request.query);
  }
  throw notImplemented(`${request.method} on a bucket`);
}

const parameterPattern = /^(versionId|x-id|X-Amz-(?!Object|Checksum).+)$/i;

function checkParameters(query: URLSearchParams): void {
  for (const name of query.keys()) if (!parameterPattern.test(name)) throw notImplemented(name);
}

const amzHeaderPattern = new RegExp(
  [
    '^x-amz-(date|sdk-checksum-algorithm|content-sha256|security-token|user-agent|trailer|decoded-content-length',
    'meta-.+|checksum-.+|server-side-encryption.*|object-lock-mode',
    'object-lock-retain-until-date|bypass-governance-retention)$',
  ].join('|'),
);

function checkHeaders({ headers }: S3Request): void {
  for (const name of Object.keys(headers)) {
    if (name.startsWith('x-amz-') && !amzHeaderPattern.test(name)) throw notImplemented(name);
  }
}
