import { type ProfileName, profileNamed } from '../../functions/assess/reach/profiles/profile.ts';
import { reachOf } from '../../functions/assess/reach/reach.ts';
import { exposureOf, type WorkloadExposure } from '../../functions/assess/reach/ways/exposure.ts';
import { snapshotOf } from '../minimal-snapshot.ts';
import { cluster } from './entrance-claims.ts';

export function exposureIn(fragment: object, profile: ProfileName = 'aws-vpc-cni') {
  const snapshot = snapshotOf(fragment);
  return exposureOf(reachOf(snapshot, profileNamed(profile)), snapshot);
}

/** What is said of one workload. */
export function exposed(name: string, parts: object, profile?: ProfileName): WorkloadExposure {
  const { workloads } = exposureIn(cluster(parts), profile);
  const found = workloads.find(({ workload }) => workload.name === name);
  if (found === undefined) throw new Error(`there is no workload ${name}`);
  return found;
}

/** A policy that lets the pods of `web` out by these rules alone. */
export const egress = (...rules: readonly object[]) => [
  {
    name: 'egress',
    spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress: rules },
  },
];
/** A rule for one address block. */
export const toBlock = (cidr: string, ...ports: readonly object[]) => ({
  to: [{ ipBlock: { cidr } }],
  ...(ports.length > 0 && { ports }),
});
