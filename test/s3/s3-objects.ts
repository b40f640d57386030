import { type Bucket, etagOf, type Retention, type StoredObject } from './s3-bucket.ts';
import { empty, notImplemented, type S3Answer, S3Error, type S3Request } from './s3-message.ts';
import { payloadOf } from './s3-payload.ts';

type ObjectRequest = {
  readonly request: S3Request;
  readonly bucket: Bucket;
  readonly key: string;
  readonly now: Date;
};

export function putObject({ request, bucket, key, now }: ObjectRequest): S3Answer {
  const { headers } = request;
  const { bytes, checksums } = payloadOf(request);
  const retention = retentionIn(request, { bucket, now });
  // The condition is judged when the whole body is here and in one step with the write, so that of
  // several writers at once exactly one wins.
  checkCondition(headers, bucket.current(key));
  const etag = etagOf(bytes);
  const object = { bytes, etag, checksums, retention, lastModified: now, headers: kept(headers) };
  const versionId = bucket.put(key, object);
  return answer(200, { etag, ...checksums, ...versionHeader(versionId) }, empty);
}

export function getObject({ request, bucket, key }: ObjectRequest): S3Answer {
  const refused = ['range', 'if-match', 'if-none-match', 'if-modified-since'];
  for (const name of refused) if (name in request.headers) throw notImplemented(`${name} on GET`);
  const { object, versionId } = bucket.find(key, request.query.get('versionId') ?? undefined);
  const isVerified = request.headers['x-amz-checksum-mode'] === 'ENABLED';
  const headers = {
    ...object.headers,
    ...(isVerified ? object.checksums : {}),
    ...retentionHeaders(object.retention),
    ...versionHeader(versionId),
    etag: object.etag,
    'last-modified': object.lastModified.toUTCString(),
    'accept-ranges': 'none',
  };
  return answer(200, headers, object.bytes);
}

export function deleteObject({ request, bucket, key, now }: ObjectRequest): S3Answer {
  if ('if-match' in request.headers) throw notImplemented('if-match on DELETE');
  const versionId = request.query.get('versionId');
  if (versionId === null) {
    const marker = bucket.remove(key);
    const headers = marker === undefined ? {} : { 'x-amz-delete-marker': 'true' };
    return answer(204, { ...headers, ...versionHeader(marker) }, empty);
  }
  const mayBypass = request.headers['x-amz-bypass-governance-retention'] === 'true';
  bucket.removeVersion(key, versionId, ({ retention }) => {
    if (retention === undefined || retention.until <= now) return false;
    return retention.mode === 'COMPLIANCE' || !mayBypass;
  });
  return answer(204, versionHeader(versionId), empty);
}

function checkCondition(headers: S3Request['headers'], current: StoredObject | undefined): void {
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw notImplemented('If-None-Match: etag');
  if (ifNoneMatch === '*' && current !== undefined) throw unmet('If-None-Match');
  if (ifMatch === undefined) return;
  if (current === undefined) {
    throw new S3Error([404, 'NoSuchKey'], 'The specified key does not exist.');
  }
  if (ifMatch.replaceAll('"', '') !== current.etag.replaceAll('"', '')) throw unmet('If-Match');
}

function unmet(condition: string): S3Error {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new S3Error([412, 'PreconditionFailed'], `${message}: ${condition}`);
}

function retentionIn(
  { headers }: S3Request,
  { bucket, now }: { bucket: Bucket; now: Date },
): Retention | undefined {
  const mode = headers['x-amz-object-lock-mode'];
  const date = headers['x-amz-object-lock-retain-until-date'];
  if (mode === undefined && date === undefined) return undefined;
  if (!bucket.hasObjectLock) throw invalid('Bucket is missing Object Lock Configuration');
  if (!Object.keys(headers).some((name) => /^(content-md5$|x-amz-(checksum|trailer))/.test(name))) {
    throw invalid('Content-MD5 or x-amz-checksum- is required with Object Lock parameters');
  }
  if (mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE') throw invalid('Unknown Object Lock mode');
  const until = new Date(date ?? '');
  if (!(until > now)) throw invalid('The retain until date must be in the future');
  return { mode, until };
}

function invalid(message: string): S3Error {
  return new S3Error([400, 'InvalidRequest'], message);
}

function retentionHeaders(retention: Retention | undefined): Record<string, string> {
  if (retention === undefined) return {};
  return {
    'x-amz-object-lock-mode': retention.mode,
    'x-amz-object-lock-retain-until-date': retention.until.toISOString(),
  };
}

const keptHeaders =
  /^(content-(type|encoding|disposition)|cache-control|x-amz-meta-.+|x-amz-server-side-encryption.*)$/;

function kept(headers: S3Request['headers']): Record<string, string> {
  const chosen = Object.entries(headers).filter(
    ([name, value]) => keptHeaders.test(name) && value !== 'aws-chunked',
  );
  return Object.fromEntries(chosen);
}

function versionHeader(versionId: string | undefined): Record<string, string> {
  return versionId === undefined ? {} : { 'x-amz-version-id': versionId };
}

function answer(status: number, headers: S3Answer['headers'], body: Buffer): S3Answer {
  return { status, headers, body };
}
