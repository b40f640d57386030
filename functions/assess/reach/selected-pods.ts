import { Bits } from './engine/bits.ts';
import type { Engine } from './engine/engine.ts';
import type { Policy } from './policies/policy.ts';
import { keyOfPolicy } from './policy-items.ts';
import type { Certainty } from './profiles/profile.ts';
import type { Reach } from './reach.ts';

const known = new WeakMap<Reach, ReadonlyMap<string, readonly Policy[]>>();

/** The policies that act, by the key of the object that they were read from. */
export function actingParts(reach: Reach): ReadonlyMap<string, readonly Policy[]> {
  const parts = known.get(reach) ?? Map.groupBy(reach.policies, ({ ref }) => keyOfPolicy(ref));
  known.set(reach, parts);
  return parts;
}

/**
 * Whether a policy selects a pod by its labels, whether the engine acts on that pod or not. Pods on
 * the host network do not count: none of the engines gives them policies.
 */
export function selectedPods({ engine }: Reach, { subject }: Policy): Certainty {
  const { must, may } = engine.labels.matching(subject, 'pod');
  const hosts = hostsOf(engine);
  if (!must.minus(hosts).isEmpty) return 'yes';
  return may.minus(hosts).isEmpty ? 'no' : 'undefined';
}

const knownHosts = new WeakMap<Engine, Bits>();

function hostsOf(engine: Engine): Bits {
  const before = knownHosts.get(engine);
  if (before !== undefined) return before;
  const places = engine.classes.flatMap(({ unit }, place) => (unit.isHost ? place : []));
  const hosts = Bits.of(places);
  knownHosts.set(engine, hosts);
  return hosts;
}
