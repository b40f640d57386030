import type { ClusterRef } from '../../model/cluster.ts';
import type { Exception, ExceptionState, ExceptionUse } from '../../model/exceptions.ts';
import type { Subject } from '../../model/verdict.ts';
import { whyTooWide } from './breadth.ts';
import { dayOf, periodOn } from './period.ts';
import { coversCluster, subjectTest } from './scope.ts';

type Found = { readonly controlId: string; readonly subject: Subject };

/** The cluster that was judged, and the time that its snapshot was taken. */
type Judged = { readonly cluster: ClusterRef; readonly at: string };

type Accepted<Finding> = {
  /** The findings in their order, each with the id of the exception that accepts it. */
  readonly findings: (Finding & { readonly exceptionId?: string })[];
  /** Every exception of the file in its order, and what came of it. */
  readonly register: ExceptionUse[];
};

/**
 * The exceptions of a file on the findings of a cluster. Of several in force that match a finding the
 * first in the file accepts it; all of them count it. Only the file is asked: no label and no
 * annotation of any object can accept a finding.
 */
export function exceptionsFor<Finding extends Found>(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
  { cluster, at }: Judged,
): Accepted<Finding> {
  const day = dayOf(at);
  const byControl = Map.groupBy(findings, ({ controlId }) => controlId);
  const acceptedBy = new Map<Finding, string>();
  const register = exceptions.map((exception): ExceptionUse => {
    if (!coversCluster(exception.scope, cluster)) {
      return { ...exception, state: 'otherCluster', findings: 0 };
    }
    const isMeant = subjectTest(exception.scope);
    const matched = (byControl.get(exception.control) ?? []).filter(({ subject }) =>
      isMeant(subject),
    );
    const state = stateOf(periodOn(day, exception), matched.length);
    if (state === 'active') {
      for (const finding of matched) {
        if (!acceptedBy.has(finding)) acceptedBy.set(finding, exception.id);
      }
    }
    return { ...exception, state, findings: matched.length, ...widthOf(exception, state, matched) };
  });
  return { findings: findings.map((finding) => marked(finding, acceptedBy)), register };
}

function stateOf(period: ReturnType<typeof periodOn>, matches: number): ExceptionState {
  return period === 'active' && matches === 0 ? 'unused' : period;
}

/** How wide something was that no longer counts is of no interest. */
function widthOf(exception: Exception, state: ExceptionState, matched: readonly Found[]) {
  if (state === 'expired') return {};
  const tooWide = whyTooWide(
    exception,
    matched.map(({ subject }) => subject),
  );
  return tooWide === undefined ? {} : { tooWide };
}

function marked<Finding>(finding: Finding, acceptedBy: ReadonlyMap<Finding, string>) {
  const exceptionId = acceptedBy.get(finding);
  return exceptionId === undefined ? finding : { ...finding, exceptionId };
}
