import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClusterRef } from '../../functions/model/cluster.ts';
import type { Clusters } from '../../functions/model/world.ts';
import { manifestSource } from './manifest-source.ts';
import type { ScanSource } from './scan-source.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

/** The bundled clusters: their folders, and what was added to them since yesterday. */
const exampleClusters = [
  { base: ['ledger/manifests', 'ledger/aws'], added: [] },
  { base: ['shop/manifests', 'shop/aws'], added: ['shop/since-yesterday'] },
  { base: ['legacy/manifests', 'legacy/aws'], added: [] },
] as const;

/** Risks that the owners of the example fleet accepted. */
export const exampleExceptions = join(examples, 'exceptions.yaml');

export type Day = 'yesterday' | 'today';

/** The example fleet as it was yesterday, or as it is today. */
export async function exampleFleet(day: Day): Promise<ScanSource> {
  const sources: ScanSource[] = [];
  for (const { base, added } of exampleClusters) {
    const folders = day === 'today' ? [...base, ...added] : base;
    const paths = folders.map((folder) => join(examples, folder));
    sources.push(await manifestSource(paths, { namespace: 'default' }));
  }
  return together(sources);
}

/** Several sources of one cluster each as one fleet. */
async function together(sources: readonly ScanSource[]): Promise<ScanSource> {
  const members: { readonly ref: ClusterRef; readonly clusters: Clusters }[] = [];
  for (const { fleet, clusters } of sources) {
    const { clusters: refs } = await fleet.discover({});
    members.push(...refs.map((ref) => ({ ref, clusters })));
  }
  const clusters: Clusters = {
    open: async (wanted) => {
      const member = members.find(({ ref }) => ref.name === wanted.name);
      if (member === undefined) throw new Error(`no example cluster is called ${wanted.name}`);
      return member.clusters.open(wanted);
    },
  };
  const fleet = {
    discover: async () => ({ clusters: members.map(({ ref }) => ref), unreachable: [] }),
  };
  return { fleet, clusters, warnings: [] };
}
