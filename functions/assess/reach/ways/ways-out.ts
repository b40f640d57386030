import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import {
  everyIPv4Address,
  everyIPv6Address,
  isIPv4,
  parseAddress,
} from '../algebra/address-set.ts';
import { hasNoPorts, noPorts, type PortSet, protocols } from '../algebra/port-set.ts';
import { Bits } from '../engine/bits.ts';
import { placeOf, resolved } from '../engine/peer-place.ts';
import { explainConnection } from '../explain/explain.ts';
import { explanationText } from '../explain/explanation-text.ts';
import type { PortPoint } from '../explain/step.ts';
import type { Reach } from '../reach.ts';
import { factAt, type OpenFact } from './fact.ts';
import {
  addressPlaces,
  type End,
  type PortsTo,
  placesText,
  policiesText,
  portsTo,
  someAddress,
  splitOf,
} from './half-answers.ts';
import { judgeEnd } from './judge-end.ts';
import { type Judgement, mostOpen, pointText } from './judgement.ts';
import { clientAddresses } from './network-addresses.ts';

/** A class of pods that connections leave from, with one of its pods. */
export type Leaving = { readonly reach: Reach; readonly place: number; readonly pod: Pod };

/** What policies let out to the internet; whether the VPC has a route there is not read. */
export function toInternet(leaving: Leaving): OpenFact {
  const { reach } = leaving;
  const { internet } = clientAddresses(reach);
  const end = endOf(leaving);
  const to = portsTo(reach, end, addressPlaces(reach, 'egress', internet));
  if (!hasNoPorts(to.some)) return { answer: 'yes', open: to.some, reason: whole(leaving, to) };
  if (!hasNoPorts(withoutOther(to.open))) {
    return { answer: 'undefined', open: noPorts, reason: openInternet(leaving, to) };
  }
  const names = reachedNames(leaving);
  if (names.length > 0) {
    const reason = `it reaches ${names.join(', ')} by name; the addresses behind names are not known`;
    return { answer: 'undefined', open: noPorts, reason };
  }
  const policies = policiesText(reach, end) ?? 'the engine';
  const reason = `no address of the internet is open to it under ${policies}${otherText(to.open)}`;
  return { answer: 'no', open: noPorts, reason };
}

/** Point 30: what becomes of other protocols is left open so often that it is only a remark. */
export function withoutOther(set: PortSet): PortSet {
  return { ...set, OTHER: false };
}

export function otherText({ OTHER }: PortSet): string {
  return OTHER ? '; protocols beside TCP, UDP and SCTP are left open' : '';
}

function whole(leaving: Leaving, { areAlike, reached }: PortsTo): string {
  const { reach } = leaving;
  if (policiesText(reach, endOf(leaving)) === undefined) return 'no policy restricts egress';
  if (areAlike) return 'policies let it reach all of the internet alike';
  return `of the internet ${placesText(reach, 'egress', reached, clientAddresses(reach).internet)}`;
}

function openInternet(leaving: Leaving, { open }: PortsTo): string {
  const { reach, pod } = leaving;
  const { internet } = clientAddresses(reach);
  const places = addressPlaces(reach, 'egress', internet);
  const protocol = protocols.find((each) => open[each].length > 0) ?? 'TCP';
  const point: PortPoint = { protocol, port: open[protocol][0]?.first ?? 1 };
  const split = splitOf(reach, endOf(leaving), places, point);
  const address = someAddress(reach, 'egress', split.undefined, internet);
  if (address === undefined) return 'policies leave it open';
  const source = { kind: 'pod', namespace: pod.namespace, name: pod.name } as const;
  const [told] = explainConnection(reach, source, address, point);
  const steps = told === undefined ? [] : explanationText(told).slice(1);
  return steps.map((step) => step.trim()).join('; ') || 'policies leave it open';
}

function reachedNames(leaving: Leaving): readonly string[] {
  const { reach } = leaving;
  return reach.destinations.flatMap((peer, place) => {
    if (peer.kind !== 'name') return [];
    const { some, open } = portsTo(reach, endOf(leaving), Bits.of([place]));
    return hasNoPorts(some) && hasNoPorts(open) ? [] : [peer.name];
  });
}

/**
 * The instance metadata service of EC2 listens on "169.254.169.254 (IPv4)" and "fd00:ec2::254 (IPv6)",
 * TCP 80. Whether the hop limit of the node keeps pods from it is not read.
 */
export function toInstanceMetadata(leaving: Leaving, { eksCluster }: Snapshot): OpenFact {
  const addresses =
    eksCluster?.ipFamily === 'ipv4' ? ['169.254.169.254'] : ['169.254.169.254', 'fd00:ec2::254'];
  const point = { protocol: 'TCP', port: 80 } as const;
  return factAt(toAddresses(leaving, addresses, point), point);
}

/** What becomes of packets to the most open of some addresses. */
export function toAddresses(
  leaving: Leaving,
  addresses: readonly string[],
  point: PortPoint,
): Judgement {
  const { reach } = leaving;
  const judgements = addresses.flatMap((address): readonly Judgement[] => {
    const peer = placeOfAddress(reach, address);
    if (peer === undefined) return [];
    const text = `${address} at ${pointText(point)}`;
    return [judgeEnd(reach, endOf(leaving), { peer, point, text })];
  });
  return mostOpen(judgements, { verdict: 'undefined', reason: 'no address is known' });
}

/** An address of a pod or a node is that pod or node; none where its family is left out. */
function placeOfAddress({ engine }: Reach, text: string): number | undefined {
  const peer = resolved(engine, { kind: 'address', address: text });
  if (peer.kind !== 'address') return placeOf(engine, peer, 'egress');
  const address = parseAddress(text);
  const { firstAtom, parts } = engine.spaces.egress;
  const atom = address === undefined ? undefined : parts.atoms.at(address);
  return atom === undefined ? undefined : firstAtom + atom;
}

const everyAddress = [everyIPv4Address, everyIPv6Address] as const;

/** For a destination whose address is not known: sure only where all addresses are treated alike. */
export function toAnyAddress(leaving: Leaving, point: PortPoint, why: string): Judgement {
  const { reach } = leaving;
  const { family } = reach.engine.spaces.egress.parts;
  const isOfIPv4 = family.some(({ first }) => isIPv4(first));
  const places = addressPlaces(reach, 'egress', everyAddress[isOfIPv4 ? 0 : 1]);
  const split = splitOf(reach, endOf(leaving), places, point);
  if (split.undefined.isEmpty && split.denied.isEmpty) {
    const isFree = policiesText(reach, endOf(leaving)) === undefined;
    const reason = `policies let it reach every address at ${pointText(point)}`;
    return { verdict: 'allowed', reason: isFree ? 'no policy restricts egress' : reason };
  }
  if (split.undefined.isEmpty && split.allowed.isEmpty) {
    return { verdict: 'denied', reason: `policies let it reach no address at ${pointText(point)}` };
  }
  return { verdict: 'undefined', reason: why };
}

export function endOf({ place }: Pick<Leaving, 'place'>): End {
  return { place, direction: 'egress' };
}
