import { type ProfileName, profileNamed } from '../../functions/assess/reach/profiles/profile.ts';
import { reachOf } from '../../functions/assess/reach/reach.ts';
import type { Entrance } from '../../functions/assess/reach/ways/entrance.ts';
import { entrancesOf } from '../../functions/assess/reach/ways/entrances.ts';
import { snapshotOf } from '../minimal-snapshot.ts';

/** A web server that anybody may call, and one that only takes the addresses of an office. */
const pods = [
  {
    name: 'web-1',
    labels: { app: 'web' },
    owner: 'Deployment web',
    nodeName: 'node-1',
    podIPs: ['10.0.1.9'],
  },
  {
    name: 'guarded-1',
    labels: { app: 'guarded' },
    owner: 'Deployment guarded',
    nodeName: 'node-1',
    podIPs: ['10.0.1.10'],
  },
] as const;

export const officeOnly = {
  name: 'office-only',
  spec: {
    podSelector: { matchLabels: { app: 'guarded' } },
    ingress: [{ from: [{ ipBlock: { cidr: '52.95.0.0/16' } }] }],
  },
} as const;

export const denyAll = {
  name: 'deny-all',
  spec: { podSelector: { matchLabels: { app: 'guarded' } }, policyTypes: ['Ingress'] },
} as const;

/** The least that has a Service with pods behind it. */
export function cluster(parts: object): object {
  return {
    namespaces: ['shop'],
    nodes: [
      { name: 'node-1', internalIPs: ['10.0.0.1'] },
      { name: 'node-2', internalIPs: ['10.0.0.2'] },
    ],
    pods,
    ...parts,
  };
}

export function entrancesIn(
  fragment: object,
  profile: ProfileName = 'aws-vpc-cni',
): readonly Entrance[] {
  const snapshot = snapshotOf(fragment);
  return entrancesOf(reachOf(snapshot, profileNamed(profile)), snapshot);
}

/** `internet yes clients => allowed Deployment web TCP 8080`, one for each backend. */
export function claimsIn(
  entrances: readonly Entrance[],
  kind?: Entrance['kind'],
): readonly string[] {
  return entrances
    .filter((entrance) => kind === undefined || entrance.kind === kind)
    .flatMap(({ from, certainty, backends }) =>
      backends.map(
        ({ verdict, workload, protocol, port, source }) =>
          `${from} ${certainty} ${source} => ${verdict} ${workload.kind} ${workload.name} ${protocol} ${port}`,
      ),
    );
}
