import { judgeSnapshot } from '../functions/assess/judge.ts';
import type { Control } from '../functions/model/control.ts';
import type { ReadId } from '../functions/model/reads.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { subjectText } from '../functions/model/verdict.ts';

/** What comes out right although it is wrong, or not known, where everything was read. */
export function whitewashed(
  control: Control,
  whole: Snapshot,
  denied: Snapshot,
): readonly string[] {
  const before = verdictsOf(control, whole);
  const after = verdictsOf(control, denied);
  const wasBad = before.outcome === 'fail' || before.outcome === 'unknown';
  const isGood = after.outcome === 'pass' || after.outcome === 'notApplicable';
  const turned = [...before.bad].filter((subject) => after.good.has(subject));
  return [
    ...(wasBad && isGood ? [`${control.id}: ${before.outcome} to ${after.outcome}`] : []),
    ...turned.map((subject) => `${control.id}: ${subject}`),
  ];
}

export function declaredReads(control: Control): readonly ReadId[] {
  const { subjectReads, judgementReads, consultedReads = [] } = control;
  return [...new Set([...subjectReads, ...judgementReads, ...consultedReads])];
}

function verdictsOf(control: Control, snapshot: Snapshot) {
  const { results, findings } = judgeSnapshot(snapshot, { controls: [control], frameworks: [] });
  const unknowns = results[0]?.unknowns ?? [];
  const bad = new Set([...findings, ...unknowns].map(({ subject }) => subjectText(subject)));
  // What is unknown for the whole cluster may be any of its subjects.
  const isOpen = unknowns.some(({ subject }) => subject.kind === 'Cluster');
  const subjects = isOpen ? [] : control.subjects(snapshot).map(subjectText);
  return {
    outcome: results[0]?.outcome,
    bad,
    good: new Set(subjects.filter((subject) => !bad.has(subject))),
  };
}
