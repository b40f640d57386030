import * as z from 'zod';
import type { Namespace } from '../../model/snapshot.ts';
import type { Certainty } from '../reach/profiles/profile.ts';
import { certainly, everyOf, someOf } from './certainty.ts';
import { type CreatedKind, type Matching, matchingInDoubt } from './match-resources.ts';
import { needsLabels, selectsNamespace } from './namespace-selector.ts';
import { matchesWildcard } from './wildcard.ts';

const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

const resourceDescription = z.strictObject({
  kinds: texts,
  name: z.string().nullish(),
  names: texts,
  namespaces: texts,
  annotations: z.record(z.string(), z.string()).nullish(),
  selector: z.unknown().optional(),
  namespaceSelector: z.unknown().optional(),
  operations: texts,
});

const filterFields = {
  resources: resourceDescription.nullish(),
  subjects: z.array(z.unknown()).nullish(),
  roles: texts,
  clusterRoles: texts,
};

const filterSchema = z.strictObject(filterFields);
const filters = z
  .array(filterSchema)
  .nullish()
  .transform((list) => list ?? []);
const blockSchema = z.strictObject({ ...filterFields, any: filters, all: filters });

type Filter = z.infer<typeof filterSchema>;
type Description = z.infer<typeof resourceDescription>;

/**
 * What a `match` or `exclude` block of Kyverno takes in; a missing block, or one that names nothing,
 * takes in nothing. `any` counts before `all`, and both before the fields of the block itself
 * (Kyverno, engine/utils/match.go).
 */
export function readKyvernoBlock(given: unknown): Matching {
  const parsed = blockSchema.safeParse(given ?? {});
  if (!parsed.success) return matchingInDoubt;
  const { any, all, ...own } = parsed.data;
  if (any.length > 0) return combined(any, someOf);
  return combined(all.length > 0 ? all : [own], everyOf);
}

function combined(
  given: readonly Filter[],
  combine: (parts: readonly Certainty[]) => Certainty,
): Matching {
  const parts = given.map(readFilter);
  return {
    names: (created) => combine(parts.map(({ names }) => names(created))),
    covers: (created, namespace) => combine(parts.map(({ covers }) => covers(created, namespace))),
  };
}

function readFilter({ resources, subjects, roles, clusterRoles }: Filter): Matching {
  const isForSome = [subjects ?? [], roles, clusterRoles].some((list) => list.length > 0);
  if (!isForSome && (resources === undefined || resources === null || isEmpty(resources))) {
    return { names: () => 'no', covers: () => 'no' };
  }
  const names = (created: CreatedKind): Certainty => namesKind(resources?.kinds ?? [], created);
  // Who will make the pods is not known.
  const byRequester: Certainty = isForSome ? 'undefined' : 'yes';
  const byResource = resources ? coversPodsIn(resources) : (): Certainty => 'yes';
  return {
    names,
    covers: (created, namespace) => everyOf([names(created), byRequester, byResource(namespace)]),
  };
}

function isEmpty({ kinds, names, namespaces, operations, ...rest }: Description): boolean {
  const lists = [kinds, names, namespaces, operations];
  const isUnset = (value: unknown): boolean => value === undefined || value === null;
  return lists.every((list) => list.length === 0) && Object.values(rest).every(isUnset);
}

function coversPodsIn(description: Description): (namespace: Namespace) => Certainty {
  const { name, names, namespaces, annotations, selector, namespaceSelector } = description;
  // Kyverno takes wildcards in labels, which a LabelSelector has not.
  const selects = /[*?]/.test(JSON.stringify(namespaceSelector ?? {}))
    ? (): Certainty => 'undefined'
    : selectsNamespace(namespaceSelector);
  const isForSomeNames = [name ? [name] : [], names].some(
    (wanted) => wanted.length > 0 && !wanted.includes('*'),
  );
  const isForSomeObjects =
    isForSomeNames || Object.keys(annotations ?? {}).length > 0 || needsLabels(selector);
  const byOperation = certainly(
    description.operations.length === 0 || description.operations.includes('CREATE'),
  );
  return (namespace) =>
    everyOf([
      byOperation,
      certainly(
        namespaces.length === 0 ||
          namespaces.some((pattern) => matchesWildcard(pattern, namespace.name)),
      ),
      selects(namespace),
      isForSomeObjects ? 'undefined' : 'yes',
    ]);
}

/** `Pod`, `v1/Pod`, `*` and patterns of these; `Pod/exec` is for a subresource. */
function namesKind(kinds: readonly string[], created: CreatedKind): Certainty {
  return kinds.length === 0 ? 'yes' : someOf(kinds.map((text) => isKind(text, created)));
}

function isKind(text: string, { group, version, kind }: CreatedKind): Certainty {
  const groupVersion = group === '' ? version : `${group}/${version}`;
  const sure = [kind, `${version}/${kind}`, `${groupVersion}/${kind}`, `*/${kind}`, '*', '*/*'];
  if (sure.includes(text)) return 'yes';
  return /[*?]/.test(text) ? 'undefined' : 'no';
}
