import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeApi } from './kube-api.ts';

/** Lends a kubeconfig file that leads to the server, and takes it away afterwards. */
export async function withKubeconfig<Result>(
  api: Pick<KubeApi, 'kubeconfig'>,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  try {
    const file = join(folder, 'config');
    await writeFile(file, api.kubeconfig());
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
