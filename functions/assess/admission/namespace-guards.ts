import { gapsIn, gapText } from '../../model/gaps.ts';
import {
  constraintReadIds,
  kyvernoExceptionReadIds,
  kyvernoReadIds,
  type ReadId,
} from '../../model/reads.ts';
import type { Namespace, Snapshot } from '../../model/snapshot.ts';
import { subjectText } from '../../model/verdict.ts';
import { namespacePolicy } from '../pods/standards/namespace-policy.ts';
import type { Certainty } from '../reach/profiles/profile.ts';
import { labelsOf } from './application-namespaces.ts';
import { someOf } from './certainty.ts';
import { gatekeeperGuards } from './gatekeeper-guards.ts';
import { type Guard, type GuardedLevel, possibleGuard } from './guard.ts';
import { kyvernoGuards } from './kyverno-guards.ts';
import { gatekeeper, kyverno } from './policy-engines.ts';
import { admissionPolicyGuards, admissionPolicyReads } from './validating-admission-policies.ts';
import { engineWebhooks } from './webhooks.ts';

/** Policies of Kyverno for images refuse no pod for what it may do. */
const readsOfOtherGuards: readonly ReadId[] = [
  'validatingwebhookconfigurations',
  ...kyvernoReadIds.filter((read) => !read.includes('imagevalidatingpolicies')),
  'constrainttemplates.templates.gatekeeper.sh',
  ...constraintReadIds,
];

/** Everything beside its labels that may tell what guards a namespace, or weakens a guard. */
export const guardReads: readonly ReadId[] = [
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  ...readsOfOtherGuards,
  ...kyvernoExceptionReadIds,
];

/** What refuses pods in a namespace, and what was not seen that may do so too. */
export type NamespaceGuards = {
  readonly guards: readonly Guard[];
  readonly missing: readonly string[];
};

const known = new WeakMap<Snapshot, Map<Namespace, NamespaceGuards>>();

/** What stands between somebody who creates a pod in a namespace and the namespace. */
export function guardsOf(namespace: Namespace, snapshot: Snapshot): NamespaceGuards {
  const found = known.get(snapshot) ?? new Map<Namespace, NamespaceGuards>();
  known.set(snapshot, found);
  const guards = found.get(namespace) ?? findGuards(namespace, snapshot);
  found.set(namespace, guards);
  return guards;
}

function findGuards(namespace: Namespace, snapshot: Snapshot): NamespaceGuards {
  const unseen = gapsIn(snapshot, [...admissionPolicyReads(snapshot), ...readsOfOtherGuards]).map(
    gapText,
  );
  return {
    guards: [
      ...labelGuards(namespace),
      ...admissionPolicyGuards(namespace, snapshot),
      ...kyvernoGuards(namespace, snapshot),
      ...gatekeeperGuards(namespace, snapshot),
      ...webhookGuards(namespace, snapshot),
    ],
    missing: namespace.isImplied ? [labelsOf(namespace, snapshot), ...unseen] : unseen,
  };
}

/** Whether pods that do not pass a level are refused, and what leaves that open. */
export type Enforcement = { readonly isEnforced: Certainty; readonly missing: readonly string[] };

export function enforcementOf(
  { guards, missing }: NamespaceGuards,
  level: GuardedLevel,
): Enforcement {
  const isEnforced = someOf(guards.map(({ enforces }) => enforces[level]));
  if (isEnforced === 'yes') return { isEnforced, missing: [] };
  const doubtful = guards.filter(({ enforces }) => enforces[level] === 'undefined');
  const open = [...missing, ...doubtTexts(doubtful)];
  return { isEnforced: open.length > 0 ? 'undefined' : 'no', missing: open };
}

/** Pod Security Admission: the API server enforces the label, and exempts nobody on EKS. */
function labelGuards({ name, labels }: Namespace): readonly Guard[] {
  const { level } = namespacePolicy(labels).enforce;
  if (level === 'privileged') return [];
  const object = { kind: 'Namespace', name };
  const restricted = level === 'restricted' ? 'yes' : 'no';
  return [{ kind: 'Pod Security Admission', object, enforces: { baseline: 'yes', restricted } }];
}

/** Engines whose policies are not read, where they see every pod of the namespace. */
function webhookGuards(namespace: Namespace, snapshot: Snapshot): readonly Guard[] {
  return engineWebhooks(snapshot)
    .filter(({ engine }) => engine !== kyverno && engine !== gatekeeper)
    .filter(({ isStrict, seesPodsIn }) => isStrict && seesPodsIn(namespace) !== 'no')
    .map(({ engine, webhook }) =>
      possibleGuard(
        'webhook',
        { kind: webhook.kind, name: webhook.configuration },
        `the policies of ${engine.title} are not read`,
      ),
    );
}

/** An object, and why it is not known what it does. */
export type Doubt = Pick<Guard, 'object' | 'why'>;

const namesShown = 3;

/** One text for all objects that are open for one reason. */
export function doubtTexts(guards: readonly Doubt[]): readonly string[] {
  const byReason = Map.groupBy(guards, ({ why }) => why ?? '');
  return [...byReason].map(([why, same]) => {
    const names = [...new Set(same.map(({ object }) => subjectText(object)))].sort();
    const shown = names.slice(0, namesShown).join(', ');
    const more = names.length > namesShown ? ` and ${names.length - namesShown} more` : '';
    return `${shown}${more}: ${why}`;
  });
}
