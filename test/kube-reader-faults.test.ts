import { afterEach, describe, expect, test } from '@jest/globals';
import { keepingSink, nameOf, podsNamed } from './kube-api/connect.ts';
import type { Fault } from './kube-api/faults.ts';
import { closeAll, failureOf, readerWorld, readOf } from './kube-api/reader-world.ts';

afterEach(closeAll);

const pods = readOf('pods');
const podsPath = '/api/v1/pods';
const cilium = readOf('ciliumnetworkpolicies.cilium.io');

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
    const { reader, waits } = await readerWorld({ objects: podsNamed(1), faults });
    await reader.readKubernetes(pods, keepingSink());
    expect(waits).toEqual(expected);
  });

  test.each([429, 503])('with %d for ever, it gives up after 5 waits', async (status) => {
    const { api, reader, waits } = await readerWorld({ faults: [{ path: podsPath, status }] });
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
    const { reader } = await readerWorld({ objects, pageSizeMax: 1, faults });
    const sink = keepingSink();
    const record = await reader.readKubernetes(pods, sink);
    expect(record).toEqual({ pages: 4, resourceVersion: '1000' });
    expect(sink.restarts).toBe(1);
    expect(sink.pages.flat().map(nameOf)).toEqual(objects.map(nameOf));
  });

  test('twice, it goes on from the new token and says so', async () => {
    const faults = [{ ...expiry, times: 2 }];
    const { reader } = await readerWorld({ objects, pageSizeMax: 1, faults });
    const sink = keepingSink();
    const record = await reader.readKubernetes(pods, sink);
    expect(record.incomplete?.reason).toBe('expired');
    expect(record.pages).toBe(4);
    expect(sink.pages.flat().map(nameOf)).toEqual(objects.map(nameOf));
  });

  test('again and again, it gives up', async () => {
    const { reader } = await readerWorld({ objects, pageSizeMax: 1, faults: [expiry] });
    const failure = await failureOf(reader);
    expect(failure.reason).toBe('expired');
    expect(failure.message).toMatch(/too old.*\(after 2 pages\)/);
  });
});

describe('when time runs out', () => {
  test('for one request, the read fails and the next one works', async () => {
    const faults = [{ path: podsPath, does: 'hang' }] as const;
    const { reader } = await readerWorld({ faults }, { requestTimeoutMs: 150 });
    expect(await failureOf(reader)).toMatchObject({
      reason: 'timeout',
      message: 'no answer within 0.15 s',
    });
    expect((await reader.readKubernetes(readOf('namespaces'), keepingSink())).pages).toBe(1);
  });

  test('a slow answer within its time is no failure', async () => {
    const faults = [{ path: podsPath, does: 'slow', delayMs: 100 }] as const;
    const { reader } = await readerWorld({ objects: podsNamed(1), faults });
    expect((await reader.readKubernetes(pods, keepingSink())).pages).toBe(1);
  });

  test('for the cluster, every read fails at once', async () => {
    const faults = [{ path: podsPath, does: 'hang' }] as const;
    const { reader } = await readerWorld({ faults }, { deadline: AbortSignal.timeout(100) });
    const message = 'the time for reading this cluster was over';
    expect(await failureOf(reader)).toMatchObject({ reason: 'timeout', message });
    expect(await failureOf(reader, cilium)).toMatchObject({ reason: 'timeout', message });
  });

  test('while it waits, it stops waiting', async () => {
    const ended = new AbortController();
    const faults = [{ path: podsPath, status: 429, retryAfter: '5' }];
    const sleep = async (_: number, signal: AbortSignal): Promise<void> => {
      ended.abort();
      signal.throwIfAborted();
    };
    const { api, reader } = await readerWorld({ faults }, { deadline: ended.signal, sleep });
    expect((await failureOf(reader)).reason).toBe('timeout');
    expect(api.requests).toHaveLength(1);
  });
});

describe('an answer that breaks off', () => {
  const objects = podsNamed(3, 2_000);
  const ways = ['reset', 'shortBody', 'truncate'] as const;

  test.each(ways)('(%s) is asked for once more', async (does) => {
    const faults = [{ path: podsPath, page: 2, times: 1, does }];
    const { api, reader } = await readerWorld({ objects, pageSizeMax: 1, faults });
    const sink = keepingSink();
    expect((await reader.readKubernetes(pods, sink)).pages).toBe(3);
    expect(sink.pages.flat().map(nameOf)).toEqual(objects.map(nameOf));
    expect(api.requests).toHaveLength(4);
  });

  test.each(ways)('(%s) twice is a gap, and the pages before it stay', async (does) => {
    const faults = [{ path: podsPath, page: 2, does }];
    const { reader } = await readerWorld({ objects, pageSizeMax: 1, faults });
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
    const { reader } = await readerWorld({ faults: [{ path: podsPath, does }] });
    expect(await failureOf(reader)).toMatchObject({ reason: 'unreadable', message });
  });
});
