import type { ControlResult, Finding } from '../model/assessment.ts';
import { clusterSubject } from '../model/cluster-subject.ts';
import type { Control, Judgement } from '../model/control.ts';
import { messageOf } from '../model/errors.ts';
import { gapsIn, gapText } from '../model/gaps.ts';
import type { Gap, Snapshot } from '../model/snapshot.ts';
import { type Subject, subjectText, unknown } from '../model/verdict.ts';
import type { Catalogue } from './catalog.ts';
import { findingsOf } from './findings.ts';
import { mappingsByControl } from './frameworks/mappings.ts';

/** A finding before it is known when it was first seen. */
export type FreshFinding = Omit<Finding, 'firstSeenAt'>;

export type Judged = {
  readonly results: readonly ControlResult[];
  readonly findings: readonly FreshFinding[];
};

/** Judges a snapshot by every control of a catalogue. */
export function judgeSnapshot(
  snapshot: Snapshot,
  { controls, frameworks }: Pick<Catalogue, 'controls' | 'frameworks'>,
): Judged {
  const mappings = mappingsByControl(frameworks);
  const judged = controls.map((control) => {
    const { judgements, hasUnseen } = judgementsOf(control, snapshot);
    return {
      result: {
        ...resultOf(control, judgements),
        hasUnseen,
        mappings: [...(mappings.get(control.id) ?? [])],
      },
      findings: findingsOf({ control, judgements, cluster: snapshot.cluster }),
    };
  });
  return {
    results: judged.map(({ result }) => result),
    findings: judged.flatMap(({ findings }) => findings),
  };
}

type Judgements = {
  readonly judgements: readonly Judgement[];
  /** Whether a read is missing, so that what is unknown may be any number of failures. */
  readonly hasUnseen: boolean;
};

function judgementsOf(control: Control, snapshot: Snapshot): Judgements {
  const unseen = gapsIn(snapshot, control.subjectReads);
  const missing = gapsIn(snapshot, control.judgementReads);
  const consulted = gapsIn(snapshot, control.consultedReads ?? []);
  const hasUnseen = unseen.length + missing.length + consulted.length > 0;
  try {
    const judgements =
      missing.length === 0
        ? control.evaluate(snapshot)
        : control.subjects(snapshot).map((subject) => unknownFor(subject, missing));
    const missingForAll = judgements.length === 0 ? missing : [];
    const forCluster = [...unseen, ...missingForAll];
    if (forCluster.length === 0) return { judgements, hasUnseen };
    const whole = unknownFor(clusterSubject(snapshot), forCluster);
    return { judgements: [...judgements, whole], hasUnseen };
  } catch (thrown) {
    // A control that fails says nothing about its subjects; the others are not harmed.
    const text = `control ${control.id} failed: ${messageOf(thrown)}`;
    const judgements = [{ subject: clusterSubject(snapshot), verdict: unknown(text) }];
    return { judgements, hasUnseen: true };
  }
}

function unknownFor(subject: Subject, gaps: readonly Gap[]): Judgement {
  const [first = 'a read', ...rest] = [...new Set(gaps.map(gapText))];
  return { subject, verdict: unknown(first, ...rest) };
}

function resultOf(
  control: Control,
  judgements: readonly Judgement[],
): Omit<ControlResult, 'hasUnseen' | 'mappings'> {
  const { id, title, domain, severity, rationale, remediation, reachMax } = control;
  const subjects = { pass: 0, fail: 0, unknown: 0, notApplicable: 0 };
  for (const { verdict } of judgements) subjects[verdict.outcome] += 1;
  const unknowns = judgements.flatMap(({ subject, verdict }) =>
    verdict.outcome === 'unknown' ? [{ subject, missing: [...verdict.missing] }] : [],
  );
  return {
    id,
    title,
    domain,
    severity,
    rationale,
    remediation,
    snippets: control.snippets.map((snippet) => ({ ...snippet })),
    reachMax,
    outcome: outcomeOf(subjects),
    isEvaluated: subjects.unknown === 0,
    subjects,
    unknowns: unknowns.sort(bySubject),
  };
}

function outcomeOf(subjects: ControlResult['subjects']): ControlResult['outcome'] {
  if (subjects.fail > 0) return 'fail';
  if (subjects.unknown > 0) return 'unknown';
  return subjects.pass > 0 ? 'pass' : 'notApplicable';
}

type WithSubject = { readonly subject: Subject };

function bySubject(one: WithSubject, other: WithSubject): number {
  const [left, right] = [subjectText(one.subject), subjectText(other.subject)];
  return left < right ? -1 : Number(left > right);
}
