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
      'The catalogue has changed since. Under the present one the previous scan comes to 72.0',
    );
  });
});

test('findings are grouped by control, worst severity first', () => {
  const text = reportText(assessmentFixture());
  const section = text.slice(text.indexOf('# 5 Findings'), text.indexOf('# 6 Changes'));
  const headings = [...section.matchAll(/## (\S+) /g)].map((match) => match[1]);
  expect(headings).toEqual(['POD-01', 'RBAC-01', 'NET-01', 'POD-06']);
});
