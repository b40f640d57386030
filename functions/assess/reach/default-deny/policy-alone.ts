import type { Snapshot } from '../../../model/snapshot.ts';
import { hasEveryPort, textOfPorts } from '../algebra/port-set.ts';
import type { Engine } from '../engine/engine.ts';
import { toolsFor } from '../engine/sides.ts';
import type { Subject } from '../engine/subjects.ts';
import { decidedByPolicies } from '../engine/tiers.ts';
import type { Policy } from '../policies/policy.ts';
import type { Flaws } from './default-flaws.ts';
import { doubtsOfRule } from './doubt-reasons.ts';
import {
  type Crowd,
  type Everyone,
  everyoneOf,
  exceeds,
  isOpen,
  noOpening,
  type Opening,
  type Part,
} from './everyone.ts';
import { newPods } from './new-pods.ts';
import { surelyAllowed } from './opening-policies.ts';
import { exceptionsText, protocolsText, whomText } from './opening-text.ts';

const knownEveryone = new WeakMap<Engine, Everyone>();

/**
 * Whom a policy lets in if there was no other: every source by whatever port, or every pod of the
 * cluster on all ports. One named port for all pods is how a service of the cluster is offered.
 */
export function openIngressOf(parts: readonly Policy[], snapshot: Snapshot): Flaws {
  const { reach, strangers } = newPods(snapshot);
  const { engine } = reach;
  const everyone = knownEveryone.get(engine) ?? everyoneOf(engine, 'ingress', strangers);
  knownEveryone.set(engine, everyone);
  const subject = subjectOf(parts, engine);
  const sure = surelyAllowed(subject, { engine, direction: 'ingress' });
  const tools = toolsFor('ingress', engine);
  const perhaps = decidedByPolicies(subject, tools).regions.map(({ peers, fate }) => ({
    peers,
    ports: fate.allowed,
  }));
  const opening = openTo(sure, everyone);
  return {
    values: isOpen(opening) ? [textOf(opening, sure, everyone, engine)] : [],
    missing: exceeds(openTo(perhaps, everyone), opening)
      ? parts.flatMap(({ ingress }) => (ingress?.rules ?? []).flatMap(doubtsOfRule))
      : [],
  };
}

function subjectOf(parts: readonly Policy[], { classes, labels }: Engine): Subject {
  const selected = parts.flatMap(({ subject }) => [...labels.matching(subject, 'pod').may]);
  return {
    classes: [],
    acting: parts
      .filter(({ ingress }) => ingress !== undefined)
      .map((policy, place) => ({ policy, place, isSure: true })),
    isNetworkPolicySubject: 'no',
    isSelected: 'yes',
    isEnforced: 'yes',
    namedPorts: [...new Set(selected)].flatMap((place) => classes[place]?.unit.namedPorts ?? []),
  };
}

function openTo(parts: readonly Part[], everyone: Everyone): Opening {
  const { IPv4, IPv6 } = everyone.opening(parts, 'anyPort');
  if (IPv4.length + IPv6.length > 0) return { ...noOpening, IPv4, IPv6 };
  return { ...noOpening, pods: everyone.opening(parts).pods };
}

function textOf(
  opening: Opening,
  parts: readonly Part[],
  everyone: Everyone,
  engine: Engine,
): string {
  const whom = whomText(opening, 'ingress');
  if (opening.pods.length > 0) return `${whom}${protocolsText(opening)}`;
  const crowd: Crowd = opening.IPv4.length > 0 ? 'IPv4' : 'IPv6';
  const [protocol = 'TCP'] = opening[crowd];
  const peers = everyone.peersBy(protocol, parts, 'anyPort');
  const exceptions = exceptionsText(opening, peers, engine.spaces.ingress);
  const ports = everyone.widest(crowd, parts)?.ports ?? engine.algebra.none;
  const set = engine.algebra.setOf(ports);
  return `${whom}${exceptions} on ${hasEveryPort(set) ? 'every port' : textOfPorts(set)}`;
}
