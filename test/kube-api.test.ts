import { get } from 'node:https';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { podsNamed } from './kube-api/connect.ts';
import { type KubeApi, startKubeApi } from './kube-api/kube-api.ts';

const open: KubeApi[] = [];

afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

async function started(options: Parameters<typeof startKubeApi>[0]): Promise<KubeApi> {
  const api = await startKubeApi(options);
  open.push(api);
  return api;
}

type Seen = {
  readonly status: number | undefined;
  readonly encoding: string | undefined;
  readonly contentType: string | undefined;
  readonly text: string;
};

function ask(
  api: KubeApi,
  path: string,
  headers: Record<string, string> = { authorization: 'Bearer test-token' },
): Promise<Seen> {
  return new Promise((resolve, reject) => {
    get(`${api.url}${path}`, { ca: api.caPem, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const encoding = response.headers['content-encoding'];
        const text = (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
        const contentType = response.headers['content-type'];
        resolve({ status: response.statusCode, encoding, contentType, text });
      });
    }).on('error', reject);
  });
}

describe('the test API server', () => {
  test('pages a list, says how to go on, and leaves the kind out of its items', async () => {
    const api = await started({ objects: podsNamed(3) });
    const first = JSON.parse((await ask(api, '/api/v1/pods?limit=2')).text);
    expect(first).toMatchObject({ kind: 'PodList', metadata: { resourceVersion: '1000' } });
    expect(first.items).toHaveLength(2);
    expect(first.items[0]).not.toHaveProperty('kind');
    const next = `/api/v1/pods?limit=2&continue=${first.metadata.continue}`;
    const last = JSON.parse((await ask(api, next)).text);
    expect(last.items).toHaveLength(1);
    expect(last.metadata).not.toHaveProperty('continue');
  });

  test('ignores the limit at resourceVersion 0, as the watch cache does', async () => {
    const api = await started({ objects: podsNamed(3) });
    const { text } = await ask(api, '/api/v1/pods?limit=2&resourceVersion=0');
    expect(JSON.parse(text).items).toHaveLength(3);
  });

  test('compresses large answers, for those who take gzip', async () => {
    const api = await started({ objects: podsNamed(20, 10_000) });
    const authorization = 'Bearer test-token';
    const taken = await ask(api, '/api/v1/pods', { authorization, 'accept-encoding': 'gzip' });
    const plain = await ask(api, '/api/v1/pods');
    expect([taken.encoding, plain.encoding]).toEqual(['gzip', undefined]);
    expect(taken.text).toBe(plain.text);
  });

  test('refuses tokens that it does not know, with a Status', async () => {
    const { status, text } = await ask(await started({}), '/version', {
      authorization: 'Bearer other',
    });
    expect(status).toBe(401);
    expect(JSON.parse(text)).toMatchObject({ kind: 'Status', reason: 'Unauthorized', code: 401 });
  });

  test('knows no path of a group that is not installed', async () => {
    const { status, contentType } = await ask(await started({}), '/apis/cilium.io/v2/x');
    expect([status, contentType]).toEqual([404, 'text/plain; charset=utf-8']);
  });

  test('lists the versions of a group that it serves, and the kinds of each', async () => {
    const api = await started({
      objects: [
        { apiVersion: 'cilium.io/v3', kind: 'CiliumNetworkPolicy', metadata: { name: 'a' } },
      ],
    });
    expect(JSON.parse((await ask(api, '/apis/cilium.io')).text)).toMatchObject({
      kind: 'APIGroup',
      versions: [{ groupVersion: 'cilium.io/v3', version: 'v3' }],
    });
    expect(JSON.parse((await ask(api, '/apis/cilium.io/v3')).text)).toMatchObject({
      kind: 'APIResourceList',
      groupVersion: 'cilium.io/v3',
      resources: [{ name: 'ciliumnetworkpolicies', kind: 'CiliumNetworkPolicy' }],
    });
    for (const path of ['/apis/cilium.io/v2', '/apis/crd.projectcalico.org']) {
      expect((await ask(api, path)).status).toBe(404);
    }
  });

  test('says with a Status that one object is not there', async () => {
    const path = '/api/v1/namespaces/kube-system/configmaps/amazon-vpc-cni';
    const { status, text } = await ask(await started({}), path);
    expect(status).toBe(404);
    expect(JSON.parse(text)).toMatchObject({ kind: 'Status', reason: 'NotFound' });
  });

  test('gives a token that goes on with a list that has expired', async () => {
    const api = await started({
      objects: podsNamed(2),
      faults: [{ path: '/api/v1/pods', page: 2, status: 410, times: 1 }],
    });
    const first = JSON.parse((await ask(api, '/api/v1/pods?limit=1')).text);
    const next = `/api/v1/pods?limit=1&continue=${first.metadata.continue}`;
    const expired = await ask(api, next);
    expect(expired.status).toBe(410);
    const fresh = JSON.parse(expired.text).metadata.continue;
    const rest = await ask(api, `/api/v1/pods?limit=1&continue=${fresh}`);
    expect(JSON.parse(rest.text).items[0].metadata.name).toBe('pod-0001');
  });

  test('shows requests without their credentials', async () => {
    const api = await started({});
    await ask(api, '/version');
    expect(api.requests).toHaveLength(1);
    expect(JSON.stringify(api.requests)).not.toContain('test-token');
  });
});
