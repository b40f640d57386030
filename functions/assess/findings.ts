import { createHash } from 'node:crypto';
import type { Finding } from '../model/assessment.ts';
import { type ClusterRef, clusterId } from '../model/cluster.ts';
import type { ControlText, Judgement } from '../model/control.ts';
import { type Reach, reaches, type Subject, subjectText } from '../model/verdict.ts';

type Judged = {
  readonly control: Pick<ControlText, 'id' | 'severity'>;
  readonly judgements: readonly Judgement[];
  readonly cluster: ClusterRef;
};

type Found = {
  readonly subject: Subject;
  readonly path: string;
  reach: Reach;
  readonly values: Set<string>;
};

/** One finding for each subject and evidence path of a control, in order of both. */
export function findingsOf({
  control,
  judgements,
  cluster,
}: Judged): readonly Omit<Finding, 'firstSeenAt'>[] {
  const found = collectFound(judgements);
  return [...found.keys()].sort().flatMap((key) => {
    const item = found.get(key);
    if (item === undefined) return [];
    const { subject, path, reach, values } = item;
    return {
      fingerprint: fingerprintOf({ cluster, controlId: control.id, subject, path }),
      controlId: control.id,
      severity: control.severity,
      subject,
      reach,
      path,
      values: [...values].sort(),
    };
  });
}

function collectFound(judgements: readonly Judgement[]): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>();
  for (const { subject, verdict } of judgements) {
    if (verdict.outcome !== 'fail') continue;
    for (const { path, value } of verdict.evidence) {
      const key = `${subjectText(subject)}\u0000${path}`;
      const item = found.get(key) ?? { subject, path, reach: verdict.reach, values: new Set() };
      item.values.add(value);
      item.reach = farther(item.reach, verdict.reach);
      found.set(key, item);
    }
  }
  return found;
}

function farther(one: Reach, other: Reach): Reach {
  return reaches.indexOf(other) > reaches.indexOf(one) ? other : one;
}

function fingerprintOf(parts: {
  readonly cluster: ClusterRef;
  readonly controlId: string;
  readonly subject: Subject;
  readonly path: string;
}): string {
  const { kind, namespace, name } = parts.subject;
  const identity = [
    clusterId(parts.cluster),
    parts.controlId,
    kind,
    namespace ?? '',
    name,
    parts.path,
  ];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}
