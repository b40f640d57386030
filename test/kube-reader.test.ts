import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, describe, expect, test } from '@jest/globals';
import { listPage } from '../functions/platform/kubernetes/kube-answer.ts';
import type { KubeObject } from './kube-api/answers.ts';
import { keepingSink, nameOf, podsNamed } from './kube-api/connect.ts';
import { closeAll, failureOf, readerWorld, readOf } from './kube-api/reader-world.ts';

afterEach(closeAll);

const pods = readOf('pods');
const podsPath = '/api/v1/pods';
const cniConfig = readOf('configmaps/kube-system/amazon-vpc-cni');
const cniConfigPath = '/api/v1/namespaces/kube-system/configmaps/amazon-vpc-cni';
const cilium = readOf('ciliumnetworkpolicies.cilium.io');

describe('a list', () => {
  test('comes in pages of 500, over one connection, with the version of its first page', async () => {
    const { api, reader } = await readerWorld({ objects: podsNamed(1_203) });
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
    const { api, reader } = await readerWorld({ objects: podsNamed(2) });
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
    const { reader } = await readerWorld({ objects });
    const sink = keepingSink();
    await reader.readKubernetes(pods, sink);
    expect(sink.pages.flat()).toEqual(objects.map(({ metadata }) => ({ metadata })));
  });

  test('of nothing is one empty page', async () => {
    const { reader } = await readerWorld({});
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
    const { reader } = await readerWorld({ objects: podsNamed(3), pageSizeMax: 1 });
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

  test('that is longer than the bound says that it is incomplete', async () => {
    const { reader } = await readerWorld(
      { objects: podsNamed(5), pageSizeMax: 1 },
      { pagesMax: 3 },
    );
    const sink = keepingSink();
    const record = await reader.readKubernetes(pods, sink);
    expect(record.incomplete).toEqual({
      reason: 'cutOff',
      detail: 'there were more than 3 pages, and reading stopped there',
    });
    expect(sink.pages).toHaveLength(3);
  });

  test('fails with the error of its sink, where that has one', async () => {
    const { reader } = await readerWorld({ objects: podsNamed(3), pageSizeMax: 1 });
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
    const { api, reader } = await readerWorld({ objects: [config] });
    const sink = keepingSink();
    expect(await reader.readKubernetes(cniConfig, sink)).toEqual({ pages: 1 });
    expect(sink.pages).toEqual([[config]]);
    expect(api.requests.map(({ path, query }) => [path, query])).toEqual([[cniConfigPath, {}]]);
  });

  test('that is not there is no failure', async () => {
    const { reader } = await readerWorld({});
    const sink = keepingSink();
    expect(await reader.readKubernetes(cniConfig, sink)).toEqual({ pages: 0 });
    expect(sink.pages).toEqual([]);
  });

  test('is not "not there" because a proxy says 404', async () => {
    const { reader } = await readerWorld({ faults: [{ path: cniConfigPath, does: 'html' }] });
    expect((await failureOf(reader, cniConfig)).reason).toBe('notServed');
  });
});

describe('a refusal', () => {
  test('403 is a gap with the words of the API server', async () => {
    const message = 'pods is forbidden: User "scanner" cannot list resource "pods"';
    const { reader } = await readerWorld({ faults: [{ path: podsPath, status: 403, message }] });
    expect(await failureOf(reader)).toMatchObject({ reason: 'forbidden', message });
  });

  test('404 of a kind that is not installed is not served', async () => {
    const { reader } = await readerWorld({});
    expect((await failureOf(reader, cilium)).reason).toBe('notServed');
  });

  test('500 is a failure that is told', async () => {
    const fault = { path: podsPath, status: 500, message: 'etcd leader\nchanged' };
    const { reader } = await readerWorld({ faults: [fault] });
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
    const { reader } = await readerWorld({ objects: podsNamed(2), faults }, { authorization });
    expect((await reader.readKubernetes(pods, keepingSink())).pages).toBe(1);
    expect(renewals).toEqual([false, true]);
  });

  test('401 again is a failure', async () => {
    const { api, reader } = await readerWorld({ faults: [{ path: podsPath, status: 401 }] });
    expect(await failureOf(reader)).toMatchObject({
      reason: 'failed',
      message: 'credentials were refused, fresh ones too: Unauthorized',
    });
    expect(api.requests).toHaveLength(2);
  });
});
