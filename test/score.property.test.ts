import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Catalogue, catalogue } from '../functions/assess/catalog.ts';
import { type Judged, judgeSnapshot } from '../functions/assess/judge.ts';
import { lossesOf } from '../functions/assess/losses.ts';
import { lostPointsOf, topFixesOf } from '../functions/assess/lost-points.ts';
import { domainScoresOf, scoreOf, toTenth } from '../functions/assess/score.ts';
import { weights } from '../functions/assess/weights.ts';
import type { Score } from '../functions/model/assessment.ts';
import { type ReadId, readIds } from '../functions/model/reads.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { improvements, withCleanObjects, withReplicas } from './improvements.ts';
import { anySnapshot, completeSnapshot } from './snapshot-arbitrary.ts';

/** More than a thousand clusters over all properties; `npm run -s prove:score` makes many more. */
const isProof = process.env['SCORE_PROOF'] === 'full';
const runs = { numRuns: isProof ? 200 : 30 };
const manyRuns = { numRuns: isProof ? 1_000 : 150 };
const place = fc.nat({ max: 11 });

describe('never lowers a score', () => {
  test.each(Object.entries(improvements))('%s', (name, improve) => {
    const rules = rulesFor(name);
    fc.assert(
      fc.property(anySnapshot, place, (snapshot, at) => {
        expectNotLower(allScores(improve(snapshot, at), rules), allScores(snapshot, rules));
      }),
      runs,
    );
  });

  test('removing any one finding', () => {
    fc.assert(
      fc.property(anySnapshot, place, (snapshot, at) => {
        const judged = judgeSnapshot(snapshot, catalogue);
        const findings = judged.findings.filter(
          (_, index) => index !== at % Math.max(1, judged.findings.length),
        );
        expectNotLower(scoresOf({ ...judged, findings }), scoresOf(judged));
      }),
      runs,
    );
  });
});

describe('changes no score', () => {
  test('adding clean objects', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const [before, after] = [allScores(snapshot), allScores(withCleanObjects(snapshot))];
        for (const [index, score] of before.entries()) {
          if (score !== null) expect(after[index]).toEqual(score);
        }
      }),
      runs,
    );
  });

  test('three times as many replicas', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        expect(judgeSnapshot(withReplicas(snapshot, 3), catalogue)).toEqual(
          judgeSnapshot(snapshot, catalogue),
        );
      }),
      runs,
    );
  });

  test('the order of objects', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const turned = {
          ...snapshot,
          pods: snapshot.pods.toReversed(),
          bindings: snapshot.bindings.toReversed(),
          networkPolicies: snapshot.networkPolicies.toReversed(),
        };
        expect(judgeSnapshot(turned, catalogue).findings).toEqual(
          judgeSnapshot(snapshot, catalogue).findings,
        );
      }),
      runs,
    );
  });
});

describe('what could not be read', () => {
  const blindness = fc.subarray([...readIds], { maxLength: 3 });

  test('gives an interval that holds the score of the whole truth', () => {
    fc.assert(
      fc.property(completeSnapshot, blindness, (truth, reads) => {
        const [whole, partial] = [allScores(truth), allScores(blinded(truth, reads))];
        for (const [index, score] of whole.entries()) {
          const bounds = partial[index];
          if (score === null || bounds === null || bounds === undefined) continue;
          expect(bounds.lower).toBeLessThanOrEqual(score.lower);
          expect(bounds.upper).toBeGreaterThanOrEqual(score.upper);
        }
      }),
      manyRuns,
    );
  });

  test('hides no loss of any control', () => {
    fc.assert(
      fc.property(completeSnapshot, blindness, (truth, reads) => {
        const whole = lossesOf(judgeSnapshot(truth, catalogue));
        const partial = lossesOf(judgeSnapshot(blinded(truth, reads), catalogue));
        for (const [index, { known, unknown }] of whole.entries()) {
          const seen = partial[index];
          const most = (seen?.known ?? 0) + (seen?.unknown ?? 0);
          expect(seen?.known).toBeLessThanOrEqual(known + 1e-9);
          expect(most).toBeGreaterThanOrEqual(known + unknown - 1e-9);
        }
      }),
      manyRuns,
    );
  });

  test('makes the lower bound the score to show, below the least coverage', () => {
    const seen = { covered: 0, uncovered: 0 };
    fc.assert(
      fc.property(completeSnapshot, (snapshot) => {
        const score = scoreOf(judgeSnapshot(snapshot, catalogue));
        if (score === null) return;
        const { evaluated, total } = score.coverage;
        const isCovered = evaluated / total >= weights.coverageMin;
        expect(score.headline).toBe(isCovered ? score.upper : score.lower);
        seen[isCovered ? 'covered' : 'uncovered'] += 1;
      }),
      manyRuns,
    );
    expect(Math.min(seen.covered, seen.uncovered)).toBeGreaterThan(0);
  });
});

describe('every lost point', () => {
  test('belongs to a control, and they add up to what is missing from 100', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const judged = judgeSnapshot(snapshot, catalogue);
        const score = scoreOf(judged);
        const lost = lostPointsOf(judged);
        const tenths = lost.reduce((total, { points }) => total + Math.round(points * 10), 0);
        expect(tenths).toBe(score === null ? 0 : Math.round((100 - score.headline) * 10));
        for (const { controlId, points, pointsUnknown, findings } of lost) {
          const result = judged.results.find(({ id }) => id === controlId);
          expect(points).toBeGreaterThanOrEqual(pointsUnknown);
          if (points > pointsUnknown) expect(findings).toBeGreaterThan(0);
          if (pointsUnknown > 0) expect(result?.isEvaluated).toBe(false);
        }
      }),
      runs,
    );
  });

  test('that findings cost comes back by the fixes, the largest gain first', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const judged = judgeSnapshot(snapshot, catalogue);
        const score = scoreOf(judged);
        const fixes = topFixesOf(judged);
        let running = score?.headline ?? 0;
        for (const [index, { gain, scoreAfter }] of fixes.entries()) {
          // Every fix takes its share away from what is lost, so together they gain more than alone.
          if (index === 0) expect(scoreAfter).toBe(toTenth(running + gain));
          expect(scoreAfter).toBeGreaterThanOrEqual(running);
          running = scoreAfter;
          const next = fixes[index + 1];
          // Both are rounded, so an equal gain may show a tenth apart.
          if (next !== undefined) expect(gain).toBeGreaterThanOrEqual(toTenth(next.gain - 0.1));
        }
        expect(fixes.reduce((total, { findings }) => total + findings, 0)).toBe(
          judged.findings.length,
        );
      }),
      runs,
    );
  });
});

function allScores(snapshot: Snapshot, rules: Rules = catalogue): readonly Score[] {
  return scoresOf(judgeSnapshot(snapshot, rules));
}

type Rules = Pick<Catalogue, 'controls' | 'frameworks'>;

/**
 * A pod that comes off the host network comes under policies, and with them under whatever its engine
 * reads otherwise than the specification: what NET-15 then tells was not there before.
 */
function rulesFor(improvement: string): Rules {
  if (improvement !== 'taking a pod off the host network') return catalogue;
  const controls = catalogue.controls.filter(({ id }) => id !== 'NET-15');
  return { ...catalogue, controls };
}

function scoresOf(judged: Judged): readonly Score[] {
  return [scoreOf(judged), ...Object.values(domainScoresOf(judged))];
}

/** A score may vanish with the last object that could be judged, which is no lower score. */
function expectNotLower(after: readonly Score[], before: readonly Score[]): void {
  for (const [index, score] of before.entries()) {
    const next = after[index];
    if (score === null || next === null || next === undefined) continue;
    expect(next.lower).toBeGreaterThanOrEqual(score.lower);
    expect(next.upper).toBeGreaterThanOrEqual(score.upper);
  }
}

/** What the scanner would have seen of a cluster without these reads. */
function blinded(truth: Snapshot, reads: readonly ReadId[]): Snapshot {
  const isBlind = (read: ReadId): boolean => reads.includes(read);
  const gaps = reads.map((read) => ({ read, reason: 'forbidden' as const, detail: '' }));
  const { ciliumConfig, eksCluster, vpcCniConfig, vpcCniNodeAgent, ...rest } = truth;
  return {
    ...rest,
    gaps,
    pods: isBlind('pods') ? [] : truth.pods,
    namespaces: isBlind('namespaces') ? [] : truth.namespaces,
    workloads: isBlind('daemonsets') ? [] : truth.workloads,
    networkPolicies: isBlind('networkpolicies') ? [] : truth.networkPolicies,
    roles: isBlind('clusterroles') ? [] : truth.roles,
    bindings: truth.bindings.filter(
      ({ kind }) => !isBlind(kind === 'RoleBinding' ? 'rolebindings' : 'clusterrolebindings'),
    ),
    accessEntries: isBlind('eks:ListAccessEntries') ? [] : truth.accessEntries,
    ...(eksCluster && !isBlind('eks:DescribeCluster') && { eksCluster }),
    ...(ciliumConfig && !isBlind('configmaps/kube-system/cilium-config') && { ciliumConfig }),
    ...(vpcCniConfig && !isBlind('configmaps/kube-system/amazon-vpc-cni') && { vpcCniConfig }),
    ...(vpcCniNodeAgent && !isBlind('daemonsets') && { vpcCniNodeAgent }),
  };
}
