import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { decodeAwsChunked } from './aws-chunked.ts';
import { notImplemented, S3Error, type S3Request } from './s3-message.ts';

export type Payload = {
  readonly bytes: Buffer;
  /** The checksums that came with it and are right, by header name. */
  readonly checksums: Readonly<Record<string, string>>;
};

/** The object in a request body, after every digest that came with it has been checked. */
export function payloadOf({ headers, body }: S3Request): Payload {
  const signedHash = headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  if (/^[0-9a-f]{64}$/.test(signedHash)) {
    checkSignedHash(body, signedHash);
    return checked(body, headers);
  }
  if (signedHash === 'UNSIGNED-PAYLOAD') return checked(body, headers);
  if (signedHash !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') throw notImplemented(signedHash);
  const length = Number(headers['x-amz-decoded-content-length'] ?? Number.NaN);
  const { bytes, trailers } = decodeAwsChunked(body, length);
  const announced = headers['x-amz-trailer'];
  if (announced !== undefined && trailers[announced] === undefined) {
    throw new S3Error([400, 'MalformedTrailerError'], `The trailer ${announced} did not come.`);
  }
  return checked(bytes, { ...headers, ...trailers });
}

const digests: Readonly<Record<string, (bytes: Buffer) => string>> = {
  'content-md5': (bytes) => createHash('md5').update(bytes).digest('base64'),
  'x-amz-checksum-sha256': (bytes) => createHash('sha256').update(bytes).digest('base64'),
  'x-amz-checksum-sha1': (bytes) => createHash('sha1').update(bytes).digest('base64'),
  'x-amz-checksum-crc32': (bytes) => {
    const four = Buffer.alloc(4);
    four.writeUInt32BE(crc32(bytes));
    return four.toString('base64');
  },
};

function checked(bytes: Buffer, headers: Readonly<Record<string, string>>): Payload {
  const given = Object.entries(headers).filter(([name]) => isDigest(name));
  for (const [name, value] of given) {
    const digest = digests[name];
    if (digest === undefined) throw notImplemented(name);
    if (digest(bytes) !== value) {
      throw new S3Error([400, 'BadDigest'], `The ${name} you specified did not match the body.`);
    }
  }
  const kept = given.filter(([name]) => name.startsWith('x-amz-checksum-'));
  return { bytes, checksums: Object.fromEntries(kept) };
}

function isDigest(name: string): boolean {
  return name === 'content-md5' || name.startsWith('x-amz-checksum-');
}

function checkSignedHash(body: Buffer, signedHash: string): void {
  if (createHash('sha256').update(body).digest('hex') === signedHash) return;
  throw new S3Error(
    [400, 'XAmzContentSHA256Mismatch'],
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
}
