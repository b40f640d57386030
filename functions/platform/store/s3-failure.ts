import { S3ServiceException } from '@aws-sdk/client-s3';
import { messageOf, StageError } from '../../model/errors.ts';

type Attempt = {
  readonly bucket: string;
  readonly key: string;
  readonly doing: 'read' | 'write';
};

/** A StageError for whatever went wrong between us and S3. */
export function s3Failure(thrown: unknown, { bucket, key, doing }: Attempt): StageError {
  if (thrown instanceof StageError) return thrown;
  const cause = plainCause(thrown);
  const message = `could not ${doing} s3://${bucket}/${key}: ${cause.name}: ${messageOf(cause)}`;
  const remedy = remedyFor(thrown, { bucket, key, doing });
  return new StageError('STORE_FAILED', message + requestText(thrown), { remedy, cause });
}

export function s3Status(thrown: unknown): number | undefined {
  return thrown instanceof S3ServiceException ? thrown.$metadata.httpStatusCode : undefined;
}

/** Name and message alone: the SDK's errors carry request headers and, at times, a token. */
function plainCause(thrown: unknown): Error {
  const cause = new Error(messageOf(thrown));
  cause.name = thrown instanceof Error ? thrown.name : 'Error';
  return cause;
}

function requestText(thrown: unknown): string {
  const id = thrown instanceof S3ServiceException ? thrown.$metadata.requestId : undefined;
  return id === undefined ? '' : ` (request ${id})`;
}

function remedyFor(thrown: unknown, { bucket, doing }: Attempt): string {
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'NoSuchBucket') return `Create the bucket ${bucket}, or correct its name.`;
  if (credentialErrors.includes(name)) return 'Renew the AWS credentials, then run this again.';
  if (s3Status(thrown) === 403) return doing === 'read' ? grantRead(bucket) : grantWrite(bucket);
  if (s3Status(thrown) === 301) return `Use the region that the bucket ${bucket} is in.`;
  if (s3Status(thrown) === undefined) {
    return 'Check that S3 can be reached from here: DNS, proxy, VPC endpoint and its policy.';
  }
  return 'Run this again; if it stays, look the request up with AWS Support.';
}

const credentialErrors: readonly string[] = [
  'CredentialsProviderError',
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidToken',
  'SignatureDoesNotMatch',
  'RequestTimeTooSkewed',
];

const grantRead = (bucket: string): string =>
  `Grant s3:GetObject on arn:aws:s3:::${bucket}/*, kms:Decrypt on its key, and s3:ListBucket on ` +
  'the bucket, without which S3 answers 403 for a key that does not exist.';

const grantWrite = (bucket: string): string =>
  `Grant s3:PutObject on arn:aws:s3:::${bucket}/* and kms:GenerateDataKey on its key, ` +
  'and check the bucket policy for a deny.';
