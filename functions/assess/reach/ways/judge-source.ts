import type { Pod } from '../../../model/snapshot.ts';
import { Bits } from '../engine/bits.ts';
import type { PeerRef } from '../engine/peer-place.ts';
import { explainConnection } from '../explain/explain.ts';
import { explanationText } from '../explain/explanation-text.ts';
import type { PortPoint } from '../explain/step.ts';
import type { Reach } from '../reach.ts';
import {
  addressPlaces,
  type End,
  placesText,
  policiesText,
  sideOf,
  someAddress,
  splitOf,
} from './half-answers.ts';
import { agreed, type Judgement, leastOpen, mostOpen, pointText, verdictIn } from './judgement.ts';
import type { PacketSource } from './packet-source.ts';

/** Where a packet arrives: a pod of a class, at the pod's own port. */
type Arrival = { readonly pod: Pod; readonly place: number; readonly point: PortPoint };

/** What becomes of packets of a source at a pod, by the policies that act on the pod. */
function judgeSource(reach: Reach, source: PacketSource, arrival: Arrival): Judgement {
  switch (source.kind) {
    case 'clients':
    case 'loadBalancer':
      return judgeAddresses(reach, source, arrival);
    case 'nodes':
      return judgeNodes(reach, source, arrival);
    case 'pods':
      return judgePods(reach, source.pods, arrival);
    case 'oneOf': {
      const [first, ...others] = source.sources;
      return agreed(source.text, [
        judgeSource(reach, first, arrival),
        ...others.map((other) => judgeSource(reach, other, arrival)),
      ]);
    }
    case 'unknown':
      return judgeAnybody(reach, source.text, arrival);
  }
}

type Addresses = Extract<PacketSource, { readonly addresses: unknown }>;

const known = new WeakMap<Reach, WeakMap<Addresses['addresses'], Map<string, Judgement>>>();

/** Ends with the same policies answer alike, so that thousands of backends ask a few questions. */
function judgeAddresses(reach: Reach, source: Addresses, arrival: Arrival): Judgement {
  const ofReach = known.get(reach) ?? new WeakMap<Addresses['addresses'], Map<string, Judgement>>();
  known.set(reach, ofReach);
  const judgements = ofReach.get(source.addresses) ?? new Map<string, Judgement>();
  ofReach.set(source.addresses, judgements);
  const key = [sideOf(reach, endOf(arrival)), pointText(arrival.point), source.are, source.text];
  const judgement = judgements.get(key.join('|')) ?? judgedAddresses(reach, source, arrival);
  judgements.set(key.join('|'), judgement);
  return judgement;
}

function judgedAddresses(reach: Reach, source: Addresses, arrival: Arrival): Judgement {
  const { text, addresses, are } = source;
  const end = endOf(arrival);
  const places = addressPlaces(reach, 'ingress', addresses);
  const { allowed, undefined: open, denied } = splitOf(reach, end, places, arrival.point);
  const at = pointText(arrival.point);
  const policies = policiesText(reach, end);
  const rangesIn = (of: Bits): string => placesText(reach, 'ingress', of, addresses);
  if (allowed.isEmpty && open.isEmpty) {
    return {
      verdict: 'denied',
      reason: `no ${text} is let in at ${at} by ${policies ?? 'the engine'}`,
    };
  }
  if (open.isEmpty && denied.isEmpty) {
    const reason =
      policies === undefined ? 'no policy restricts ingress' : `all ${text} are let in`;
    return { verdict: 'allowed', reason };
  }
  const isPart = are === 'some' && !(allowed.isEmpty && denied.isEmpty);
  if (isPart) {
    const reason = `of all ${text} only ${rangesIn(Bits.union([allowed, open]))} are let in, and it is not read which of them come`;
    return { verdict: 'undefined', reason };
  }
  if (!allowed.isEmpty) {
    return { verdict: 'allowed', reason: `of all ${text} only ${rangesIn(allowed)} are let in` };
  }
  const peer = someAddress(reach, 'ingress', open, addresses);
  return { verdict: 'undefined', reason: doubtText(reach, peer, arrival) };
}

/**
 * KD: "whether this happens before or after NetworkPolicy processing" is not defined for rewritten
 * source addresses; engines that do not say so are asked for both.
 */
function judgeNodes(
  reach: Reach,
  { behind }: Extract<PacketSource, { readonly kind: 'nodes' }>,
  arrival: Arrival,
): Judgement {
  const { forwardedSource } = reach.profile;
  const asNode = judgeNodeAddresses(reach, arrival);
  if (behind === undefined || forwardedSource === 'node') return asNode;
  const asClient = judgeSource(reach, behind, arrival);
  if (forwardedSource === 'client') return asClient;
  return agreed('whether policies see the client or the node that forwards is not laid down', [
    asClient,
    asNode,
  ]);
}

/** Any node may forward, the pod's own among them: it is enough that one of them gets through. */
function judgeNodeAddresses(reach: Reach, arrival: Arrival): Judgement {
  const { ingress } = reach.profile.ownNode;
  if (ingress === 'yes') {
    const reason = 'nodes forward it, and a pod takes in everything from its own node';
    return { verdict: 'allowed', reason };
  }
  const places = nodePlaces(reach);
  if (places.isEmpty) return { verdict: 'undefined', reason: 'the snapshot shows no nodes' };
  const { allowed, undefined: open } = splitOf(reach, endOf(arrival), places, arrival.point);
  if (!allowed.isEmpty) return { verdict: 'allowed', reason: 'addresses of nodes are let in' };
  if (ingress === 'undefined' || !open.isEmpty) {
    const reason = 'it is not laid down whether traffic from the own node is let in';
    return { verdict: 'undefined', reason };
  }
  return { verdict: 'denied', reason: 'no address of a node is let in' };
}

const knownNodes = new WeakMap<Reach, Bits>();

export function nodePlaces(reach: Reach): Bits {
  const before = knownNodes.get(reach);
  if (before !== undefined) return before;
  const places = Bits.of(
    reach.sources.flatMap(({ kind }, place) => (kind === 'nodes' ? place : [])),
  );
  knownNodes.set(reach, places);
  return places;
}

/** Pods of one class fare alike; that a pod stands for itself makes no difference to a proxy. */
function judgePods(reach: Reach, pods: readonly Pod[], arrival: Arrival): Judgement {
  const classes = new Map(pods.map((pod) => [reach.classOf(pod), pod]));
  const judgements = [...classes].flatMap(([place, pod]): readonly Judgement[] => {
    if (place === undefined) return [];
    const verdict = verdictIn(reach.connection(place, arrival.place), arrival.point);
    const source = { kind: 'pod', namespace: pod.namespace, name: pod.name } as const;
    const reason =
      verdict === 'allowed' ? 'its pods are let in' : doubtText(reach, source, arrival);
    return [{ verdict, reason }];
  });
  return mostOpen(judgements, { verdict: 'undefined', reason: 'its pods are not in the snapshot' });
}

/** Surely let in only where everybody is, and surely kept out only where nobody is let in. */
function judgeAnybody(reach: Reach, text: string, arrival: Arrival): Judgement {
  const everybody = Bits.range(0, reach.sources.length);
  const {
    allowed,
    undefined: open,
    denied,
  } = splitOf(reach, endOf(arrival), everybody, arrival.point);
  if (open.isEmpty && denied.isEmpty) return { verdict: 'allowed', reason: 'everybody is let in' };
  if (open.isEmpty && allowed.isEmpty) return { verdict: 'denied', reason: 'nobody is let in' };
  return { verdict: 'undefined', reason: `${text}, and not everybody is let in` };
}

function endOf({ place }: Arrival): End {
  return { place, direction: 'ingress' };
}

/** The steps that leave a packet open, or stop it. */
function doubtText(reach: Reach, source: PeerRef | undefined, { pod, point }: Arrival): string {
  if (source === undefined) return 'policies leave it open';
  const destination = { kind: 'pod', namespace: pod.namespace, name: pod.name } as const;
  const [told] = explainConnection(reach, source, destination, point);
  const steps = told === undefined ? [] : explanationText(told).slice(1);
  return steps.length === 0
    ? 'policies leave it open'
    : steps.map((step) => step.trim()).join('; ');
}

/** Judged at each class of the pods once: it is enough that one pod is reached. */
export function judgeAtPods(
  reach: Reach,
  source: PacketSource,
  pods: readonly Pod[],
  point: PortPoint,
): Judgement {
  const classes = new Map(pods.map((pod) => [reach.classOf(pod), pod]));
  const judgements = [...classes].flatMap(([place, pod]) =>
    place === undefined ? [] : judgeSource(reach, source, { pod, place, point }),
  );
  const open = mostOpen(judgements, {
    verdict: 'denied',
    reason: 'none of its pods takes connections',
  });
  const [first, ...more] = judgements;
  if (first === undefined) return open;
  const isMixed = leastOpen([first, ...more]).verdict !== open.verdict;
  return isMixed ? { ...open, reason: `${open.reason} (some of its pods)` } : open;
}
