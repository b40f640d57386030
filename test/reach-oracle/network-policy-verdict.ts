import type { ActingPolicy, IsSelected } from './acting-policy.ts';
import { isDnsName } from './acting-policy.ts';
import { selects } from './label-selector.ts';
import { everyOf, type JudgedRule, type Match, matchOf, someOf } from './packet.ts';
import { isNamedPort, isPort } from './port-matches.ts';
import { blockMatch, type PodEnd, podMatch, type Question } from './question.ts';
import { at, has, listAt, numberAt, textAt, textsAt } from './raw-spec.ts';

/*
 * NetworkPolicy v1 (kubernetes.io, "Network Policies"; k8s.io/api networking/v1/types.go), and the
 * ApplicationNetworkPolicy of networking.k8s.aws, which has its form and adds domain names.
 */

type Written = { readonly namespace: string; readonly name: string; readonly spec: unknown };

const typeNames = { ingress: 'Ingress', egress: 'Egress' } as const;
const peerFields = { ingress: 'from', egress: 'to' } as const;

/** The policies that isolate the subject in the direction of the question. */
export function actingNetworkPolicies(question: Question): readonly ActingPolicy[] {
  return policiesSelecting(question, question.subject)
    .filter(({ spec }) => hasType(spec, question.direction))
    .map((policy) => ({
      name: policy.name,
      tier: 'network',
      group: 'additive',
      order: 1_000,
      isolates: true,
      rules: judgedRules(question, policy),
    }));
}

/** Whether some policy selects the pod, in whatever direction. */
export function isSelectedByNetworkPolicy(question: Question): boolean {
  return policiesSelecting(question, question.subject).length > 0;
}

function policiesSelecting(question: Question, subject: PodEnd): readonly Written[] {
  return writtenPolicies(question).filter((policy) => subjectOf(policy)(subject));
}

function writtenPolicies({ snapshot, dialect }: Question): readonly Written[] {
  const ofAws = snapshot.otherPolicies
    .filter(({ read }) => read === 'applicationnetworkpolicies.networking.k8s.aws')
    .flatMap(({ namespace = '', name, specs }) => specs.map((spec) => ({ namespace, name, spec })));
  return [
    ...(dialect.acts.includes('NetworkPolicy') ? snapshot.networkPolicies : []),
    ...(dialect.acts.includes('AwsApplicationNetworkPolicy') ? ofAws : []),
  ];
}

function subjectOf({ namespace, spec }: Written): IsSelected {
  return ({ pod }) => pod.namespace === namespace && selects(at(spec, 'podSelector'), pod.labels);
}

/** Without policyTypes: ingress always, and egress where there are egress rules. */
export function hasType(spec: unknown, direction: 'ingress' | 'egress'): boolean {
  const types = textsAt(spec, 'policyTypes');
  if (types.length > 0) return types.includes(typeNames[direction]);
  return direction === 'ingress' || listAt(spec, 'egress').length > 0;
}

function judgedRules(question: Question, policy: Written): readonly JudgedRule[] {
  return listAt(policy.spec, question.direction).map((rule) => ({
    match: ruleMatch(question, policy, rule),
    action: 'allow',
  }));
}

/** No peers are all peers. The VPC CNI looks up no names of ports behind an address block. */
function ruleMatch(question: Question, policy: Written, rule: unknown): Match {
  const ports = listAt(rule, 'ports');
  const peers = listAt(rule, peerFields[question.direction]);
  const isSelected = subjectOf(policy);
  if (peers.length === 0) return portsMatch(question, ports, isSelected);
  const isNameless = question.dialect.isVpcCni && question.direction === 'egress';
  const numbered = ports.filter((port) => textAt(port, 'port') === undefined);
  return someOf(
    peers.map((peer) => {
      const isLeftOut = isNameless && has(peer, 'ipBlock') && numbered.length < ports.length;
      if (isLeftOut && numbered.length === 0) return 'no';
      return everyOf([
        peerMatch(question, policy.namespace, peer),
        portsMatch(question, isLeftOut ? numbered : ports, isSelected),
      ]);
    }),
  );
}

function peerMatch(question: Question, namespace: string, peer: unknown): Match {
  const { peer: end, dialect } = question;
  if (has(peer, 'ipBlock')) {
    const cidr = textAt(peer, 'ipBlock', 'cidr') ?? '';
    return blockMatch(question, end, [{ cidr, except: textsAt(peer, 'ipBlock', 'except') }]);
  }
  if (listAt(peer, 'domainNames').length > 0) {
    const names = textsAt(peer, 'domainNames');
    return matchOf(end.kind === 'name' && names.some((name) => isDnsName(end.name, name)));
  }
  return podMatch(
    end,
    dialect.hostNetworkPeers.networkPolicy,
    ({ pod, namespaceLabels }) =>
      (has(peer, 'namespaceSelector')
        ? selects(at(peer, 'namespaceSelector'), namespaceLabels)
        : pod.namespace === namespace) && selects(at(peer, 'podSelector'), pod.labels),
  );
}

/** No ports are all ports of all protocols. */
function portsMatch(question: Question, ports: readonly unknown[], isSelected: IsSelected): Match {
  return matchOf(
    ports.length === 0 || ports.some((port) => isPortEntry(question, port, isSelected)),
  );
}

function isPortEntry(question: Question, entry: unknown, isSelected: IsSelected): boolean {
  const protocol = textAt(entry, 'protocol') ?? 'TCP';
  const name = textAt(entry, 'port');
  if (name !== undefined) return isNamedPort(question, { name, protocol }, isSelected);
  const first = numberAt(entry, 'port');
  if (first === undefined) return isPort(question, { protocol });
  return isPort(question, { protocol, first, last: numberAt(entry, 'endPort') ?? first });
}
