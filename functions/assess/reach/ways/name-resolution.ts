import { gapsIn, gapText } from '../../../model/gaps.ts';
import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import type { PartsFound } from '../../../model/verdict.ts';
import { hasNoPorts, portsOf, portsWithout, unionOfPorts } from '../algebra/port-set.ts';
import { newPods } from '../default-deny/new-pods.ts';
import { Bits } from '../engine/bits.ts';
import { portsTo } from './half-answers.ts';
import { dnsFacts, showsResolver } from './to-dns.ts';
import { endOf, type Leaving } from './ways-out.ts';

/** Why pods cannot resolve names, or why there is nothing to judge. */
export type NameResolution = PartsFound | { readonly none: string };

const known = new WeakMap<Snapshot, Map<number, NameResolution>>();

/** Pods of one class fare alike. */
export function nameResolution(pod: Pod, snapshot: Snapshot): NameResolution {
  const { reach } = newPods(snapshot);
  const place = reach.classOf(pod);
  if (place === undefined) throw new Error(`${pod.namespace}/${pod.name} is no peer`);
  const ofClass = known.get(snapshot) ?? new Map<number, NameResolution>();
  known.set(snapshot, ofClass);
  const found = ofClass.get(place) ?? findResolution({ reach, place, pod }, snapshot);
  ofClass.set(place, found);
  return found;
}

function findResolution(leaving: Leaving, snapshot: Snapshot): NameResolution {
  if (!talksToSomebody(leaving)) return { none: 'policies let its pods connect to nobody' };
  const { udp, tcp } = dnsFacts(leaving, snapshot);
  const closed = [udp, tcp].filter(({ answer }) => answer === 'no');
  const open = [udp, tcp].filter(({ answer }) => answer === 'undefined');
  const unseen = unseenMode(snapshot);
  if (unseen.length > 0) return { evidence: [], missing: unseen };
  if (closed.length + open.length === 0) return { evidence: [], missing: [] };
  // Manifests are a part of a cluster, of which somebody else has the resolver.
  const hasNone = snapshot.source !== 'manifests' && !showsResolver(snapshot);
  if (hasNone && closed.length === 0) return { none: 'the cluster shows no resolver' };
  return {
    evidence: closed.map(({ reason }) => ({ path: 'egress', value: reason })),
    missing: hasNone ? [] : open.map(({ reason }) => reason),
  };
}

/** In EKS Auto Mode every node resolves names itself. */
function unseenMode(snapshot: Snapshot): readonly string[] {
  return snapshot.source === 'eks' ? gapsIn(snapshot, ['eks:DescribeCluster']).map(gapText) : [];
}

const dns = unionOfPorts(portsOf('UDP', 53), portsOf('TCP', 53));

/** Whether policies surely let pods connect to anybody at all, beside asking for names. */
function talksToSomebody(leaving: Leaving): boolean {
  const everybody = Bits.range(0, leaving.reach.destinations.length);
  const { some } = portsTo(leaving.reach, endOf(leaving), everybody);
  // Other protocols have no ports, and tell nothing about connections.
  return !hasNoPorts({ ...portsWithout(some, dns), OTHER: false });
}
