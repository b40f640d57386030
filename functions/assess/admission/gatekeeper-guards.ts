import * as z from 'zod';
import type { Constraint } from '../../model/admission-objects.ts';
import type { Namespace, Snapshot } from '../../model/snapshot.ts';
import type { Certainty } from '../reach/profiles/profile.ts';
import { certainly, everyOf, opposite, someOf } from './certainty.ts';
import { areConstraintsRead, isBesideThePoint, mayComeTo } from './gatekeeper-library.ts';
import { type Guard, type GuardedLevel, possibleGuard } from './guard.ts';
import { type CreatedKind, type Matching, matchingInDoubt, pods } from './match-resources.ts';
import { selectsNamespace } from './namespace-selector.ts';
import { gatekeeper } from './policy-engines.ts';
import { isAskedIn } from './webhooks.ts';
import { matchesWildcard } from './wildcard.ts';

/**
 * Constraints of Gatekeeper that refuse pods in a namespace, and templates whose constraints are not
 * read. What the constraints allow all the same is in their parameters, and not worked out.
 */
export function gatekeeperGuards(namespace: Namespace, snapshot: Snapshot): readonly Guard[] {
  const constraints = snapshot.constraints.filter(
    (constraint) =>
      denies(constraint) !== 'no' &&
      constraintMatching(constraint).covers(pods, namespace) !== 'no',
  );
  const templates = snapshot.constraintTemplates.filter(
    ({ kind }) => !areConstraintsRead(kind) && !isBesideThePoint(kind),
  );
  if (constraints.length + templates.length === 0) return [];
  if (isAskedIn(namespace, gatekeeper, snapshot) === 'no') return [];
  return [
    ...constraintGuards(constraints),
    ...templates.map(({ name }) =>
      possibleGuard(
        'Gatekeeper',
        { kind: 'ConstraintTemplate', name },
        'its rules and its constraints are not read',
      ),
    ),
  ];
}

function constraintGuards(constraints: readonly Constraint[]): readonly Guard[] {
  const kinds = constraints.map(({ kind }) => kind);
  const enforcement = (level: GuardedLevel): Certainty =>
    mayComeTo(level, kinds) ? 'undefined' : 'no';
  const enforces = { baseline: enforcement('baseline'), restricted: enforcement('restricted') };
  return constraints.map(({ kind, name }) => ({
    kind: 'Gatekeeper',
    object: { kind, name },
    enforces,
    why: 'what its parameters allow is not worked out',
  }));
}

/** `scoped` gives an action for every enforcement point; any other word is a newer one. */
export function denies({ enforcementAction }: Constraint): Certainty {
  if (enforcementAction === 'deny') return 'yes';
  return ['dryrun', 'warn'].includes(enforcementAction) ? 'no' : 'undefined';
}

const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

const kindsSchema = z.strictObject({
  apiGroups: z.array(z.string()).nullish(),
  kinds: z.array(z.string()).nullish(),
});

const matchSchema = z.strictObject({
  kinds: z
    .array(kindsSchema)
    .nullish()
    .transform((list) => list ?? []),
  namespaces: texts,
  excludedNamespaces: texts,
  labelSelector: z.unknown().optional(),
  namespaceSelector: z.unknown().optional(),
  scope: z.string().nullish(),
  name: z.string().nullish(),
  source: z.string().nullish(),
});

const known = new WeakMap<Constraint, Matching>();

/**
 * What `spec.match` of a constraint takes in; without it all objects. Labels, names and sources that
 * narrow it leave it as open as its parameters do.
 */
export function constraintMatching(constraint: Constraint): Matching {
  const matching = known.get(constraint) ?? readMatching(constraint);
  known.set(constraint, matching);
  return matching;
}

function readMatching({ match }: Constraint): Matching {
  const parsed = matchSchema.safeParse(match ?? {});
  if (!parsed.success) return matchingInDoubt;
  const { kinds, namespaces, excludedNamespaces, scope, namespaceSelector } = parsed.data;
  const selects = selectsNamespace(namespaceSelector);
  const names = (created: CreatedKind): Certainty =>
    kinds.length === 0 ? 'yes' : someOf(kinds.map((each) => namesKind(each, created)));
  return {
    names,
    covers: (created, { name, ...given }) => {
      const isListed = (patterns: readonly string[]): Certainty =>
        certainly(patterns.some((pattern) => matchesWildcard(pattern, name)));
      return everyOf([
        names(created),
        certainly(scope !== 'Cluster'),
        namespaces.length === 0 ? 'yes' : isListed(namespaces),
        opposite(isListed(excludedNamespaces)),
        selects({ name, ...given }),
      ]);
    },
  };
}

/** Whether a missing list stands for all or for none is not said anywhere. */
function namesKind(
  { apiGroups, kinds }: z.infer<typeof kindsSchema>,
  { group, kind }: CreatedKind,
): Certainty {
  const isAmong = (list: readonly string[] | null | undefined, wanted: string): Certainty =>
    list === undefined || list === null
      ? 'undefined'
      : certainly([wanted, '*'].some((text) => list.includes(text)));
  return everyOf([isAmong(apiGroups, group), isAmong(kinds, kind)]);
}
