import type { Service } from '../../../model/network-objects.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { parseAddress } from '../algebra/address-set.ts';
import { Bits } from '../engine/bits.ts';
import type { Acting } from '../engine/subjects.ts';
import { policyText } from '../explain/explanation-text.ts';
import type { PortPoint, Verdict } from '../explain/step.ts';
import type { Peers, PortMatch, Rule } from '../policies/policy.ts';
import type { Certainty } from '../profiles/profile.ts';
import type { Reach } from '../reach.ts';
import { addressPlaces, splitOf } from './half-answers.ts';
import { type Judgement, pointText } from './judgement.ts';
import { type LabelSets, meets } from './label-condition.ts';
import { clientAddresses } from './network-addresses.ts';
import type { Backend } from './service-backends.ts';
import { nameOf } from './service-index.ts';

/** A packet to the address of a Service, before the address is translated. */
export type ToService = {
  readonly service: Service;
  /** The port of the Service, and the pods that it leads to. */
  readonly point: PortPoint;
  readonly backend: Backend;
};

/**
 * What the egress policies of a class say where they see the address of the Service and not of the
 * pod. The controller of the VPC CNI adds the ClusterIP to an egress rule whose podSelector, as a
 * selector over a label set, matches `spec.selector` of a Service that is not headless and has the
 * port; address blocks take it in by its address alone.
 */
export function judgeServiceEgress(
  reach: Reach,
  snapshot: Snapshot,
  place: number,
  to: ToService,
): Judgement {
  const byAddress = addressVerdict(reach, place, to);
  const acting = (reach.engine.selections[place] ?? []).filter(({ policy }) => policy.egress);
  const ofCluster = acting.filter(({ policy }) => policy.ref.family === 'AwsClusterNetworkPolicy');
  const labels = labelsOfSelector(snapshot, to.service);
  const doubtful = ofCluster.find(({ policy }) =>
    (policy.egress?.rules ?? []).some((rule) =>
      matchesPods(rule, [labels, ...podLabels(snapshot, to)]),
    ),
  );
  if (doubtful !== undefined) {
    const reason = `${policyText(doubtful.policy.ref)} selects pods, and it is not laid down whether that takes in the address of a Service`;
    return { verdict: 'undefined', reason };
  }
  const bySelector = selectorVerdict(acting, labels, to);
  const address = `${addressText(to.service)} ${pointText(to.point)}`;
  if (byAddress === 'allowed') {
    return { verdict: 'allowed', reason: `egress to ${address} is allowed by its address` };
  }
  if (bySelector.verdict === 'denied') return bySelectorAlone(byAddress, address);
  if (ofCluster.length > 0) {
    const reason = `a ClusterNetworkPolicy and ${bySelector.reason} disagree about ${address}`;
    return { verdict: 'undefined', reason };
  }
  return bySelector;
}

function bySelectorAlone(byAddress: Verdict, address: string): Judgement {
  if (byAddress === 'undefined') {
    return { verdict: 'undefined', reason: `policies leave open egress to ${address}` };
  }
  const reason = `egress is judged at ${address}: no address block of an egress rule takes it in, and no podSelector matches the selector of the Service at this port`;
  return { verdict: 'denied', reason };
}

/** By address blocks and rules for every peer; an address that is not assigned yet may be any. */
function addressVerdict(reach: Reach, place: number, { service, point }: ToService): Verdict {
  const { firstAtom, parts } = reach.engine.spaces.egress;
  const atoms = service.clusterIPs.flatMap((text) => {
    const address = parseAddress(text);
    return address === undefined ? [] : (parts.atoms.at(address) ?? []);
  });
  const places =
    atoms.length > 0
      ? Bits.of(atoms.map((atom) => firstAtom + atom))
      : addressPlaces(reach, 'egress', clientAddresses(reach).vpc);
  const split = splitOf(reach, { place, direction: 'egress' }, places, point);
  if (split.undefined.isEmpty && split.denied.isEmpty) return 'allowed';
  return split.undefined.isEmpty && split.allowed.isEmpty ? 'denied' : 'undefined';
}

function addressText({ clusterIPs: [address], ...service }: Service): string {
  const name = `Service ${nameOf(service)}`;
  return address === undefined ? `${name}, which has no clusterIPs yet,` : `${name} (${address})`;
}

function selectorVerdict(acting: readonly Acting[], labels: LabelSets, to: ToService): Judgement {
  const found = acting.flatMap(({ policy, isSure }) =>
    (policy.egress?.rules ?? []).flatMap((rule): readonly Judgement[] => {
      const match = rule.action === 'allow' ? ruleMatch(rule, labels, to) : 'no';
      if (match === 'no') return [];
      const isCertain = match === 'yes' && isSure && rule.unsure === undefined;
      const text = `${rule.path} of ${policyText(policy.ref)}`;
      return isCertain
        ? [{ verdict: 'allowed', reason: `${text} matches the selector of the Service` }]
        : [{ verdict: 'undefined', reason: `${text} may match the selector of the Service` }];
    }),
  );
  return (
    found.find(({ verdict }) => verdict === 'allowed') ??
    found[0] ?? { verdict: 'denied', reason: 'no podSelector matches the selector of the Service' }
  );
}

function ruleMatch(rule: Rule, labels: LabelSets, to: ToService): Certainty {
  const peers = bestOf(rule.peers.map((peer) => podsMatch(peer.peers, labels)));
  if (peers === 'no') return 'no';
  const ports = portsMatch(rule, to);
  if (ports === 'no') return 'no';
  return peers === 'yes' && ports === 'yes' ? 'yes' : 'undefined';
}

function matchesPods(rule: Rule, labelSets: readonly LabelSets[]): boolean {
  return rule.peers.some(({ peers }) =>
    labelSets.some((labels) => podsMatch(peers, labels) !== 'no'),
  );
}

/** Other peers than pods are asked for by address. */
function podsMatch(peers: Peers, labels: LabelSets): Certainty {
  switch (peers.op) {
    case 'pods':
      return meets(peers.where, labels);
    case 'or':
      return bestOf(peers.operands.map((operand) => podsMatch(operand, labels)));
    case 'and':
    case 'not':
    case 'unknown':
      return 'undefined';
    default:
      return 'no';
  }
}

/** The port of a rule is one of the pods; the controller looks up the port of the Service for it. */
function portsMatch({ ports, exceptPorts = [] }: Rule, to: ToService): Certainty {
  if (exceptPorts.length > 0) return 'undefined';
  return ports === 'every' ? 'yes' : bestOf(ports.map((match) => portMatch(match, to)));
}

function portMatch(match: PortMatch, { point, backend }: ToService): Certainty {
  switch (match.op) {
    case 'protocol':
      return match.protocol === point.protocol ? 'yes' : 'no';
    case 'ports': {
      const { protocol, first, last } = match;
      if (protocol !== point.protocol || backend.port < first || last < backend.port) return 'no';
      // Of a range the controller looks up the first port alone.
      return first === last ? 'yes' : 'undefined';
    }
    case 'named':
      return isNamed(match, point, backend) ? 'yes' : 'no';
    case 'unknown':
      return 'undefined';
  }
}

function isNamed(
  { name, protocol }: Extract<PortMatch, { readonly op: 'named' }>,
  point: PortPoint,
  { pods, port }: Backend,
): boolean {
  if (protocol !== undefined && protocol !== point.protocol) return false;
  return pods.some(({ spec }) =>
    spec.containers
      .flatMap(({ ports }) => ports)
      .some((given) => given.name === name && given.containerPort === port),
  );
}

function labelsOfSelector(snapshot: Snapshot, { namespace, selector = {} }: Service): LabelSets {
  return { pod: selector, namespace: namespaceLabels(snapshot, namespace) };
}

function podLabels(snapshot: Snapshot, { backend }: ToService): readonly LabelSets[] {
  return backend.pods.map(({ labels, namespace }) => ({
    pod: labels,
    namespace: namespaceLabels(snapshot, namespace),
  }));
}

function namespaceLabels({ namespaces }: Snapshot, wanted: string) {
  return namespaces.find(({ name }) => name === wanted)?.labels ?? {};
}

function bestOf(certainties: readonly Certainty[]): Certainty {
  if (certainties.includes('yes')) return 'yes';
  return certainties.includes('undefined') ? 'undefined' : 'no';
}
