import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type KubernetesRead, kubernetesReads } from '../functions/model/reads.ts';
import { type ClusterReader, ReadFailure } from '../functions/model/world.ts';
import { listPage } from '../functions/platform/kube-answer.ts';
import { kubeReader } from '../functions/platform/kube-reader.ts';
import type { KubeObject } from './kube-api/answers.ts';
import { connectTo, keepingSink, nameOf, podsNamed } from './kube-api/connect.ts';
import type { Fault } from './kube-api/faults.ts';
import { type KubeApi, startKubeApi } from './kube-api/kube-api.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const item of open.splice(0)) await item.close();
});

type Setup = NonNullable<Parameters<typeof startKubeApi>[0]>;
type World = {
  readonly api: KubeApi;
  readonly reader: ClusterReader;
  readonly waits: readonly number[];
};

async function worldOf(setup: Setup, limits: Parameters<typeof connectTo>[1] = {}): Promise<World> {
  const api = await startKubeApi(setup);
  const { access, waits } = connectTo(api, limits);
  const reader = kubeReader({
    access,
    source: 'kubeconfig',
    kubernetesVersion: undefined,
    readAws: async () => [],
  });
  open.push(reader, api);
  return { api, reader, waits };
}

const readOf = (id: string): KubernetesRead => {
  const read = kubernetesReads.find((candidate) => candidate.id === id);
  if (read === undefined) throw new Error(`no read ${id}`);
  return read;
};

const pods = readOf('pods');
const podsPath = '/api/v1/pods';
const cniConfig = readOf('configmaps/kube-system/amazon-vpc-cni');
const cniConfigPath = '/api/v1/namespaces/kube-system/configmaps/amazon-vpc-cni';
const cilium = readOf('ciliumnetworkpolicies.cilium.io');
const ciliumPath = '/apis/cilium.io/v2/ciliumnetworkpolicies';

async function failureOf(
  reader: ClusterReader,
  read = pods,
  sink = keepingSink(),
): Promise<ReadFailure> {
  const thrown = await reader.readKubernetes(read, sink).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ReadFailure);
  return thrown as ReadFailure;
}

describe('a list', () => {
  test('comes in pages of 500, over one connection, with the version of its first page', async () => {
    const { api, reader } = await worldOf({ objects: podsNamed(1_203) });
    const sink = keepingSink();
    const record = await reader.readKubernetes(pods, sink);
    expect(record).toEqual({ pages: 3, resourceVersion: '1000' });
    expect(sink.pages.map((page) => page.length)).toEqual([500, 500, 203]);
    expect(sink.pages.flat().map(nameOf)).toEqual(podsNamed(1_203).map(nameOf));
    expect(api.requests.map(({ query }) => Object.keys(query))).toEqual([
      ['limit'],
      ['limit', 'continue'],
      ['limit', 'continue'],
    ]);
    expect(api.requests.map(({ query }) => query['limit'])).toEqual(['500', '500', '500']);
    expect(api.connections()).toBe(1);
  });

  test('is asked for in JSON and gzip, in our own name', async () => {
    const { api, reader } = await worldOf({ objects: podsNamed(2) });
    await reader.readKubernetes(pods, keepingSink());
    expect(api.requests[0]).toMatchObject({
      method: 'GET',
      path: podsPath,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'user-agent': 'ringfence/test',
      },
    });
  });

  test('may come compressed', async () => {
    const objects = podsNamed(50, 10_000);
    const { reader } = await worldOf({ objects });
    const sink = keepingSink();
    await reader.readKubernetes(pods, sink);
    expect(sink.pages.flat()).toEqual(objects.map(({ metadata }) => ({ metadata })));
  });

  test('of nothing is one empty page', async () => {
    const { reader } = await worldOf({});
    const sink = keepingSink();
    expect((await reader.readKubernetes(pods, sink)).pages).toBe(1);
    expect(sink.pages).toEqual([[]]);
  });

  test('of nothing may be null', () => {
    const json = { kind: 'PodList', metadata: { resourceVersion: '7' }, items: null };
    const response = { status: 200, contentType: 'application/json', retryAfter: undefined, json };
    expect(listPage(response, pods).items).toEqual([]);
  });

  test('asks for the next page before the sink works on this one', async () => {
    const { reader } = await worldOf({ objects: podsNamed(3), pageSizeMax: 1 });
    let sent = 0;
    const count = () => {
      sent += 1;
    };
    subscribe('undici:client:sendHeaders', count);
    const sentAtPage: number[] = [];
    try {
      await reader.readKubernetes(pods, {
        page: () => sentAtPage.push(sent),
        restart: () => undefined,
      });
    } finally {
      unsubscribe('undici:client:sendHeaders', count);
    }
    expect(sentAtPage).toEqual([2, 3, 3]);
  });

  test('that is not in the metadata form carries no spec', async () => {
    const policy = {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'deny', namespace: 'shop' },
      spec: { endpointSelector: {} },
    };
    const { api, reader } = await worldOf({ objects: [policy] });
    const sink = keepingSink();
    await reader.readKubernetes(cilium, sink);
    expect(sink.pages.flat()).toEqual([expect.objectContaining({ metadata: policy.metadata })]);
    expect(JSON.stringify(sink.pages)).not.toContain('endpointSelector');
    expect(api.requests[0]?.path).toBe(ciliumPath);
    expect(api.requests[0]?.headers['accept']).toBe(
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    );
  });

  test('that is longer than the bound says that it is incomplete', async () => {
    const { reader } = await worldOf({ objects: podsNamed(5), pageSizeMax: 1 }, { pagesMax: 3 });
    const sink = keepingSink();
    const record = await reader.readKubernetes(pods, sink);
    expect(record.incomplete).toEqual({
      reason: 'cutOff',
      detail: 'there were more than 3 pages, and reading stopped there',
    });
    expect(sink.pages).toHaveLength(3);
  });

  test('fails with the error of its sink, where that has one', async () => {
    const { reader } = await worldOf({ objects: podsNamed(3), pageSizeMax: 1 });
    const broken = {
      page: () => {
        throw new TypeError('a bug');
      },
      restart: () => undefined,
    };
    await expect(reader.readKubernetes(pods, broken)).rejects.toThrow(TypeError);
  });
});

describe('one object', () => {
  const config: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
  };

  test('is read by its name', async () => {
    const { api, reader } = await worldOf({ objects: [config] });
    const sink = keepingSink();
    expect(await reader.readKubernetes(cniConfig, sink)).toEqual({ pages: 1 });
    expect(sink.pages).toEqual([[config]]);
    expect(api.requests.map(({ path, query }) => [path, query])).toEqual([[cniConfigPath, {}]]);
  });

  test('that is not there is no failure', async () => {
    const { reader } = await worldOf({});
    const sink = keepingSink();
    expect(await reader.readKubernetes(cniConfig, sink)).toEqual({ pages: 0 });
    expect(sink.pages).toEqual([]);
  });

  test('is not "not there" because a proxy says 404', async () => {
    const { reader } = await worldOf({ faults: [{ path: cniConfigPath, does: 'html' }] });
    expect((await failureOf(reader, cniConfig)).reason).toBe('notServed');
  });
});

describe('a refusal', () => {
  test('403 is a gap with the words of the API server', async () => {
    const message = 'pods is forbidden: User "scanner" cannot list resource "pods"';
    const { reader } = await worldOf({ faults: [{ path: podsPath, status: 403, message }] });
    expect(await failureOf(reader)).toMatchObject({ reason: 'forbidden', message });
  });

  test('404 of a kind that is not installed is not served', async () => {
    const { reader } = await worldOf({});
    expect((await failureOf(reader, cilium)).reason).toBe('notServed');
  });

  test('500 is a failure that is told', async () => {
    const fault = { path: podsPath, status: 500, message: 'etcd leader\nchanged' };
    const { reader } = await worldOf({ faults: [fault] });
    expect(await failureOf(reader)).toMatchObject({
      reason: 'failed',
      message: 'etcd leader changed',
    });
  });

  test('401 is tried once more with a fresh token', async () => {
    const renewals: boolean[] = [];
    const authorization = async (renew: boolean) => {
      renewals.push(renew);
      return 'Bearer test-token';
    };
    const faults = [{ path: podsPath, status: 401, times: 1 }];
    const { reader } = await worldOf({ objects: podsNamed(2), faults }, { authorization });
    expect((await reader.readKubernetes(pods, keepingSink())).pages).toBe(1);
    expect(renewals).toEqual([false, true]);
  });

  test('401 again is a failure', async () => {
    const { api, reader } = await worldOf({ faults: [{ path: podsPath, status: 401 }] });
    expect(await failureOf(reader)).toMatchObject({
      reason: 'failed',
      message: 'credentials were refused, fresh ones too: Unauthorized',
    });
    expect(api.requests).toHaveLength(2);
  });
});

describe('when the API server asks for patience', () => {
  test.each<[string, Partial<Fault>, number[]]>([
    ['in seconds', { status: 429, retryAfter: '2' }, [2_000]],
    ['with a date', { status: 503, retryAfter: 'Mon, 23 Nov 2026 12:00:07 GMT' }, [7_000]],
    ['with a date gone by', { status: 429, retryAfter: 'Mon, 23 Nov 2026 11:00:00 GMT' }, [0]],
    ['for an hour, which is cut', { status: 429, retryAfter: '3600' }, [30_000]],
    ['without a time, which is drawn', { status: 503, times: 3 }, [250, 500, 1_000]],
    ['with nonsense, which is drawn', { status: 429, retryAfter: 'soon' }, [250]],
  ])('%s, it waits', async (_, fault, expected) => {
    const faults = [{ path: podsPath, times: 1, ...fault } as Fault];
    const { reader, waits } = await worldOf({ objects: podsNamed(1), faults });
    await reader.readKubernetes(pods, keepingSink());
    expect(waits).toEqual(expected);
  });

  test.each([429, 503])('with %d for ever, it gives up after 5 waits', async (status) => {
    const { api, reader, waits } = await worldOf({ faults: [{ path: podsPath, status }] });
    expect((await failureOf(reader)).reason).toBe('throttled');
    expect(waits).toHaveLength(5);
    expect(api.requests).toHaveLength(6);
  });
});

describe('when a list expires', () => {
  const objects = podsNamed(4);
  const expiry = { path: podsPath, status: 410, page: 3 } as const;

  test('once, it starts over and is whole', async () => {
    const faults = [{ ...expiry, times: 1 }];
    const { reader } = await worldOf({ objects, pageSizeMax: 1, faults });
    const sink = keepingSink();
    const record = await reader.readKubernetes(pods, sink);
    expect(record).toEqual({ pages: 4, resourceVersion: '1000' });
    expect(sink.restarts).toBe(1);
    expect(sink.pages.flat().map(nameOf)).toEqual(objects.map(nameOf));
  });

  test('twice, it goes on from the new token and says so', async () => {
    const faults = [{ ...expiry, times: 2 }];
    const { reader } = await worldOf({ objects, pageSizeMax: 1, faults });
    const sink = keepingSink();
    const record = await reader.readKubernetes(pods, sink);
    expect(record.incomplete?.reason).toBe('expired');
    expect(record.pages).toBe(4);
    expect(sink.pages.flat().map(nameOf)).toEqual(objects.map(nameOf));
  });

  test('again and again, it gives up', async () => {
    const { reader } = await worldOf({ objects, pageSizeMax: 1, faults: [expiry] });
    const failure = await failureOf(reader);
    expect(failure.reason).toBe('expired');
    expect(failure.message).toMatch(/too old.*\(after 2 pages\)/);
  });
});

describe('when time runs out', () => {
  test('for one request, the read fails and the next one works', async () => {
    const faults = [{ path: podsPath, does: 'hang' }] as const;
    const { reader } = await worldOf({ faults }, { requestTimeoutMs: 150 });
    expect(await failureOf(reader)).toMatchObject({
      reason: 'timeout',
      message: 'no answer within 0.15 s',
    });
    expect((await reader.readKubernetes(readOf('namespaces'), keepingSink())).pages).toBe(1);
  });

  test('a slow answer within its time is no failure', async () => {
    const faults = [{ path: podsPath, does: 'slow', delayMs: 100 }] as const;
    const { reader } = await worldOf({ objects: podsNamed(1), faults });
    expect((await reader.readKubernetes(pods, keepingSink())).pages).toBe(1);
  });

  test('for the cluster, every read fails at once', async () => {
    const faults = [{ path: podsPath, does: 'hang' }] as const;
    const { reader } = await worldOf({ faults }, { deadline: AbortSignal.timeout(100) });
    const message = 'the time for reading this cluster was over';
    expect(await failureOf(reader)).toMatchObject({ reason: 'timeout', message });
    expect(await failureOf(reader, cilium)).toMatchObject({ reason: 'timeout', message });
  });

  test('while it waits, it stops waiting', async () => {
    const ended = new AbortController();
    const faults = [{ path: podsPath, status: 429, retryAfter: '5' }];
    const { access } = connectTo(await startedApi({ faults }), { deadline: ended.signal });
    const pacing = {
      ...access.pacing,
      sleep: async (_: number, signal: AbortSignal) => {
        ended.abort();
        signal.throwIfAborted();
      },
    };
    const reader = kubeReader({
      access: { ...access, pacing },
      source: 'eks',
      kubernetesVersion: undefined,
      readAws: async () => [],
    });
    open.unshift(reader);
    expect((await failureOf(reader)).reason).toBe('timeout');
  });
});

async function startedApi(setup: Setup): Promise<KubeApi> {
  const api = await startKubeApi(setup);
  open.push(api);
  return api;
}

describe('an answer that breaks off', () => {
  const objects = podsNamed(3, 2_000);
  const ways = ['reset', 'shortBody', 'truncate'] as const;

  test.each(ways)('(%s) is asked for once more', async (does) => {
    const faults = [{ path: podsPath, page: 2, times: 1, does }];
    const { api, reader } = await worldOf({ objects, pageSizeMax: 1, faults });
    const sink = keepingSink();
    expect((await reader.readKubernetes(pods, sink)).pages).toBe(3);
    expect(sink.pages.flat().map(nameOf)).toEqual(objects.map(nameOf));
    expect(api.requests).toHaveLength(4);
  });

  test.each(ways)('(%s) twice is a gap, and the pages before it stay', async (does) => {
    const faults = [{ path: podsPath, page: 2, does }];
    const { reader } = await worldOf({ objects, pageSizeMax: 1, faults });
    const sink = keepingSink();
    const failure = await failureOf(reader, pods, sink);
    expect(failure.reason).toBe('cutOff');
    expect(failure.message).toMatch(/\(after 1 page\)$/);
    expect(sink.pages.flat().map(nameOf)).toEqual(['pod-0000']);
    expect(failure.message).not.toContain('xxx');
  });
});

describe('an answer that is no list', () => {
  test.each<['html' | 'wrongKind' | 'bomb' | 'flood', string]>([
    ['html', 'expected a PodList, got text/html'],
    ['wrongKind', 'expected a PodList, got JSON of another kind'],
    ['bomb', 'more than 268435456 bytes when unzipped'],
    ['flood', 'more than 67108864 bytes were sent'],
  ])('(%s) is unreadable', async (does, message) => {
    const { reader } = await worldOf({ faults: [{ path: podsPath, does }] });
    expect(await failureOf(reader)).toMatchObject({ reason: 'unreadable', message });
  });
});
