import type { Exception, ExceptionScope } from '../../model/exceptions.ts';
import { type Subject, subjectText } from '../../model/verdict.ts';
import { subjectParts } from './scope.ts';

/**
 * From where on an exception is wider than a risk that somebody weighed. Subjects are counted and not
 * their share of all that fail: a share would grow when somebody mends the others.
 */
const breadth = {
  /** Above so many nobody has looked at each, and new ones join unseen. */
  subjectsMax: 10,
  /** Fewer characters beside a `*` are in nearly every name. */
  literalsMin: 3,
} as const;

/** Why an exception is too wide, given the subjects whose findings it accepts. */
export function whyTooWide(
  { scope, control }: Pick<Exception, 'scope' | 'control'>,
  accepted: readonly Subject[],
): string | undefined {
  if (!isLimited(scope, accepted)) {
    return `neither a namespace nor a name limits it: it accepts whatever ${control} finds`;
  }
  const subjects = new Set(accepted.map(subjectText)).size;
  if (subjects <= breadth.subjectsMax) return undefined;
  return `it accepts findings of ${subjects} subjects, more than ${breadth.subjectsMax}`;
}

function isLimited({ cluster, namespace, subject }: ExceptionScope, accepted: readonly Subject[]) {
  const name = subject === undefined ? undefined : subjectParts(subject).name;
  if (limits(namespace) || limits(name)) return true;
  // What is found about the cluster itself is one thing, and named by the cluster's name.
  return limits(cluster?.split('/').at(-1)) && accepted.every(({ kind }) => kind === 'Cluster');
}

function limits(pattern: string | undefined): boolean {
  if (pattern === undefined) return false;
  if (!pattern.includes('*')) return true;
  return pattern.replaceAll('*', '').length >= breadth.literalsMin;
}
