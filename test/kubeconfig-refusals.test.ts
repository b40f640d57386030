import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { Fault } from './kube-api/faults.ts';
import {
  apiWith,
  closeLater,
  configOf,
  errorOf,
  type Options,
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
    ['without TLS', configOf('http://127.0.0.1:1'), {}, /HTTP protocol is not allowed/, /Correct/],
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

describe('a cluster that does not answer', () => {
  const settings = { requestTimeoutMs: 200 };

  test.each<[string, Fault, RegExp]>([
    ['in time', { path: '/version', does: 'hang' }, /aborted due to timeout/],
    ['to its end', { path: '/version', does: 'reset' }, /no answer from/],
    ['like an API server', { path: '/version', does: 'html' }, /an answer of text\/html/],
    ['with a version', { path: '/version', does: 'wrongKind' }, /got an answer of application/],
    ['but with an error', { path: '/version', status: 503 }, /unable to handle the request/],
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
    expect(Date.now() - started).toBeLessThan(4_000);
  });
});
