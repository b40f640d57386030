import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { eksToken } from '../functions/platform/aws/eks-token.ts';
import { eksTokenFault } from './kube-api/tokens.ts';

const now = new Date('2026-11-23T13:45:00Z');
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'a-secret-key-of-a-test',
  sessionToken: 'a session/token+with=signs',
};
const request = { credentials, region: 'eu-west-1', clusterName: 'shop', now };

const urlOf = (token: string): URL =>
  new URL(Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString('utf8'));

describe('the token', () => {
  test('is the prefix and base64url without padding', async () => {
    expect(await eksToken(request)).toMatch(/^k8s-aws-v1\.[A-Za-z0-9_-]+$/);
  });

  test('has exactly the parameters that the server lets pass', async () => {
    const url = urlOf(await eksToken(request));
    expect([...url.searchParams.keys()].sort()).toEqual([
      'Action',
      'Version',
      'X-Amz-Algorithm',
      'X-Amz-Credential',
      'X-Amz-Date',
      'X-Amz-Expires',
      'X-Amz-Security-Token',
      'X-Amz-Signature',
      'X-Amz-SignedHeaders',
    ]);
    expect(url.searchParams.get('X-Amz-Expires')).toBe('60');
    expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('host;x-k8s-aws-id');
    expect(url.pathname).toBe('/');
  });

  test('names no session where the credentials have none', async () => {
    const { sessionToken: _, ...longLived } = credentials;
    const url = urlOf(await eksToken({ ...request, credentials: longLived }));
    expect(url.searchParams.has('X-Amz-Security-Token')).toBe(false);
  });

  test('is the same for the same moment, and another for another cluster', async () => {
    expect(await eksToken(request)).toBe(await eksToken(request));
    expect(await eksToken({ ...request, clusterName: 'bank' })).not.toBe(await eksToken(request));
  });

  test('takes credentials from a provider', async () => {
    const token = await eksToken({ ...request, credentials: async () => credentials });
    expect(token).toBe(await eksToken(request));
  });

  test('stays below 4096 characters with a session token of 2,400', async () => {
    const long = { ...credentials, sessionToken: 'x'.repeat(2_400) };
    expect((await eksToken({ ...request, credentials: long })).length).toBeLessThan(4_096);
  });

  test.each([
    ['eu-west-1', 'sts.eu-west-1.amazonaws.com'],
    ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
    ['us-iso-east-1', 'sts.us-iso-east-1.c2s.ic.gov'],
    ['us-isob-east-1', 'sts.us-isob-east-1.sc2s.sgov.gov'],
  ])('of a cluster in %s goes to %s', async (region, host) => {
    expect(urlOf(await eksToken({ ...request, region })).host).toBe(host);
  });
});

describe('the signature', () => {
  test.each(['eu-west-1', 'cn-north-1', 'us-gov-west-1'])(
    'is what Signature Version 4 makes of the request in %s',
    async (region) => {
      const url = urlOf(await eksToken({ ...request, region }));
      expect(url.searchParams.get('X-Amz-Signature')).toBe(signatureOf(url, region));
    },
  );
});

/** Signature Version 4, written out from the AWS General Reference. */
function signatureOf(url: URL, region: string): string {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string) =>
    createHmac('sha256', key).update(text).digest();
  const encode = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const canonical = [
    'GET',
    '/',
    query,
    `host:${url.host}`,
    'x-k8s-aws-id:shop',
    '',
    'host;x-k8s-aws-id',
    sha256(''),
  ].join('\n');
  const scope = `20261123/${region}/sts/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', '20261123T134500Z', scope, sha256(canonical)].join('\n');
  const dateKey = hmac(`AWS4${credentials.secretAccessKey}`, '20261123');
  const signingKey = hmac(hmac(hmac(dateKey, region), 'sts'), 'aws4_request');
  return hmac(signingKey, text).toString('hex');
}

describe('the test server', () => {
  const tokenFor = (change: (url: URL) => void, url: URL): string => {
    const changed = new URL(url);
    change(changed);
    return `k8s-aws-v1.${Buffer.from(changed.toString()).toString('base64url')}`;
  };

  test('lets the token in', async () => {
    expect(eksTokenFault(await eksToken(request), now)).toBeUndefined();
  });

  test.each<[string, (url: URL) => void, string]>([
    [
      'an unknown parameter',
      (url) => url.searchParams.set('X-Amz-Content-Sha256', 'e3b0'),
      'parameter',
    ],
    [
      'a parameter twice',
      (url) => url.searchParams.append('Version', '2011-06-15'),
      'a parameter twice',
    ],
    ['no X-Amz-Expires', (url) => url.searchParams.delete('X-Amz-Expires'), 'X-Amz-Expires'],
    ['another action', (url) => url.searchParams.set('Action', 'AssumeRole'), 'action'],
    [
      'an unsigned cluster name',
      (url) => url.searchParams.set('X-Amz-SignedHeaders', 'host'),
      'x-k8s-aws-id is not signed',
    ],
    ['another host', (url) => (url.host = 'sts.example.com'), 'host sts.example.com'],
    ['another path', (url) => (url.pathname = '/x'), 'scheme or path'],
    ['no TLS', (url) => (url.protocol = 'http:'), 'scheme or path'],
  ])('refuses %s', async (_, change, fault) => {
    const token = tokenFor(change, urlOf(await eksToken(request)));
    expect(eksTokenFault(token, now)).toMatch(fault);
  });

  test('refuses a token that is 15 minutes old, and one that is too long or no token', async () => {
    const token = await eksToken(request);
    expect(eksTokenFault(token, new Date(now.getTime() + 15 * 60_000))).toBe('expired');
    expect(eksTokenFault('x'.repeat(5_000), now)).toBe('longer than 4096 bytes');
    expect(eksTokenFault('test-token', now)).toBe('prefix or encoding');
  });
});
