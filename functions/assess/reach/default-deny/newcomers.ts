import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import { type PartsFound, subjectText } from '../../../model/verdict.ts';
import {
  hasNoPorts,
  intersectionOfPorts,
  noPorts,
  type PortRange,
  type PortSet,
  portsOf,
  portsWithout,
  protocols,
  textOfPorts,
  unionOfPorts,
} from '../algebra/port-set.ts';
import { Bits } from '../engine/bits.ts';
import type { Engine } from '../engine/engine.ts';
import type { Half } from '../engine/half.ts';
import { policyDoubts } from '../policy-doubts.ts';
import type { Reach } from '../reach.ts';
import { isResolver } from '../resolver-pods.ts';
import { type Everyone, everyoneOf } from './everyone.ts';
import { everyoneStanding } from './everyone-standing.ts';
import type { PodsItem } from './namespace-items.ts';
import { newPods } from './new-pods.ts';

const shownMax = 3;
const dns = unionOfPorts(portsOf('UDP', 53), portsOf('TCP', 53));

/** What pods of a namespace open to pods of namespaces to come. */
export type OpenedToNewcomers = {
  /** How many of the pods policies isolate, surely or perhaps. */
  readonly isolated: number;
  readonly parts: PartsFound;
};

/** Ports that policies open to every pod, and to neither all sources nor on all ports. */
export function openedToNewcomers({ pods }: PodsItem, snapshot: Snapshot): OpenedToNewcomers {
  const { standing, reasons } = everyoneStanding(snapshot);
  const isolated = pods.filter((pod) => standing(pod, 'ingress').byDefault !== 'yes');
  const owners = new Map<string, Set<string>>();
  const missing = new Set<string>();
  for (const pod of isolated) {
    const { sure, perhaps } = admission(pod, snapshot);
    if (!hasNoPorts(sure)) {
      const ports = textOfPorts(sure);
      const names = owners.get(ports) ?? new Set<string>();
      owners.set(ports, names.add(subjectText({ ...pod.owner, namespace: undefined })));
    }
    if (!hasNoPorts(perhaps)) for (const reason of reasons(pod, 'ingress')) missing.add(reason);
  }
  for (const doubt of policyDoubts(isolated, 'ingress', snapshot)) missing.add(doubt);
  const evidence = [...owners].map(([ports, names]) => ({
    path: 'ingress',
    value: `${ports} of ${shortList([...names].sort())}`,
  }));
  return { isolated: isolated.length, parts: { evidence, missing: [...missing].sort() } };
}

function shortList(names: readonly string[]): string {
  const more = names.length - shownMax;
  return `${names.slice(0, shownMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

type Admission = { readonly sure: PortSet; readonly perhaps: PortSet };

const known = new WeakMap<Snapshot, Map<string, Admission>>();

/** Pods of one class admit alike. */
function admission(pod: Pod, snapshot: Snapshot): Admission {
  const { reach } = newPods(snapshot);
  const place = reach.classOf(pod);
  if (place === undefined) throw new Error(`${pod.namespace}/${pod.name} is no peer`);
  const admissions = known.get(snapshot) ?? new Map<string, Admission>();
  known.set(snapshot, admissions);
  const isForNames = isResolver(pod);
  const key = `${place} ${isForNames}`;
  const before = admissions.get(key);
  if (before !== undefined) return before;
  const found = admissionOf(place, snapshot);
  const given = isForNames
    ? { sure: portsWithout(found.sure, dns), perhaps: portsWithout(found.perhaps, dns) }
    : found;
  admissions.set(key, given);
  return given;
}

function admissionOf(place: number, snapshot: Snapshot): Admission {
  const { reach, strangers } = newPods(snapshot);
  const connections = [...strangers].map((stranger) => reach.connection(stranger, place));
  const [first, ...others] = connections;
  if (first === undefined) return { sure: noPorts, perhaps: noPorts };
  const sure = others.map(({ allowed }) => allowed).reduce(intersectionOfPorts, first.allowed);
  const possible = connections
    .map(({ allowed, undefined: open }) => unionOfPorts(allowed, open))
    .reduce(intersectionOfPorts);
  const told = toldElsewhere(reach, place);
  const perhaps = portsWithout(possible, sure);
  return {
    sure: { ...portsWithout(withoutWhole(sure), told), OTHER: false },
    perhaps: { ...perhaps, OTHER: false },
  };
}

/** A protocol as a whole is not offered but left open. */
function withoutWhole(ports: PortSet): PortSet {
  const whole = protocols.filter((protocol) => {
    const { length } = portsWithout(portsOf(protocol, 1, 65_535), ports)[protocol];
    return length === 0;
  });
  return whole.map((protocol) => portsOf(protocol, 1, 65_535)).reduce(portsWithout, ports);
}

/** Ports that are open to the whole internet as well. */
function toldElsewhere({ engine }: Reach, place: number): PortSet {
  const { sides, placeOf } = engine.sides.ingress;
  const half = sides[placeOf[place] ?? -1]?.half ?? [];
  const everyone = everyoneIn(engine);
  return segmentsOf(half, engine)
    .filter((segment) => isOpenToAll(half, segment, { engine, everyone }))
    .reduce(unionOfPorts, noPorts);
}

const everyones = new WeakMap<Engine, Everyone>();

function everyoneIn(engine: Engine): Everyone {
  const before = everyones.get(engine) ?? everyoneOf(engine, 'ingress', Bits.none);
  everyones.set(engine, before);
  return before;
}

/** Ranges of ports on which every region of a half says the same. */
function segmentsOf(half: Half, { algebra }: Engine): readonly PortSet[] {
  return protocols.flatMap((protocol) => {
    const ranges = half.flatMap(({ answer }) => algebra.setOf(answer.allowed)[protocol]);
    const starts = ranges.flatMap(({ first, last }: PortRange) => [first, last + 1]);
    const sorted = [...new Set(starts)].sort((one, other) => one - other);
    return sorted.flatMap((first, index) => {
      const next = sorted[index + 1];
      return next === undefined ? [] : [portsOf(protocol, first, next - 1)];
    });
  });
}

function isOpenToAll(
  half: Half,
  segment: PortSet,
  { engine, everyone }: { readonly engine: Engine; readonly everyone: Everyone },
): boolean {
  const { algebra } = engine;
  const asked = algebra.idOf(segment);
  const parts = half.map(({ peers, answer }) => ({
    peers,
    ports: algebra.intersection(answer.allowed, asked),
  }));
  const { IPv4, IPv6 } = everyone.opening(parts, 'anyPort');
  return IPv4.length + IPv6.length > 0;
}
