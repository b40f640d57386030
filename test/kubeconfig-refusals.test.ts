import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { Fault } from './kube-api/faults.ts';
import {
  apiWith,
  closeLater,
  configOf,
  errorOf,
  type Options,
  openWith,
} from './kube-api/kubeconfig-world.ts';

describe('a kubeconfig that cannot be used', () => {
  const full = JSON.parse(JSON.stringify(configOf('https://127.0.0.1:1')));

  test.each<[string, unknown, Options, RegExp, RegExp]>([
    ['that is not there', '', { file: '/no/such/file' }, /no such file/, /path/],
    ['that is not YAML', 'token: [secret-text', {}, /is not YAML/, /path/],
    ['that is a text', 'just words', {}, /is not a kubeconfig/, /kubectl/],
    ['that is something else', { kind: 'Deployment' }, {}, /is not a kubeconfig/, /kubectl/],
    ['without the context', full, { context: 'prod' }, /no context "prod"/, /it has dev/],
    ['without a current context', { ...full, 'current-context': '' }, {}, /no current/, /has dev/],
    ['without contexts', { ...full, contexts: [] }, {}, /no context "dev"/, /it has none/],
    [
      'without the cluster',
      { ...full, clusters: [] },
      {},
      /the cluster "dev", which is not/,
      /anew/,
    ],
    ['without the user', { ...full, users: [] }, {}, /the user "me", which is not/, /anew/],
    [
      'without any user',
      { ...full, contexts: [{ name: 'dev', context: { cluster: 'dev' } }] },
      {},
      /no user/,
      /anew/,
    ],
    [
      'whose authority file is missing',
      configOf('https://127.0.0.1:1', { 'certificate-authority': 'ca.pem' }),
      {},
      /"dev" cannot be used: .*ENOENT/,
      /Correct/,
    ],
    ['without TLS', configOf('http://127.0.0.1:1'), {}, /speaks plain HTTP/, /over TLS/],
    ['whose server has no scheme', configOf('127.0.0.1:6443'), {}, /is no address/, /anew/],
    ['whose server is a host and a port', configOf('localhost:6443'), {}, /is no address/, /anew/],
    ['whose server is no address', configOf('not a url'), {}, /is no address/, /anew/],
  ])('%s is bad input', async (_, config, options, message, remedy) => {
    const error = await errorOf(config, options);
    expect(error.code).toBe('BAD_INPUT');
    expect(error.message).toMatch(message);
    expect(error.remedy).toMatch(remedy);
    expect(error.message).not.toContain('secret-text');
  });
});

describe('a cluster that lets nobody in', () => {
  test('says that the credentials of the context were refused', async () => {
    const api = await apiWith();
    const error = await errorOf(api.kubeconfig('yesterdays-token'));
    expect(error.code).toBe('UNAUTHENTICATED');
    expect(error.message).toBe(
      `the credentials of context "test" were refused by ${api.url}: Unauthorized`,
    );
    expect(error.remedy).toMatch(/^Log in .* "test" again/);
    expect(`${error.message}${error.remedy}`).not.toContain('yesterdays-token');
  });

  test('says that no credentials arrived', async () => {
    const message = 'forbidden: User "system:anonymous" cannot get path "/version"';
    const faults = [{ path: '/version', status: 403, message }];
    const error = await errorOf((await apiWith({ faults })).kubeconfig());
    expect(error.code).toBe('UNAUTHENTICATED');
  });
});

/** Waits that are noted and not waited for. */
function notedPacing() {
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  return { waits, pacing: { now: () => new Date(0), sleep, random: () => 0.5 } };
}

describe('a cluster that asks for patience before it says its version', () => {
  test.each<[string, Fault, number[]]>([
    ['503', { path: '/version', status: 503, times: 1 }, [250]],
    ['429 with a time', { path: '/version', status: 429, retryAfter: '2', times: 1 }, [2_000]],
    ['401 once', { path: '/version', status: 401, times: 1 }, [250]],
    ['a reset', { path: '/version', does: 'reset', times: 1 }, []],
  ])('(%s) is asked again, and opens', async (_, fault, expected) => {
    const { waits, pacing } = notedPacing();
    const api = await apiWith({ faults: [fault] });
    const reader = await openWith(api.kubeconfig(), { settings: { pacing } });
    expect(reader.kubernetesVersion).toBe('v1.34.1');
    expect(waits).toEqual(expected);
    expect(api.requests.map(({ path }) => path)).toEqual(['/version', '/version']);
  });

  test.each([429, 503])('(%d for ever) is overloaded, and has no wrong address', async (status) => {
    const { waits, pacing } = notedPacing();
    const api = await apiWith({ faults: [{ path: '/version', status }] });
    const error = await errorOf(api.kubeconfig(), { settings: { pacing } });
    expect(error).toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      remedy: 'The API server is overloaded: scan again later.',
    });
    expect(error.message).toMatch(/^https:.* \(context "test"\) still refused after 5 waits: /);
    expect(waits).toHaveLength(5);
  });
});

describe('a cluster that does not answer', () => {
  const settings = { requestTimeoutMs: 200 };

  test.each<[string, Fault, RegExp]>([
    ['in time', { path: '/version', does: 'hang' }, /no answer within 0.2 s/],
    ['to its end', { path: '/version', does: 'reset' }, /no answer from/],
    ['like an API server', { path: '/version', does: 'html' }, /an answer of text\/html/],
    ['with a version', { path: '/version', does: 'wrongKind' }, /got an answer of application/],
    ['but with an error', { path: '/version', status: 500 }, /got no reason given/],
  ])('%s is unreachable', async (_, fault, message) => {
    const error = await errorOf((await apiWith({ faults: [fault] })).kubeconfig(), { settings });
    expect(error.code).toBe('CLUSTER_UNREACHABLE');
    expect(error.message).toMatch(message);
  });

  test('because nobody listens is unreachable', async () => {
    const error = await errorOf(configOf('https://127.0.0.1:1'));
    expect(error).toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
    expect(error.message).toMatch(/ECONNREFUSED/);
    expect(error.remedy).toMatch(/is up/);
  });

  test('because its name is unknown is unreachable', async () => {
    const error = await errorOf(configOf('https://cluster.invalid'));
    expect(error.code).toBe('CLUSTER_UNREACHABLE');
    expect(error.remedy).toMatch(/resolve its name/);
  });

  test('because another authority signed for it is not trusted', async () => {
    const [api, other] = [await apiWith(), await apiWith()];
    const error = await errorOf(configOf(api.url, { caPem: other.caPem }));
    expect(error.code).toBe('CLUSTER_UNREACHABLE');
    expect(error.remedy).toMatch(/certificate authority/);
    expect(api.requests).toEqual([]);
  });

  test('because it speaks no TLS is unreachable', async () => {
    const server = createTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closeLater({ close: async () => void server.close() });
    const { port } = server.address() as AddressInfo;
    const error = await errorOf(configOf(`https://127.0.0.1:${port}`));
    expect(error.code).toBe('CLUSTER_UNREACHABLE');
    expect(error.remedy).toMatch(/proxy/);
  });

  test('at a name of private addresses says so within seconds', async () => {
    const silent = createTcpServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    closeLater({ close: async () => void silent.close() });
    const { port } = silent.address() as AddressInfo;
    const started = Date.now();
    const error = await errorOf(configOf(`https://localhost:${port}`), {
      resolve: async () => ['10.0.12.34', '10.0.56.78'],
    });
    expect(error.code).toBe('CLUSTER_UNREACHABLE');
    expect(error.remedy).toMatch(/^The address 10\.0\.12\.34 is private: run this from/);
    // Twice two seconds: a connection that was not made is tried once more.
    expect(Date.now() - started).toBeLessThan(7_000);
  }, 10_000);
});
