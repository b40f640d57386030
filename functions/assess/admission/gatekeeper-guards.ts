import * as z from 'zod';
import type { Constraint } from '../../model/admission-objects.ts';
import type { Namespace, Snapshot } from '../../model/snapshot.ts';
import type { Certainty } from '../reach/profiles/profile.ts';
import { certainly, everyOf, opposite, someOf } from './certainty.ts';
import { areConstraintsRead, isBesideThePoint } from './gatekeeper-library.ts';
import { type Guard, possibleGuard } from './guard.ts';
import { type CreatedKind, type Matching, matchingInDoubt, pods } from './match-resources.ts';
import { needsLabels, selectsNamespace } from './namespace-selector.ts';
import { gatekeeper } from './policy-engines.ts';
import { isAskedIn } from './webhooks.ts';
import { matchesWildcard } from './wildcard.ts';

/**
 * Constraints of Gatekeeper that refuse pods in a namespace, and templates whose constraints are not
 * read. What several of them add up to is not worked out.
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
  const found = [
    ...constraints.map(({ kind, name }) =>
      possibleGuard('Gatekeeper', { kind, name }, 'what constraints add up to is not worked out'),
    ),
    ...templates.map(({ name }) =>
      possibleGuard(
        'Gatekeeper',
        { kind: 'ConstraintTemplate', name },
        'its rules and its constraints are not read',
      ),
    ),
  ];
  if (found.length === 0 || isAskedIn(namespace, gatekeeper, snapshot) === 'no') return [];
  return found;
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

/** What `spec.match` of a constraint takes in; without it all objects. */
export function constraintMatching(constraint: Constraint): Matching {
  const matching = known.get(constraint) ?? readMatching(constraint);
  known.set(constraint, matching);
  return matching;
}

function readMatching({ match }: Constraint): Matching {
  const parsed = matchSchema.safeParse(match ?? {});
  if (!parsed.success) return matchingInDoubt;
  const { kinds, namespaces, excludedNamespaces, scope, ...rest } = parsed.data;
  const selects = selectsNamespace(rest.namespaceSelector);
  const isForSome =
    needsLabels(rest.labelSelector) || Boolean(rest.name) || rest.source === 'Generated';
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
        isForSome ? 'undefined' : 'yes',
      ]);
    },
  };
}

/** A missing list is read as any: whether it is none is not said anywhere. */
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
