import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { awsDnsSuffix } from './aws-partition.ts';

type AwsCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** Credentials, or where to get them anew when they have run out. */
export type AwsCredentialSource = AwsCredentials | (() => Promise<AwsCredentials>);

type EksTokenRequest = {
  readonly credentials: AwsCredentialSource;
  readonly region: string;
  readonly clusterName: string;
  readonly now: Date;
};

/**
 * The bearer token of an EKS cluster: a GetCallerIdentity request, signed but not sent. The API
 * server sends it to STS to learn who we are, and refuses any parameter that it does not know.
 */
export async function eksToken(request: EksTokenRequest): Promise<string> {
  const { credentials, region, clusterName, now } = request;
  // The global STS host is refused outside the partition aws; the regional one is taken everywhere.
  const host = `sts.${region}.${awsDnsSuffix(region)}`;
  const signer = new SignatureV4({ credentials, region, service: 'sts', sha256: Sha256 });
  const signed = await signer.presign(
    {
      method: 'GET',
      protocol: 'https:',
      hostname: host,
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host, [clusterHeader]: clusterName },
    },
    {
      expiresIn: signatureSeconds,
      signingDate: now,
      unhoistableHeaders: new Set([clusterHeader]),
      signableHeaders: new Set(['host', clusterHeader]),
    },
  );
  const query = Object.entries(signed.query ?? {})
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
  return `k8s-aws-v1.${Buffer.from(`https://${host}/?${query}`).toString('base64url')}`;
}

/** Signed with the request, so that a token of one cluster opens no other. */
const clusterHeader = 'x-k8s-aws-id';

/** EKS demands the parameter and ignores its value: a token lives 15 minutes from its date. */
const signatureSeconds = 60;
