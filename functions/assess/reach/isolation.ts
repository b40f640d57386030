import type { Pod } from '../../model/snapshot.ts';
import { subjectText } from '../../model/verdict.ts';
import { coversItsFamily } from './cidr.ts';
import type { ActingPolicy, Direction, Rule } from './network-policy.ts';
import { selects, selectsEverything } from './selector.ts';

type Surroundings = {
  readonly pods: readonly Pod[];
  readonly policies: readonly ActingPolicy[];
  readonly direction: Direction;
};

/**
 * Why a namespace does not deny a direction by default; empty where it does. It does where every
 * pod is isolated, a policy selects all pods so that later ones are isolated too, and no policy
 * that selects all pods allows everything again.
 */
export function openings({ pods, policies, direction }: Surroundings): readonly string[] {
  const everyPod = policies.filter(
    (policy) => policy[direction] !== undefined && selectsEverything(policy.podSelector),
  );
  if (everyPod.length === 0) return openPods({ pods, policies, direction });
  return everyPod
    .filter((policy) => allowsEverything(policy, direction))
    .map(({ name }) => `NetworkPolicy ${name} allows every ${peerWord[direction]}`);
}

/** Whether a policy allows everything in a direction to the pods that it selects. */
export function allowsEverything(policy: ActingPolicy, direction: Direction): boolean {
  return (policy[direction] ?? []).some(isUnrestricted);
}

const peerWord = { ingress: 'source', egress: 'destination' } as const;

function openPods({ pods, policies, direction }: Surroundings): readonly string[] {
  const open = pods.filter((pod) => !isIsolated(pod, policies, direction));
  if (open.length === 0) return ['no policy selects every pod'];
  const owners = new Set(open.map(({ owner }) => subjectText({ ...owner, namespace: undefined })));
  return [...owners].map((owner) => `${owner} is selected by no ${direction} policy`);
}

/** Isolation is per pod and direction: some policy selects the pod and has the direction. */
function isIsolated(
  { labels }: Pod,
  policies: readonly ActingPolicy[],
  direction: Direction,
): boolean {
  return policies.some(
    (policy) => policy[direction] !== undefined && selects(policy.podSelector, labels),
  );
}

/** A rule that lets any peer, or any address of a family, through on every port of a protocol. */
function isUnrestricted({ peers, ports }: Rule): boolean {
  return isEveryPeer(peers) && (ports.length === 0 || ports.some(isEveryPort));
}

function isEveryPeer(peers: Rule['peers']): boolean {
  if (peers.length === 0) return true;
  return peers.some(
    ({ ipBlock }) =>
      ipBlock !== undefined && ipBlock.except.length === 0 && coversItsFamily(ipBlock.cidr),
  );
}

function isEveryPort({ port, endPort }: Rule['ports'][number]): boolean {
  return port === undefined || (port === 1 && endPort === 65_535);
}
