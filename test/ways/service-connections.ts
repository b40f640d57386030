import type { PeerRef } from '../../functions/assess/reach/engine/peer-place.ts';
import { type ProfileName, profileNamed } from '../../functions/assess/reach/profiles/profile.ts';
import { reachOf } from '../../functions/assess/reach/reach.ts';
import { serviceConnection } from '../../functions/assess/reach/ways/services.ts';
import { snapshotOf } from '../minimal-snapshot.ts';

export const web = {
  name: 'web-1',
  labels: { app: 'web' },
  owner: 'Deployment web',
  podIPs: ['10.0.1.1'],
};
export const service = {
  name: 'web',
  selector: { app: 'web' },
  clusterIPs: ['10.100.0.1'],
  ports: [{ port: 80 }],
};

type Cluster = { readonly parts: object; readonly to?: string; readonly profile?: ProfileName };

/** `80: allowed`, one for each port of the Service. */
export function connected(source: PeerRef, { parts, to = 'web', profile = 'spec' }: Cluster) {
  const snapshot = snapshotOf({ namespaces: ['shop'], ...parts });
  const found = snapshot.services.find(({ name }) => name === to);
  if (found === undefined) throw new Error(`there is no Service ${to}`);
  return serviceConnection(reachOf(snapshot, profileNamed(profile)), snapshot, source, found);
}

export const verdictsOf = (source: PeerRef, cluster: Cluster): readonly string[] =>
  connected(source, cluster).ports.map(({ port, verdict }) => `${port}: ${verdict}`);

export const client = {
  name: 'client-1',
  labels: { app: 'client' },
  owner: 'Deployment client',
  podIPs: ['10.0.1.5'],
};
export const asClient: PeerRef = { kind: 'pod', namespace: 'shop', name: 'client-1' };
export const ingressTo = (port: number) => ({
  name: 'web',
  spec: {
    podSelector: { matchLabels: { app: 'web' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'client' } } }], ports: [{ port }] }],
  },
});
export const egress = (...rules: readonly object[]) => ({
  name: 'client',
  spec: { podSelector: { matchLabels: { app: 'client' } }, policyTypes: ['Egress'], egress: rules },
});
