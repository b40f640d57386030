import type { ActingPolicy } from './acting-policy.ts';
import { type Labels, selects } from './label-selector.ts';
import { everyOf, type JudgedRule, type Match, matchOf, someOf } from './packet.ts';
import { isNamedPort, isPort } from './port-matches.ts';
import { blockMatch, type End, type PodEnd, type Question } from './question.ts';
import { at, has, listAt, numberAt, objectAt, textAt, textsAt } from './raw-spec.ts';

/* CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy v2 (docs.cilium.io, "Layer 3 Policies"). */

type Written = {
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly spec: unknown;
};

const kinds = ['ciliumnetworkpolicies.cilium.io', 'ciliumclusterwidenetworkpolicies.cilium.io'];
const peerWord = { ingress: 'from', egress: 'to' } as const;

/** Two for each spec: what it denies goes before what anything allows. */
export function actingCiliumPolicies(question: Question): readonly ActingPolicy[] {
  if (!question.dialect.acts.includes('Cilium')) return [];
  return question.snapshot.otherPolicies
    .filter(({ read }) => kinds.includes(read))
    .flatMap(({ namespace, name, specs }) => specs.map((spec) => ({ namespace, name, spec })))
    .filter((policy) => isSubject(policy, question.subject))
    .flatMap((policy) => actingParts(question, policy));
}

function isSubject({ namespace, spec }: Written, { pod, namespaceLabels }: PodEnd): boolean {
  return (
    has(spec, 'endpointSelector') &&
    (namespace === undefined || pod.namespace === namespace) &&
    selects(withPlainKeys(at(spec, 'endpointSelector')), ciliumLabels(pod, namespaceLabels))
  );
}

function actingParts(question: Question, policy: Written): readonly ActingPolicy[] {
  const { spec, name } = policy;
  const { direction } = question;
  const allowed = listAt(spec, direction);
  const denied = listAt(spec, `${direction}Deny`);
  const isolates =
    allowed.length + denied.length > 0 && at(spec, 'enableDefaultDeny', direction) !== false;
  const rulesOf = (rules: readonly unknown[], action: 'allow' | 'deny'): JudgedRule[] =>
    rules.map((rule) => ({ match: ruleMatch(question, policy, rule), action }));
  const shared = { name, tier: 'network', order: 1_000, isolates } as const;
  return [
    { ...shared, group: 'ciliumDeny', rules: rulesOf(denied, 'deny') },
    { ...shared, group: 'additive', rules: rulesOf(allowed, 'allow') },
  ];
}

/** A rule without peers matches every peer on its ports, and nothing where it has no ports. */
function ruleMatch(question: Question, policy: Written, rule: unknown): Match {
  const peers = peerMatches(question, policy, rule);
  const ports = listAt(rule, 'toPorts');
  if (peers.length === 0 && ports.length === 0) return 'no';
  return everyOf([
    peers.length === 0 ? 'yes' : someOf(peers),
    matchOf(ports.length === 0 || ports.some((port) => isPortRule(question, port))),
  ]);
}

function peerMatches(question: Question, policy: Written, rule: unknown): readonly Match[] {
  const word = peerWord[question.direction];
  const end = question.peer;
  const blocks = [
    ...textsAt(rule, `${word}CIDR`).map((cidr) => ({ cidr })),
    ...listAt(rule, `${word}CIDRSet`).flatMap((set) => blocksOf(question, set)),
  ];
  return [
    ...listAt(rule, `${word}Endpoints`).map((selector) => endpointMatch(policy, selector, end)),
    ...(blocks.length === 0 ? [] : [blockMatch(question, end, blocks)]),
    ...textsAt(rule, `${word}Entities`).map((entity) => entityMatch(question, entity)),
    ...listAt(rule, 'toFQDNs').map((name) =>
      matchOf(end.kind === 'name' && isFqdn(end.name, name)),
    ),
  ];
}

function blocksOf({ snapshot }: Question, set: unknown) {
  const except = textsAt(set, 'except');
  const cidr = textAt(set, 'cidr');
  if (cidr !== undefined) return [{ cidr, except }];
  return snapshot.policyObjects
    .filter(
      ({ read, name }) =>
        read === 'ciliumcidrgroups.cilium.io' && name === textAt(set, 'cidrGroupRef'),
    )
    .flatMap(({ specs }) => specs)
    .flatMap((spec) => textsAt(spec, 'externalCIDRs').map((inner) => ({ cidr: inner, except })));
}

/**
 * A selector that names no namespace finds pods alone: those of the policy's own namespace, or of
 * all where the policy has none. One that does is taken as it stands, and what is no pod has no
 * labels, so that NotIn and DoesNotExist find it.
 */
function endpointMatch({ namespace }: Written, selector: unknown, end: End): Match {
  const plain = withPlainKeys(selector);
  const keys = keysOf(plain);
  const isByName = keys.includes('io.kubernetes.pod.namespace');
  const isByLabel = keys.some((key) => key.startsWith('io.cilium.k8s.namespace.labels.'));
  const isBound = !isByName && !(isByLabel && namespace !== undefined);
  if (end.kind !== 'pod' || end.isHost) return matchOf(!isBound && selects(plain, {}));
  const { pod, namespaceLabels } = end;
  const isInNamespace = !isBound || namespace === undefined || pod.namespace === namespace;
  return matchOf(isInNamespace && selects(plain, ciliumLabels(pod, namespaceLabels)));
}

function ciliumLabels(pod: PodEnd['pod'], namespaceLabels: Labels): Labels {
  const ofNamespace = Object.entries(namespaceLabels).map(([key, value]) => [
    `io.cilium.k8s.namespace.labels.${key}`,
    value,
  ]);
  return {
    ...pod.labels,
    ...Object.fromEntries(ofNamespace),
    'io.kubernetes.pod.namespace': pod.namespace,
    'io.cilium.k8s.policy.serviceaccount': pod.spec.serviceAccountName,
  };
}

/** Keys without the source of the label, `k8s:` or `any:`. */
function withPlainKeys(selector: unknown) {
  const plain = (key: string) => key.replace(/^(k8s|any):/, '');
  const pairs = Object.entries(objectAt(selector, 'matchLabels'));
  return {
    matchLabels: Object.fromEntries(pairs.map(([key, value]) => [plain(key), value])),
    matchExpressions: listAt(selector, 'matchExpressions').map((expression) => ({
      ...objectAt(expression),
      key: plain(textAt(expression, 'key') ?? ''),
    })),
  };
}

function keysOf(selector: ReturnType<typeof withPlainKeys>): readonly string[] {
  return [...Object.keys(selector.matchLabels), ...selector.matchExpressions.map(({ key }) => key)];
}

function entityMatch(question: Question, entity: string): Match {
  const { peer } = question;
  switch (entity) {
    case 'all':
      return 'yes';
    case 'world':
      return worldMatch(peer);
    case 'world-ipv4':
    case 'world-ipv6':
      return everyOf([worldMatch(peer), blockMatch(question, peer, worldBlocks[entity])]);
    case 'cluster':
      return matchOf(peer.kind === 'pod' || peer.kind === 'node' || peer.kind === 'entity');
    case 'host':
      return hostMatch(question, 'host');
    case 'remote-node':
      return hostMatch(question, 'remoteNode');
    default:
      return matchOf(peer.kind === 'entity' && entityNames[entity] === peer.entity);
  }
}

const entityNames: Readonly<Record<string, string>> = {
  'kube-apiserver': 'apiServer',
  ingress: 'ingressProxy',
  health: 'health',
  unmanaged: 'unmanaged',
};

/** The API server of a managed cluster may be outside of the cluster. */
function worldMatch(peer: End): Match {
  if (peer.kind === 'entity') return peer.entity === 'apiServer' ? 'maybe' : 'no';
  return matchOf(peer.kind === 'address' || peer.kind === 'name');
}

const worldBlocks = { 'world-ipv4': [{ cidr: '0.0.0.0/0' }], 'world-ipv6': [{ cidr: '::/0' }] };

/** A pod on the network of its node is that node to Cilium. */
function hostMatch({ peer, isOwnNode }: Question, entity: 'host' | 'remoteNode'): Match {
  if (peer.kind === 'entity') return matchOf(peer.entity === entity);
  const isNode = peer.kind === 'node' || (peer.kind === 'pod' && peer.isHost);
  return matchOf(isNode && isOwnNode === (entity === 'host'));
}

/** `*` stands for characters of one label, and alone for every name. */
function isFqdn(name: string, selector: unknown): boolean {
  const wanted = textAt(selector, 'matchName');
  if (wanted !== undefined) return wanted.toLowerCase() === name.toLowerCase();
  const pattern = textAt(selector, 'matchPattern') ?? '';
  if (pattern === '*') return true;
  const source = pattern.replaceAll('.', '[.]').replaceAll('*', '[-a-z0-9_]*');
  return new RegExp(`^${source}$`, 'i').test(name);
}

function isPortRule(question: Question, rule: unknown): boolean {
  return listAt(rule, 'ports').some((entry) => {
    const given = textAt(entry, 'protocol') ?? 'ANY';
    const protocols = given === 'ANY' ? ['TCP', 'UDP', 'SCTP'] : [given];
    return protocols.some((protocol) => isCiliumPort(question, entry, protocol));
  });
}

/** Ports are texts; 0 is every port. */
function isCiliumPort(question: Question, entry: unknown, protocol: string): boolean {
  const port = textAt(entry, 'port') ?? '0';
  if (!/^\d+$/.test(port)) {
    return isNamedPort(question, { name: port, protocol }, () => false);
  }
  if (port === '0') return isPort(question, { protocol });
  const first = Number(port);
  return isPort(question, {
    protocol,
    first,
    last: Math.max(first, numberAt(entry, 'endPort') ?? first),
  });
}
