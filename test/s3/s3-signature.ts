import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Error, type S3Request } from './s3-message.ts';

export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };

type Verifier = {
  readonly credentials: Credentials;
  readonly region: string;
  readonly now: () => Date;
};

type Claim = {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly date: string;
  readonly payloadHash: string;
};

/**
 * Checks a Signature Version 4, in the Authorization header or in the query of a presigned URL.
 * Written from the specification, not with the client's signer, so that each proves the other.
 */
export function verifySignature(request: S3Request, verifier: Verifier): void {
  const claim = request.query.has('X-Amz-Signature')
    ? presignedClaim(request, verifier.now())
    : headerClaim(request, verifier.now());
  checkHeadersSigned(request, claim);
  const { credentials, region } = verifier;
  const scope = `${claim.date.slice(0, 8)}/${region}/s3/aws4_request`;
  checkScope(claim, { accessKeyId: credentials.accessKeyId, scope });
  const text = ['AWS4-HMAC-SHA256', claim.date, scope, sha256(canonical(request, claim))];
  const key = scope.split('/').reduce(hmac, Buffer.from(`AWS4${credentials.secretAccessKey}`));
  const expected = hmac(key, text.join('\n'));
  const given = Buffer.from(claim.signature, 'hex');
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new S3Error(
    [403, 'SignatureDoesNotMatch'],
    'The request signature we calculated does not match the signature you provided.',
  );
}

const skewMs = 15 * 60_000;

function headerClaim({ headers }: S3Request, now: Date): Claim {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/;
  const [, credential, names, signature] = pattern.exec(headers['authorization'] ?? '') ?? [];
  const date = headers['x-amz-date'];
  const payloadHash = headers['x-amz-content-sha256'];
  if (!credential || !names || !signature || !date || !payloadHash) throw denied('Access Denied');
  if (Math.abs(now.getTime() - timeOf(date)) > skewMs) {
    throw new S3Error(
      [403, 'RequestTimeTooSkewed'],
      'The difference between the request time and the current time is too large.',
    );
  }
  return { credential, signedHeaders: names.split(';'), signature, date, payloadHash };
}

const secondsMax = 604_800;

function presignedClaim({ query }: S3Request, now: Date): Claim {
  const value = (name: string): string => query.get(name) ?? '';
  const seconds = Number(value('X-Amz-Expires') || Number.NaN);
  if (!(seconds >= 1 && seconds <= secondsMax)) {
    throw new S3Error(
      [400, 'AuthorizationQueryParametersError'],
      `X-Amz-Expires must be between 1 and ${secondsMax} seconds.`,
    );
  }
  const date = value('X-Amz-Date');
  const signedAt = timeOf(date);
  if (signedAt - skewMs > now.getTime()) throw denied('Request is not valid yet');
  if (signedAt + seconds * 1000 < now.getTime()) throw denied('Request has expired');
  return {
    credential: value('X-Amz-Credential'),
    signedHeaders: value('X-Amz-SignedHeaders').split(';'),
    signature: value('X-Amz-Signature'),
    date,
    payloadHash: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
  };
}

function checkHeadersSigned({ headers }: S3Request, { signedHeaders }: Claim): void {
  const mustBe = Object.keys(headers).filter((name) => /^(host|x-amz-.*)$/.test(name));
  if (mustBe.every((name) => signedHeaders.includes(name))) return;
  throw denied('There were headers present in the request which were not signed');
}

function checkScope(
  { credential }: Claim,
  { accessKeyId, scope }: { accessKeyId: string; scope: string },
): void {
  const [givenKey = '', ...givenScope] = credential.split('/');
  if (givenKey !== accessKeyId) {
    const message = 'The AWS Access Key Id you provided does not exist in our records.';
    throw new S3Error([403, 'InvalidAccessKeyId'], message);
  }
  if (givenScope.join('/') === scope) return;
  const message = `The credential scope is malformed; expected ${scope}`;
  throw new S3Error([400, 'AuthorizationHeaderMalformed'], message);
}

function canonical({ method, rawPath, query, headers }: S3Request, claim: Claim): string {
  const path = rawPath.split('/').map(reencoded).join('/');
  const parameters = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort();
  const lines = claim.signedHeaders.map(
    (name) => `${name}:${(headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`,
  );
  const names = claim.signedHeaders.join(';');
  return [method, path, parameters.join('&'), lines.join(''), names, claim.payloadHash].join('\n');
}

function reencoded(segment: string): string {
  return encoded(decodeURIComponent(segment));
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function timeOf(date: string): number {
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const time = Date.parse(iso);
  if (iso === date || Number.isNaN(time)) throw denied('The request has no valid date');
  return time;
}

function denied(message: string): S3Error {
  return new S3Error([403, 'AccessDenied'], message);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
