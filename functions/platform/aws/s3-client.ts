import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { awsTimeouts } from './aws-timeouts.ts';

type S3ClientOptions = {
  readonly requestTimeoutMs?: number;
  /** What the machine does not say by itself. */
  readonly config?: S3ClientConfig;
};

/** A client that gives up on an S3 that does not answer, and says so. */
export function s3Client(options: S3ClientOptions = {}): S3Client {
  const { requestTimeoutMs = requestTimeoutMsDefault, config } = options;
  return new S3Client({ ...config, requestHandler: awsTimeouts({ requestTimeoutMs }) });
}

/** Far more than S3 takes, and little enough for three tries in any stage. */
const requestTimeoutMsDefault = 30_000;
