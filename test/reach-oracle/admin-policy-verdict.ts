import { type ActingPolicy, type IsSelected, isDnsName } from './acting-policy.ts';
import type { OracleFamily } from './dialect.ts';
import { selects } from './label-selector.ts';
import { everyOf, type JudgedRule, type Match, matchOf, someOf } from './packet.ts';
import { isNamedPort, isPort } from './port-matches.ts';
import { blockMatch, type End, nodeOf, podMatch, type Question } from './question.ts';
import { at, has, listAt, numberAt, objectAt, textAt, textsAt } from './raw-spec.ts';

/*
 * AdminNetworkPolicy and BaselineAdminNetworkPolicy v1alpha1 and ClusterNetworkPolicy v1alpha2 of
 * policy.networking.k8s.io, and the ClusterNetworkPolicy of networking.k8s.aws. They differ in the
 * names of fields: none isolates, and the first rule that matches decides.
 */

type Kind = {
  readonly family: OracleFamily;
  readonly read: string;
  readonly tierOf: (spec: unknown) => 'admin' | 'baseline';
  /** The protocol of a port by its name; any where the kind says none. */
  readonly namedProtocol?: string;
};

const byField = (spec: unknown) => (textAt(spec, 'tier') === 'Baseline' ? 'baseline' : 'admin');

const kinds: readonly Kind[] = [
  {
    family: 'AdminNetworkPolicy',
    read: 'adminnetworkpolicies.policy.networking.k8s.io',
    tierOf: () => 'admin',
  },
  {
    family: 'BaselineAdminNetworkPolicy',
    read: 'baselineadminnetworkpolicies.policy.networking.k8s.io',
    tierOf: () => 'baseline',
  },
  {
    family: 'ClusterNetworkPolicy',
    read: 'clusternetworkpolicies.policy.networking.k8s.io',
    tierOf: byField,
  },
  {
    family: 'AwsClusterNetworkPolicy',
    read: 'clusternetworkpolicies.networking.k8s.aws',
    tierOf: byField,
    namedProtocol: 'TCP',
  },
];

const peerFields = { ingress: 'from', egress: 'to' } as const;
const actions = { Allow: 'allow', Accept: 'allow', Deny: 'deny', Pass: 'pass' } as const;

export function actingAdminPolicies(question: Question): readonly ActingPolicy[] {
  return writtenAdminPolicies(question)
    .filter(({ spec }) => subjectOf(spec)(question.subject))
    .map(({ name, spec, kind }) => ({
      name,
      tier: kind.tierOf(spec),
      group: 'ordered',
      order: numberAt(spec, 'priority') ?? 0,
      isolates: false,
      rules: listAt(spec, question.direction).map((rule) =>
        judged(question, { rule, kind, isSelected: subjectOf(spec) }),
      ),
    }));
}

function writtenAdminPolicies({ snapshot, dialect }: Question) {
  return kinds
    .filter(({ family }) => dialect.acts.includes(family))
    .flatMap((kind) =>
      snapshot.otherPolicies
        .filter(({ read }) => read === kind.read)
        .flatMap(({ name, specs }) => specs.map((spec) => ({ name, spec, kind }))),
    );
}

function subjectOf(spec: unknown): IsSelected {
  const subject = objectAt(spec, 'subject');
  return (end) => isOfNamespacesOrPods(subject, end);
}

function isOfNamespacesOrPods(
  wanted: unknown,
  { pod, namespaceLabels }: Parameters<IsSelected>[0],
): boolean {
  if (has(wanted, 'namespaces')) return selects(at(wanted, 'namespaces'), namespaceLabels);
  return (
    has(wanted, 'pods') &&
    selects(at(wanted, 'pods', 'namespaceSelector'), namespaceLabels) &&
    selects(at(wanted, 'pods', 'podSelector'), pod.labels)
  );
}

type Given = { readonly rule: unknown; readonly kind: Kind; readonly isSelected: IsSelected };

function judged(question: Question, given: Given): JudgedRule {
  const { rule } = given;
  const peers = listAt(rule, peerFields[question.direction]);
  const action = textAt(rule, 'action') as keyof typeof actions;
  return {
    match: everyOf([
      someOf(peers.map((peer) => peerMatch(question, peer))),
      matchOf(isPortOfRule(question, given)),
    ]),
    action: actions[action],
  };
}

function peerMatch(question: Question, peer: unknown): Match {
  const { peer: end, dialect } = question;
  if (has(peer, 'networks')) {
    const blocks = textsAt(peer, 'networks').map((cidr) => ({ cidr }));
    return blockMatch(question, end, blocks);
  }
  if (has(peer, 'nodes')) return nodeMatch(question, at(peer, 'nodes'), end);
  if (has(peer, 'domainNames')) {
    const names = textsAt(peer, 'domainNames');
    return matchOf(end.kind === 'name' && names.some((name) => isDnsName(end.name, name)));
  }
  return podMatch(end, dialect.hostNetworkPeers.others, (pod) => isOfNamespacesOrPods(peer, pod));
}

/** Nodes are matched by their addresses, and a pod on the network of its node has one of them. */
function nodeMatch({ snapshot }: Question, selector: unknown, end: End): Match {
  if (end.kind === 'node') return matchOf(selects(selector, end.node.labels));
  if (end.kind !== 'pod' || !end.isHost) return 'no';
  const node = nodeOf(snapshot, end);
  return node === undefined ? 'maybe' : matchOf(selects(selector, node.labels));
}

/** `ports` of v1alpha1 and of AWS, `protocols` of v1alpha2; without them every protocol. */
function isPortOfRule(question: Question, given: Given): boolean {
  const { rule } = given;
  const entries = [...listAt(rule, 'ports'), ...listAt(rule, 'protocols')];
  return entries.length === 0 || entries.some((entry) => isEntry(question, entry, given));
}

function isEntry(question: Question, entry: unknown, { kind, isSelected }: Given): boolean {
  const name = textAt(entry, 'namedPort') ?? textAt(entry, 'destinationNamedPort');
  if (name !== undefined) return isNamedPort(question, { name, ...protocolOf(kind) }, isSelected);
  if (has(entry, 'portNumber')) {
    const first = numberAt(entry, 'portNumber', 'port') ?? 0;
    return isPort(question, { protocol: protocolAt(entry, 'portNumber'), first });
  }
  if (has(entry, 'portRange')) {
    const first = numberAt(entry, 'portRange', 'start') ?? 0;
    const last = numberAt(entry, 'portRange', 'end') ?? 0;
    return isPort(question, { protocol: protocolAt(entry, 'portRange'), first, last });
  }
  return isV1alpha2Protocol(question, entry);
}

function protocolOf({ namedProtocol }: Kind): { readonly protocol?: string } {
  return namedProtocol === undefined ? {} : { protocol: namedProtocol };
}

function protocolAt(entry: unknown, field: string): string {
  return textAt(entry, field, 'protocol') ?? 'TCP';
}

function isV1alpha2Protocol(question: Question, entry: unknown): boolean {
  return Object.entries(objectAt(entry)).some(([protocol, match]) => {
    const number = numberAt(match, 'destinationPort', 'number');
    const first = number ?? numberAt(match, 'destinationPort', 'range', 'start') ?? 0;
    const last = number ?? numberAt(match, 'destinationPort', 'range', 'end') ?? 0;
    return isPort(question, { protocol: protocol.toUpperCase(), first, last });
  });
}
