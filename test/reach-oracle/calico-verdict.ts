import type { OtherPolicy } from '../../functions/model/snapshot.ts';
import type { ActingPolicy } from './acting-policy.ts';
import { calicoPeerMatch, isCalicoSubject } from './calico-peers.ts';
import { everyOf, type JudgedRule, type Match, matchOf, notOf } from './packet.ts';
import { isNamedPort, isPort } from './port-matches.ts';
import type { Question } from './question.ts';
import { at, has, listAt, numberAt, textAt, textsAt } from './raw-spec.ts';

/* NetworkPolicy and GlobalNetworkPolicy of projectcalico.org/v3 (docs.tigera.io, "Resource definitions"). */

export type CalicoTier = {
  readonly name: string;
  readonly order: number;
  readonly defaultAction: 'deny' | 'pass';
};

type WrittenCalico = {
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly spec: unknown;
};

const kinds = [
  'networkpolicies.crd.projectcalico.org',
  'globalnetworkpolicies.crd.projectcalico.org',
];
const typeNames = { ingress: 'Ingress', egress: 'Egress' } as const;
const numbers: Readonly<Record<number, string>> = { 6: 'TCP', 17: 'UDP', 132: 'SCTP' };

/** The tiers beside the default one, which is that of NetworkPolicy. */
export function calicoTiers({ snapshot, dialect }: Question): readonly CalicoTier[] {
  if (!dialect.acts.includes('Calico')) return [];
  return snapshot.policyObjects
    .filter(({ read, name }) => read === 'tiers.crd.projectcalico.org' && name !== 'default')
    .map(({ name, specs: [spec] }) => ({
      name,
      order: numberAt(spec, 'order') ?? Number.POSITIVE_INFINITY,
      defaultAction: textAt(spec, 'defaultAction') === 'Pass' ? 'pass' : 'deny',
    }));
}

export function actingCalicoPolicies(question: Question): readonly ActingPolicy[] {
  if (!question.dialect.acts.includes('Calico')) return [];
  return question.snapshot.otherPolicies
    .filter(({ read }) => kinds.includes(read))
    .flatMap(({ namespace, name, specs }: OtherPolicy) =>
      specs.map((spec): WrittenCalico => ({ namespace, name, spec })),
    )
    .filter((policy) => isSubject(policy, question) && hasType(policy.spec, question.direction))
    .map((policy) => {
      const tier = textAt(policy.spec, 'tier') ?? 'default';
      return {
        name: policy.name,
        tier: tier === 'default' ? 'network' : tier,
        group: 'ordered',
        order: numberAt(policy.spec, 'order') ?? Number.POSITIVE_INFINITY,
        isolates: true,
        rules: listAt(policy.spec, question.direction).flatMap((rule) =>
          judged(question, policy, rule),
        ),
      };
    });
}

function isSubject({ namespace, spec }: WrittenCalico, { subject }: Question): boolean {
  const names = namespace === undefined ? textAt(spec, 'namespaceSelector') : undefined;
  return (
    (namespace === undefined || subject.pod.namespace === namespace) &&
    isCalicoSubject(textAt(spec, 'selector') ?? '', names ?? '', subject)
  );
}

/** Without types: those of the rules that there are, and ingress where there are none. */
function hasType(spec: unknown, direction: 'ingress' | 'egress'): boolean {
  const types = textsAt(spec, 'types');
  if (types.length > 0) return types.includes(typeNames[direction]);
  const hasEgress = listAt(spec, 'egress').length > 0;
  return direction === 'egress' ? hasEgress : !hasEgress || listAt(spec, 'ingress').length > 0;
}

/** Log decides nothing. */
function judged(question: Question, policy: WrittenCalico, rule: unknown): readonly JudgedRule[] {
  const action = (textAt(rule, 'action') ?? '').toLowerCase();
  if (action !== 'allow' && action !== 'deny' && action !== 'pass') return [];
  const { direction, subject, peer } = question;
  const [source, destination] = direction === 'ingress' ? [peer, subject] : [subject, peer];
  return [
    {
      match: everyOf([
        protocolMatch(question, rule),
        calicoPeerMatch(question, policy.namespace, { entity: at(rule, 'source'), end: source }),
        calicoPeerMatch(question, policy.namespace, {
          entity: at(rule, 'destination'),
          end: destination,
        }),
        matchOf(isDestinationPort(question, rule)),
      ]),
      action,
    },
  ];
}

function protocolMatch(question: Question, rule: unknown): Match {
  return everyOf([
    has(rule, 'protocol') ? isProtocol(question, at(rule, 'protocol')) : 'yes',
    has(rule, 'notProtocol') ? notOf(isProtocol(question, at(rule, 'notProtocol'))) : 'yes',
  ]);
}

/** A protocol beside the three is a part of the others: it may be the one of the packet. */
function isProtocol({ protocol }: Question, wanted: unknown): Match {
  const name =
    typeof wanted === 'number' ? (numbers[wanted] ?? 'OTHER') : String(wanted).toUpperCase();
  if (['TCP', 'UDP', 'SCTP'].includes(name)) return matchOf(protocol === name);
  return protocol === 'OTHER' ? 'maybe' : 'no';
}

function isDestinationPort(question: Question, rule: unknown): boolean {
  const wanted = listAt(rule, 'destination', 'ports');
  const left = listAt(rule, 'destination', 'notPorts');
  return (
    (wanted.length === 0 || wanted.some((port) => isCalicoPort(question, port))) &&
    !left.some((port) => isCalicoPort(question, port))
  );
}

/** A number, a range such as `80:90`, or a name. Rules with ports name their protocol. */
function isCalicoPort(question: Question, wanted: unknown): boolean {
  const { protocol } = question;
  const text = String(wanted);
  const [, first, last] = /^(\d+)(?::(\d+))?$/.exec(text) ?? [];
  if (first === undefined) return isNamedPort(question, { name: text, protocol }, () => false);
  return isPort(question, { protocol, first: Number(first), last: Number(last ?? first) });
}
