import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerFacts } from './bench-report.ts';

export const benchCluster = { account: 'local', region: 'local', name: 'bench' };

/** Writes a kubeconfig for the server of the benchmark and gives its path. */
export async function writeKubeconfig(
  folder: string,
  { url, caPem, token }: ServerFacts,
): Promise<string> {
  const ca = Buffer.from(caPem).toString('base64');
  const config = {
    'current-context': 'bench',
    clusters: [{ name: 'bench', cluster: { server: url, 'certificate-authority-data': ca } }],
    users: [{ name: 'bench', user: { token } }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
  };
  const file = join(folder, 'kubeconfig');
  await writeFile(file, JSON.stringify(config));
  return file;
}
