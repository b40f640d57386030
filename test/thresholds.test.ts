import { expect, test } from '@jest/globals';
import { thresholdAnswer } from '../cli/thresholds.ts';
import type { ControlResult } from '../functions/model/assessment.ts';
import { assessmentFixture } from './assessment-fixture.ts';

const [given] = assessmentFixture().results;
if (given === undefined) throw new Error('the fixture has results');

const open = (...missing: readonly string[]): ControlResult => ({
  ...given,
  id: 'RBAC-01',
  severity: 'critical',
  isEvaluated: false,
  unknowns: [{ subject: { kind: 'Cluster', name: 'x' }, missing: [...missing] }],
});

const judged = (result: ControlResult) => ({
  findings: [],
  score: null,
  netScore: null,
  exceptions: [],
  results: [result],
});

test.each([
  ['a read that failed', 'roles: forbidden, expected 200, got 403'],
  ['a control that broke', 'control RBAC-01 failed: no reason'],
  ['a policy that is not understood', 'spec.ingress[0].moon'],
])('%s leaves a question open, which breaks --fail-on', (_, missing) => {
  expect(thresholdAnswer(judged(open(missing)), { failOn: 'high' })).toEqual({
    broken: ['RBAC-01 could not be evaluated (--fail-on high)'],
    unanswered: [],
  });
});

test('what was never going to be read is said, and breaks nothing', () => {
  const missing = 'eks:DescribeCluster: notCollected, no output of "aws eks describe-cluster"';
  expect(thresholdAnswer(judged(open(missing)), { failOn: 'critical' })).toEqual({
    broken: [],
    unanswered: ['RBAC-01 could not be evaluated (--fail-on critical)'],
  });
});

test('one thing not collected beside one that failed is one that failed', () => {
  const result = open('eks:DescribeCluster: notCollected, x', 'pods: timeout, y');
  expect(thresholdAnswer(judged(result), { failOn: 'critical' }).broken).toHaveLength(1);
});

test('a control below the severity asked for is not asked about', () => {
  const result = { ...open('pods: timeout, y'), severity: 'low' as const };
  expect(thresholdAnswer(judged(result), { failOn: 'high' })).toEqual({
    broken: [],
    unanswered: [],
  });
});

test('no score meets no minimum, not even zero', () => {
  expect(thresholdAnswer(judged(open('x')), { minScore: 0 }).broken).toHaveLength(1);
});

test('what an exception in force accepts breaks nothing, and the net score is the one asked for', () => {
  const fixture = assessmentFixture();
  const { score, netScore } = fixture;
  if (score === null || netScore === null) throw new Error('the fixture has scores');
  const findings = fixture.findings.map((finding) => ({ ...finding, exceptionId: 'accepted' }));
  const exception = {
    id: 'accepted',
    control: 'POD-01',
    scope: {},
    reason: 'Known.',
    compensatingControl: 'Watched.',
    requester: 'a',
    approver: 'b',
    granted: '2026-11-01',
    expires: '2027-11-01',
    state: 'active' as const,
    findings: findings.length,
  };
  const accepted = {
    findings,
    results: [],
    score: { ...score, headline: 40 },
    netScore: { ...netScore, headline: 80 },
    exceptions: [exception],
  };
  const asked = { failOn: 'low', minScore: 80 } as const;
  expect(thresholdAnswer(accepted, asked).broken).toEqual([]);
  expect(thresholdAnswer({ ...accepted, findings: fixture.findings }, asked).broken).toHaveLength(
    1,
  );
  const expired = [{ ...exception, state: 'expired' as const }];
  expect(thresholdAnswer({ ...accepted, exceptions: expired }, asked).broken).toEqual([
    'the score is 40 (--min-score 80)',
  ]);
});
