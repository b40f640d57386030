import { stringify } from 'yaml';
import { hasPort } from '../../functions/assess/reach/algebra/port-set.ts';
import { type ProfileName, profileNamed } from '../../functions/assess/reach/profiles/profile.ts';
import { reachOf } from '../../functions/assess/reach/reach.ts';
import type { Container } from '../../functions/model/pod-spec.ts';
import type { Pod, Snapshot } from '../../functions/model/snapshot.ts';
import { tweak } from '../minimal-snapshot.ts';
import type { OracleProfile } from './dialect.ts';
import type { Packet, Verdict } from './packet.ts';
import { randomOf } from './random.ts';
import { randomCluster } from './random-cluster.ts';
import { randomPackets } from './random-packet.ts';
import { textAt } from './raw-spec.ts';
import { verdictOf } from './verdict-of-packet.ts';

/** A packet on which the engine and the naive evaluator disagree. */
export type Mismatch = {
  readonly seed: number;
  readonly profile: OracleProfile;
  readonly snapshot: Snapshot;
  readonly packet: Packet;
  readonly naive: Verdict;
  readonly engine: string;
};

export type Comparison = {
  readonly snapshot: Snapshot;
  readonly packets: readonly (Packet & { readonly verdict: Verdict })[];
  readonly mismatch: Mismatch | undefined;
};

/** Asks both about packets in the cluster of a seed, up to the first one they disagree on. */
export function compared(seed: number, profile: OracleProfile, count: number): Comparison {
  const snapshot = randomCluster(seed, profile);
  const nextPacket = randomPackets(randomOf(seed + 1), snapshot, profile);
  const packets: (Packet & { verdict: Verdict })[] = [];
  for (let done = 0; nextPacket !== undefined && done < count; done += 1) {
    const packet = nextPacket();
    const mismatch = mismatchOf({ seed, profile, snapshot, packet });
    if (mismatch !== undefined) return { snapshot, packets, mismatch };
    packets.push({ ...packet, verdict: verdictOf(snapshot, profile, packet) });
  }
  return { snapshot, packets, mismatch: undefined };
}

type Case = Pick<Mismatch, 'seed' | 'profile' | 'snapshot' | 'packet'>;

function mismatchOf(asked: Case): Mismatch | undefined {
  const naive = verdictOf(asked.snapshot, asked.profile, asked.packet);
  const engine = engineVerdict(asked);
  return naive === engine ? undefined : { ...asked, naive, engine };
}

function engineVerdict({ snapshot, profile, packet }: Case): string {
  const [name, mode] = profile.split(' ') as [ProfileName, string | undefined];
  const { source, destination, protocol, port } = packet;
  try {
    const reach = reachOf(snapshot, profileNamed(name, { strict: mode === 'strict' }));
    const { allowed, undefined: open } = reach.between(source, destination);
    const isAllowed = hasPort(allowed, protocol, port);
    const isOpen = hasPort(open, protocol, port);
    if (isAllowed && isOpen) return 'both allowed and undefined';
    if (isAllowed) return 'allowed';
    return isOpen ? 'undefined' : 'denied';
  } catch (error) {
    return `${error}`;
  }
}

const removable = [
  'networkPolicies',
  'otherPolicies',
  'policyObjects',
  'pods',
  'nodes',
] as const satisfies readonly (keyof Snapshot)[];
const ruleLists = ['ingress', 'egress', 'ingressDeny', 'egressDeny'];

/** The same mismatch with as little around it as taking things away one by one leaves. */
export function shrunk(mismatch: Mismatch): Mismatch {
  for (const snapshot of smaller(mismatch.snapshot)) {
    const next = stillMismatch({ ...mismatch, snapshot });
    if (next !== undefined) return shrunk(next);
  }
  return mismatch;
}

/** Taking away an end of the packet, or a tier that a policy names, makes another case of it. */
function stillMismatch(asked: Case): Mismatch | undefined {
  const { otherPolicies, policyObjects } = asked.snapshot;
  const tiers = policyObjects.map(({ name }) => name);
  const named = otherPolicies.flatMap(({ specs }) => specs.map((spec) => textAt(spec, 'tier')));
  if (named.some((tier) => tier?.startsWith('tier-') && !tiers.includes(tier))) return undefined;
  try {
    const found = mismatchOf(asked);
    return found?.engine.includes('Error') ? undefined : found;
  } catch {
    return undefined;
  }
}

function* smaller(snapshot: Snapshot): Generator<Snapshot> {
  for (const part of removable) {
    for (const index of snapshot[part].keys()) {
      yield tweak(snapshot, { [part]: snapshot[part].toSpliced(index, 1) });
    }
  }
  for (const [index, policy] of snapshot.networkPolicies.entries()) {
    for (const spec of smallerSpecs(policy.spec)) {
      yield tweak(snapshot, {
        networkPolicies: snapshot.networkPolicies.with(index, { ...policy, spec }),
      });
    }
  }
  for (const [index, policy] of snapshot.otherPolicies.entries()) {
    for (const [place, whole] of policy.specs.entries()) {
      for (const spec of smallerSpecs(whole)) {
        const specs = policy.specs.with(place, spec);
        yield tweak(snapshot, {
          otherPolicies: snapshot.otherPolicies.with(index, { ...policy, specs }),
        });
      }
    }
  }
}

/** A spec with one rule less, or one peer or port of a rule less where more than one is left. */
function* smallerSpecs(spec: unknown): Generator<unknown> {
  for (const list of ruleLists) {
    const rules = (spec as Readonly<Record<string, unknown>>)[list];
    if (!Array.isArray(rules)) continue;
    for (const [index, rule] of rules.entries()) {
      yield { ...(spec as object), [list]: rules.toSpliced(index, 1) };
      for (const smallerRule of smallerRules(rule)) {
        yield { ...(spec as object), [list]: rules.with(index, smallerRule) };
      }
    }
  }
}

function* smallerRules(rule: object): Generator<object> {
  for (const [field, items] of Object.entries(rule)) {
    if (!Array.isArray(items) || items.length < 2) continue;
    for (const index of items.keys()) yield { ...rule, [field]: items.toSpliced(index, 1) };
  }
}

/** What a person needs to see a mismatch again. */
export function reportOf({ seed, profile, snapshot, packet, naive, engine }: Mismatch): string {
  return [
    `seed ${seed}, profile ${profile}: the engine says ${engine}, the naive evaluator ${naive}`,
    `packet: ${JSON.stringify(packet)}`,
    stringify({
      pods: snapshot.pods.map(shortPod),
      namespaces: snapshot.namespaces.map(({ name, labels }) => ({ name, labels })),
      nodes: snapshot.nodes,
      networkPolicies: snapshot.networkPolicies,
      otherPolicies: snapshot.otherPolicies,
      policyObjects: snapshot.policyObjects,
    }),
  ].join('\n');
}

function shortPod({ namespace, name, labels, owner, nodeName, podIPs, phase, spec }: Pod) {
  const { hostNetwork, serviceAccountName, os } = spec;
  const portsOf = (containers: readonly Container[]) =>
    containers.flatMap(({ ports, restartPolicy }) =>
      ports.map(
        (port) => `${port.name} ${port.containerPort}/${port.protocol} ${restartPolicy ?? ''}`,
      ),
    );
  return {
    pod: `${namespace}/${name} of ${owner.kind} ${owner.name} on ${nodeName} ${phase}`,
    labels,
    podIPs,
    spec: { hostNetwork, serviceAccountName, os },
    ports: portsOf(spec.containers).join(', '),
    initPorts: portsOf(spec.initContainers).join(', '),
  };
}
