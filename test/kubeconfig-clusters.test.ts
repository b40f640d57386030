import { chmod, readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { kubernetesReads } from '../functions/model/reads.ts';
import { keepingSink, podsNamed } from './kube-api/connect.ts';
import {
  apiWith,
  closeLater,
  configOf,
  errorOf,
  fileWith,
  openWith,
  pathOf,
} from './kube-api/kubeconfig-world.ts';

const pods = kubernetesReads[1];

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
    const asked = { ecrRepositories: [] };
    await expect(reader.readAws('eks:DescribeCluster', asked)).rejects.toMatchObject({
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
    closeLater({ close: async () => void proxy.close() });
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
    const seen = pathOf('info.json');
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
    const mark = pathOf('mark');
    const command = await script(
      `if [ -e ${mark} ]; then echo '${credential('test-token')}'; ` +
        `else touch ${mark}; echo '${credential('stale')}'; fi`,
    );
    const user = { exec: { command } };
    const reader = await openWith(configOf(api.url, { caPem: api.caPem, user }));
    expect(reader.kubernetesVersion).toBe('v1.34.1');
  });

  test.each<[string, string, RegExp]>([
    ['that hangs', 'exec sleep 60', /gave nothing within 0.3 s and was stopped/],
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
