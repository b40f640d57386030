import { describe, expect, test } from '@jest/globals';
import type { Assessment } from '../functions/model/assessment.ts';
import { clusterReport } from '../report-templates/cluster-report.ts';
import { assessmentFixture } from './assessment-fixture.ts';
import { blockText } from './block-text.ts';

const digests = {
  snapshot: 'd'.repeat(64),
  assessment: 'e'.repeat(64),
  findings: 'f'.repeat(64),
};

const reportText = (assessment: Assessment): string =>
  blockText(clusterReport({ assessment, digests }));

test('the report on a cluster says this, in this order', () => {
  expect(reportText(assessmentFixture())).toMatchSnapshot();
});

describe('what is cut says so', () => {
  test('with the number shown, the number there are, and the digest of the full list', () => {
    const text = reportText(assessmentFixture({ findings: 300 }));
    const note = `! Showing 50 of 75 findings: All of them are in findings.json, SHA-256 ${digests.findings}.`;
    expect(text.split('\n').filter((line) => line === note)).toHaveLength(4);
    expect(text).toContain('! Showing 50 of 150 findings');
  });

  test('also where one finding has more values than are shown', () => {
    const assessment = assessmentFixture({ findings: 1 });
    const values = Array.from({ length: 30 }, (_, index) => `value ${index}`);
    const findings = assessment.findings.map((finding) => ({ ...finding, values }));
    const text = reportText({ ...assessment, findings });
    expect(text).toContain('= value 11 / (showing 12 of 30 values)');
    expect(text).toContain(
      `! Showing at most 12 values of a finding: All of them are in findings.json, SHA-256 ${digests.findings}.`,
    );
  });

  test('also where one value is long, in findings and in what got worse', () => {
    const assessment = assessmentFixture({ findings: 1 });
    const value = '4430, '.repeat(4_000);
    const findings = assessment.findings.map((finding) => ({ ...finding, values: [value] }));
    const regressions = [{ kind: 'newFinding' as const, text: value }];
    const changes = { ...assessment.changes, new: findings, regressions };
    const text = reportText({ ...assessment, findings, changes });
    expect(text).toContain('4430 … and 23,600 more characters');
    expect(text).toContain('! Showing at most 400 characters of a value: All of them are in');
    expect(text).not.toContain('4430, '.repeat(80));
  });

  test('and what is not cut does not', () => {
    expect(reportText(assessmentFixture({ findings: 9 }))).not.toContain('Showing');
  });
});

describe('what could not be seen', () => {
  const assessment = assessmentFixture();

  test('a read that failed stands apart from a kind that is not installed', () => {
    const text = reportText(assessment);
    const failed = text.indexOf('### Reads that failed or came back incomplete');
    const missing = text.indexOf('### Kinds that are not installed');
    expect(text.indexOf('| eks:ListAccessEntries | Access denied')).toBeGreaterThan(failed);
    expect(text.indexOf('| eks:ListAccessEntries | Access denied')).toBeLessThan(missing);
    expect(text.indexOf('| ciliumnetworkpolicies.cilium.io | Not installed')).toBeGreaterThan(
      missing,
    );
  });

  test('a built-in kind that is not served counts as a failed read', () => {
    const gap = { read: 'networkpolicies', reason: 'notServed', detail: 'got 404' } as const;
    const text = reportText({ ...assessment, gaps: [gap] });
    expect(text).toContain('! 1 read failed or came back incomplete');
    expect(text).not.toContain('Kinds that are not installed');
  });

  test('a read that the source does not offer is said to be that', () => {
    const gap = { read: 'eks:DescribeAddon', reason: 'notCollected', detail: '' } as const;
    const text = reportText({ ...assessment, source: 'manifests', gaps: [gap] });
    expect(text).toContain('### Reads that were not made\n| Read');
    expect(text).toContain('None: every read that was made came back whole.');
  });

  test('a read with a gap is not counted among those that came back whole', () => {
    const gap = { read: 'pods', reason: 'cutOff', detail: 'page 3 of 4' } as const;
    const text = reportText({ ...assessment, gaps: [gap] });
    expect(text).toContain('from 7 reads, of which 6 came back whole');
    expect(text).toContain('| pods | Answer cut off | 1,840');
  });

  test('a control that was not evaluated is named on the page for management', () => {
    const summary = reportText(assessment).split('---')[1] ?? '';
    expect(summary).toContain('! 1 of 7 controls could not be evaluated fully: IAM-02.');
  });
});

describe('the score', () => {
  const assessment = assessmentFixture();

  test('is not invented where nothing was evaluated', () => {
    const text = reportText({ ...assessment, score: null });
    expect(text).toContain('has no score, because nothing could be evaluated');
    expect(text).toContain('Cluster: none, 6 of 7');
  });

  test('of a first scan has nothing to be compared with', () => {
    const { previous: _, ...changes } = assessment.changes;
    const text = reportText({ ...assessment, changes });
    expect(
      text.split('This is the first scan of the cluster: there is nothing to compare.'),
    ).toHaveLength(3);
  });

  test('tells an effect of the catalogue apart from a change of the cluster', () => {
    const text = reportText(assessment);
    expect(text).toContain(
      'Effect of the rules: -2.2 points. Under the present catalogue the previous scan comes to 72.0',
    );
    expect(text).toContain('Effect of the cluster: -13.6 points since then');
  });
});

test('findings are grouped by control, worst severity first', () => {
  const text = reportText(assessmentFixture());
  const section = text.slice(text.indexOf('# 5 Findings'), text.indexOf('# 6 Exceptions'));
  const headings = [...section.matchAll(/## (\S+) /g)].map((match) => match[1]);
  expect(headings).toEqual(['POD-01', 'RBAC-01', 'NET-01', 'POD-06']);
});

describe('exceptions', () => {
  const assessment = assessmentFixture();
  const sectionOf = (given: Assessment, from: string, to: string): string => {
    const text = reportText(given);
    return text.slice(text.indexOf(`# ${from}`), text.indexOf(`# ${to}`));
  };
  const registerOf = (given: Assessment) => sectionOf(given, '6 Exceptions', '7 Frameworks');

  test('what needs a decision comes first, and its state is a word', () => {
    const rows = [...registerOf(assessment).matchAll(/^\| (\S+) \| \S+ \| .*? \| (.*?) \|/gm)];
    expect(rows.slice(1).map(([, id, state]) => [id, state])).toEqual([
      ['old-admin', 'Expired'],
      ['no-longer-needed', 'Unused, too wide'],
      ['payments-gateway', 'In force'],
      ['next-year', 'Granted for later'],
    ]);
  });

  test('reason and compensating control stand below each', () => {
    expect(registerOf(assessment)).toMatch(
      /\| old-admin .*\n {2}Reason: They deploy by hand\.\n {2}Compensating control: Their/,
    );
  });

  test('a long register is cut with a count', () => {
    const [first] = assessment.exceptions;
    const many = Array.from({ length: 70 }, (_, index) => ({ ...first, id: `e-${index}` }));
    const exceptions = many as unknown as Assessment['exceptions'];
    expect(registerOf({ ...assessment, exceptions })).toContain('! Showing 50 of 70 exceptions');
  });

  test('without one in force no net score is told, and without a file none is missed', () => {
    const exceptions = assessment.exceptions.filter(({ state }) => state === 'expired');
    expect(reportText({ ...assessment, exceptions })).not.toMatch(/net score|\(net\)|, net:/i);
    const { exceptionsDigest: _, ...none } = { ...assessment, exceptions: [] };
    expect(registerOf(none)).toContain('No file of exceptions was given');
    expect(reportText(none)).not.toMatch(/net score|\(net\)|, net:/i);
  });

  test('an accepted finding is not open, and is told with its exception', () => {
    const text = reportText(assessment);
    expect(text).toContain(
      '8 findings are open: 4 critical and 4 medium. 1 more finding is accepted',
    );
    expect(text.match(/checkout-service-4 \/ Accepted: exception payments-gateway/g)).toHaveLength(
      2,
    );
  });
});

describe('frameworks and namespaces', () => {
  const text = reportText(assessmentFixture());

  test('each framework has its counts, in the order of the columns', () => {
    expect(text).toContain('| CIS Amazon EKS Benchmark 1.8.0 | Checks | 1 | 1 | 1 | 0 | 3 | 6');
    expect(text).toContain('| SOC 2 2017 | Supports | 0 | 0 | 0 | 1 | 0 | 1');
  });

  test('a remark that many recommendations share is a note', () => {
    expect(text.match(/Not visible \| Note 1\./g)).toHaveLength(3);
    expect(text).toContain('Note 1: It is seen on a node, where nothing of ours runs.');
    expect(text).toContain('Not evaluated | CP-04, (IAM-02) / Images of other registries are not');
  });

  test('a namespace tells what it enforces, passes and could enforce', () => {
    expect(text).toContain('| orders | Privileged, latest | Baseline | Baseline | 5 | –');
    expect(text).toContain('| empty | Privileged, latest | No pods | – | 0 | –');
    expect(text).toContain('| Baseline, by what was seen | Not known | 2');
    expect(text).toMatch(/\| payments-production \| Restricted, v1\.33 .* and 2 more/);
    expect(text).toContain('Not known, because this was not seen: pods: forbidden.');
  });

  test('a list of many namespaces is cut with a count', () => {
    const assessment = assessmentFixture();
    const [first] = assessment.podSecurity;
    const many = Array.from({ length: 99 }, (_, index) => ({ ...first, namespace: `n-${index}` }));
    const podSecurity = many as unknown as Assessment['podSecurity'];
    expect(reportText({ ...assessment, podSecurity })).toContain(
      `! Showing 60 of 99 namespaces: All of them are in assessment.json, SHA-256 ${digests.assessment}.`,
    );
  });
});

test('each control with findings shows its first snippet once', () => {
  const text = reportText(assessmentFixture({ findings: 40 }));
  expect(text.match(/^> {5}- POD-01$/gm)).toHaveLength(1);
  expect(text).not.toContain('kubectl get pods');
});
