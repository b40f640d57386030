import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { StageError } from '../functions/model/errors.ts';
import { kubernetesReads } from '../functions/model/reads.ts';
import type { ClusterReader } from '../functions/model/world.ts';
import { isPrivateAddress, resolveHost } from '../functions/platform/endpoint-address.ts';
import { kubeconfigClusters } from '../functions/platform/kubeconfig-clusters.ts';
import { keepingSink, podsNamed } from './kube-api/connect.ts';
import type { Fault } from './kube-api/faults.ts';
import { type KubeApi, startKubeApi } from './kube-api/kube-api.ts';

const cluster = { account: 'local', region: 'local', name: 'dev' };
const pods = kubernetesReads[1];
const environment = { PATH: process.env['PATH'] };
const open: { close(): Promise<void> }[] = [];
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
});
afterEach(async () => {
  for (const item of open.splice(0)) await item.close();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function fileWith(content: unknown, name = 'config'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

async function apiWith(setup: Parameters<typeof startKubeApi>[0] = {}): Promise<KubeApi> {
  const api = await startKubeApi(setup);
  open.push(api);
  return api;
}

type Options = Partial<Parameters<typeof kubeconfigClusters>[0]>;

async function openWith(config: unknown, options: Options = {}): Promise<ClusterReader> {
  const file = await fileWith(config);
  const clusters = kubeconfigClusters({ file, environment, toolVersion: '0.0.0', ...options });
  const reader = await clusters.open(cluster);
  open.unshift(reader);
  return reader;
}

async function errorOf(config: unknown, options: Options = {}): Promise<StageError> {
  const thrown = await openWith(config, options).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(StageError);
  return thrown as StageError;
}

/** The kubeconfig of a server, changed. */
function configOf(
  server: string,
  { caPem, user = { token: 'test-token' }, ...rest }: Record<string, unknown> = {},
): unknown {
  const ca = caPem ? { 'certificate-authority-data': btoa(String(caPem)) } : {};
  return {
    'current-context': 'dev',
    clusters: [{ name: 'dev', cluster: { server, ...ca, ...rest } }],
    users: [{ name: 'me', user }],
    contexts: [{ name: 'dev', context: { cluster: 'dev', user: 'me' } }],
  };
}

describe('a cluster of a kubeconfig', () => {
  test('opens, says its version, and is read', async () => {
    const api = await apiWith({ objects: podsNamed(3) });
    const reader = await openWith(api.kubeconfig());
    expect(reader.source).toBe('kubeconfig');
    expect(reader.kubernetesVersion).toBe('v1.34.1');
    expect((await reader.readKubernetes(pods, keepingSink())).pages).toBe(1);
    expect(api.requests.map(({ path }) => path)).toEqual(['/version', '/api/v1/pods']);
    expect(api.requests[0]?.headers['user-agent']).toBe('ringfence/0.0.0');
    expect(api.connections()).toBe(1);
  });

  test('has no AWS side', async () => {
    const reader = await openWith((await apiWith()).kubeconfig());
    await expect(reader.readAws('eks:DescribeCluster')).rejects.toMatchObject({
      name: 'ReadFailure',
      reason: 'notCollected',
    });
  });

  test('may be under a path of its server, as behind Rancher', async () => {
    const api = await apiWith();
    const error = await errorOf(configOf(`${api.url}/k8s/clusters/c-1`, { caPem: api.caPem }));
    expect(error.code).toBe('CLUSTER_UNREACHABLE');
    expect(api.requests[0]?.path).toBe('/k8s/clusters/c-1/version');
  });

  test('opens with a token from a file beside it', async () => {
    const api = await apiWith();
    await fileWith('test-token\n', 'token.txt');
    const user = { tokenFile: 'token.txt' };
    const reader = await openWith(configOf(api.url, { caPem: api.caPem, user }));
    expect(reader.kubernetesVersion).toBe('v1.34.1');
  });

  test('opens though another entry of the file is broken', async () => {
    const api = await apiWith();
    const config = JSON.parse(api.kubeconfig());
    config.clusters.push({ name: 'old', cluster: {} });
    expect((await openWith(config)).kubernetesVersion).toBe('v1.34.1');
  });

  test('opens where the version alone is forbidden', async () => {
    const faults = [{ path: '/version', status: 403, message: 'User "me" cannot get /version' }];
    const reader = await openWith((await apiWith({ faults })).kubeconfig());
    expect(reader.kubernetesVersion).toBeUndefined();
  });
});

describe('a way to the cluster', () => {
  test('may lead through a proxy, which resolves its name', async () => {
    const api = await apiWith();
    const { port } = new URL(api.url);
    const targets: (string | undefined)[] = [];
    const proxy = createHttpServer();
    proxy.on('connect', (request, client) => {
      targets.push(request.url);
      const upstream = connect(Number(port), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
      client.on('error', () => upstream.destroy());
      upstream.on('error', () => client.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    open.push({ close: async () => void proxy.close() });
    const proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const config = configOf('https://cluster.invalid', {
      caPem: api.caPem,
      'proxy-url': proxyUrl,
      'tls-server-name': 'localhost',
    });
    expect((await openWith(config)).kubernetesVersion).toBe('v1.34.1');
    expect(targets).toEqual(['cluster.invalid:443']);
  });

  test('may be taken without checking the server, where the file says so', async () => {
    const config = configOf((await apiWith()).url, { 'insecure-skip-tls-verify': true });
    expect((await openWith(config)).kubernetesVersion).toBe('v1.34.1');
  });

  test('may be taken in the name of somebody else', async () => {
    const api = await apiWith();
    const user = { token: 'test-token', as: 'auditor' };
    await openWith(configOf(api.url, { caPem: api.caPem, user }));
    expect(api.requests[0]?.headers['impersonate-user']).toBe('auditor');
  });
});

describe('a credential plugin', () => {
  const script = async (body: string): Promise<string> => {
    const file = await fileWith(`#!/bin/sh\n${body}\n`, 'plugin.sh');
    await chmod(file, 0o755);
    return file;
  };
  const credential = (token: string): string =>
    JSON.stringify({ kind: 'ExecCredential', status: { token } });

  test('gives the token, and is told that nobody can answer its questions', async () => {
    const api = await apiWith();
    const seen = join(folder, 'info.json');
    await script(`echo "$KUBERNETES_EXEC_INFO" > "$OUT"; echo '${credential('test-token')}'`);
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: './plugin.sh',
      env: [{ name: 'OUT', value: seen }],
    };
    const reader = await openWith(configOf(api.url, { caPem: api.caPem, user: { exec } }));
    expect(reader.kubernetesVersion).toBe('v1.34.1');
    expect(JSON.parse(await readFile(seen, 'utf8'))).toEqual({
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      kind: 'ExecCredential',
      spec: { interactive: false },
    });
  });

  test('is asked again when its token is refused', async () => {
    const api = await apiWith();
    const mark = join(folder, 'mark');
    const command = await script(
      `if [ -e ${mark} ]; then echo '${credential('test-token')}'; ` +
        `else touch ${mark}; echo '${credential('stale')}'; fi`,
    );
    const user = { exec: { command } };
    const reader = await openWith(configOf(api.url, { caPem: api.caPem, user }));
    expect(reader.kubernetesVersion).toBe('v1.34.1');
  });

  test.each<[string, string, RegExp]>([
    ['that hangs', 'sleep 60', /gave nothing within 0.3 s and was stopped/],
    ['that fails', 'echo "Unable to locate credentials" >&2; exit 255', /failed: Unable to locate/],
    ['that prints something else', 'echo hello', /gave no ExecCredential/],
  ])('%s is told, and not waited for', async (_, body, message) => {
    const command = await script(body);
    const config = configOf('https://127.0.0.1:1', { user: { exec: { command } } });
    const started = Date.now();
    const error = await errorOf(config, { execTimeoutMs: 300 });
    expect(error.code).toBe('UNAUTHENTICATED');
    expect(error.message).toMatch(message);
    expect(Date.now() - started).toBeLessThan(3_000);
  });

  test('that is not installed is told with its own hint', async () => {
    const exec = {
      command: 'no-such-plugin-anywhere',
      installHint: 'Install it from example.com.',
    };
    const error = await errorOf(configOf('https://127.0.0.1:1', { user: { exec } }));
    expect(error).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'the credential plugin "no-such-plugin-anywhere" of context "dev" was not found',
      remedy: 'Install it from example.com.',
    });
  });
});

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
    open.push({ close: async () => void server.close() });
    const { port } = server.address() as AddressInfo;
    const error = await errorOf(configOf(`https://127.0.0.1:${port}`));
    expect(error.code).toBe('CLUSTER_UNREACHABLE');
    expect(error.remedy).toMatch(/proxy/);
  });

  test('at a name of private addresses says so within seconds', async () => {
    const silent = createTcpServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    open.push({ close: async () => void silent.close() });
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

describe('an address', () => {
  test.each([
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.49.2',
    '100.64.0.1',
    'fd00::1',
    '::ffff:10.0.0.1',
  ])('%s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  test.each(['127.0.0.1', '::1', '172.32.0.1', '8.8.8.8', '100.128.0.1', '2001:db8::1'])(
    '%s is not',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );

  test('of a host is what the resolver says, and none for an unknown name', async () => {
    expect(await resolveHost('[::1]')).toEqual(['::1']);
    expect(await resolveHost('localhost')).toEqual(expect.arrayContaining(['127.0.0.1']));
    expect(await resolveHost('cluster.invalid')).toEqual([]);
  });
});
