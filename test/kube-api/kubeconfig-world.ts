import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { StageError } from '../../functions/model/errors.ts';
import type { ClusterReader } from '../../functions/model/world.ts';
import { kubeconfigClusters } from '../../functions/platform/kubernetes/kubeconfig-clusters.ts';
import { type KubeApi, startKubeApi } from './kube-api.ts';

const cluster = { account: 'local', region: 'local', name: 'dev' };
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

/** Closes something after the test that opened it. */
export function closeLater(item: { close(): Promise<void> }): void {
  open.push(item);
}

export const pathOf = (name: string): string => join(folder, name);

export async function fileWith(content: unknown, name = 'config'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

export async function apiWith(setup: Parameters<typeof startKubeApi>[0] = {}): Promise<KubeApi> {
  const api = await startKubeApi(setup);
  open.push(api);
  return api;
}

export type Options = Partial<Parameters<typeof kubeconfigClusters>[0]>;

export async function openWith(config: unknown, options: Options = {}): Promise<ClusterReader> {
  const file = await fileWith(config);
  const clusters = kubeconfigClusters({ file, environment, toolVersion: '0.0.0', ...options });
  const reader = await clusters.open(cluster);
  open.unshift(reader);
  return reader;
}

export async function errorOf(config: unknown, options: Options = {}): Promise<StageError> {
  const thrown = await openWith(config, options).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(StageError);
  return thrown as StageError;
}

/** The kubeconfig of a server, changed. */
export function configOf(
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
