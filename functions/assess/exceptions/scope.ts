import type { ClusterRef } from '../../model/cluster.ts';
import type { ExceptionScope } from '../../model/exceptions.ts';
import type { Subject } from '../../model/verdict.ts';
import { literalPattern, type TextTest } from './literal-pattern.ts';

/** Whether the scope takes in a cluster. A pattern of three parts never reaches across a slash. */
export function coversCluster({ cluster: pattern }: ExceptionScope, cluster: ClusterRef): boolean {
  if (pattern === undefined) return true;
  if (!pattern.includes('/')) return literalPattern(pattern)(cluster.name);
  const parts = pattern.split('/');
  const names = [cluster.account, cluster.region, cluster.name];
  return (
    parts.length === names.length &&
    names.every((name, index) => literalPattern(parts[index] ?? '')(name))
  );
}

/** A test for the subjects that the scope takes in. */
export function subjectTest({ namespace, subject }: ExceptionScope): (subject: Subject) => boolean {
  const isNamespaceMeant = namespace === undefined ? undefined : literalPattern(namespace);
  const { kind: isKindMeant, name: isNameMeant } = kindAndName(subject);
  return (given) =>
    isKindMeant(given.kind) &&
    isNameMeant(given.name) &&
    (isNamespaceMeant === undefined || isIn(isNamespaceMeant, given));
}

/** What belongs to no namespace is not reached by naming one, and be it by `*`. */
function isIn(isNamespaceMeant: TextTest, { kind, namespace, name }: Subject): boolean {
  const place = kind === 'Namespace' ? name : namespace;
  return place !== undefined && isNamespaceMeant(place);
}

const anything = literalPattern('*');
const nothing = (): boolean => false;

/** Kind and name are matched apart, so that a `*` of one never takes in a part of the other. */
function kindAndName(pattern: string | undefined): { kind: TextTest; name: TextTest } {
  if (pattern === undefined) return { kind: anything, name: anything };
  const { kind, name } = subjectParts(pattern);
  return name === undefined
    ? { kind: nothing, name: nothing }
    : { kind: literalPattern(kind), name: literalPattern(name) };
}

/** The two patterns of `Deployment api`; no name where there is no space. */
export function subjectParts(pattern: string): { kind: string; name?: string } {
  const space = pattern.indexOf(' ');
  if (space === -1) return { kind: pattern };
  return { kind: pattern.slice(0, space), name: pattern.slice(space + 1) };
}
