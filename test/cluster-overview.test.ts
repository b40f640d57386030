import { describe, expect, test } from '@jest/globals';
import { clusterOverview } from '../cli/present/cluster-overview.ts';
import { fleetTable } from '../cli/present/fleet-table.ts';
import { assessmentFixture } from './assessment-fixture.ts';

const assessment = assessmentFixture();
const withoutExceptions = { ...assessment, exceptions: [] };

describe('a cluster at a terminal', () => {
  const overview = clusterOverview(assessment);

  test('has its net score beside the score where exceptions are in force, and else not', () => {
    expect(overview).toContain('score 58.4 D (58.4 to 71.9), net 62.1 C (62.1 to 75.6), change');
    expect(overview).toContain('exceptions: 2 in force (1 unused), 1 expired; 1 finding accepted');
    const without = clusterOverview(withoutExceptions);
    expect(without).toContain('score 58.4 D (58.4 to 71.9), change');
    expect(without).not.toContain('exceptions:');
  });

  test('tells what frameworks that can be checked come to, and of others nothing', () => {
    expect(overview).toContain(
      'frameworks: cis-eks-1.8.0 1 of 6 satisfied (1 not satisfied, 1 not evaluated, ' +
        '0 not applicable, 3 not visible)',
    );
    expect(overview).not.toContain('soc2');
  });

  test('tells the gain of a fix by itself, and the score after it and those above', () => {
    expect(overview).toContain(
      '1. POD-01, 2 findings: 8.0 points by itself, score 66.4 after it\n',
    );
    expect(overview).toContain(
      '2. RBAC-01, 2 findings: 7.0 points by itself, score 73.4 after it and those above',
    );
  });

  test('lists what failed worst first, and what passed by its ids', () => {
    const rows = [...overview.matchAll(/^(FAIL|UNKNOWN) +(\S+)/gm)].map((row) => row[2]);
    expect(rows).toEqual(['POD-01', 'RBAC-01', 'IAM-02', 'NET-01', 'POD-06']);
    expect(overview).toContain('\npass (2): NET-05, CP-04\n');
  });

  test('stays on a screen whatever there is to tell, and names every control', () => {
    const results = Array.from({ length: 88 }, (_, index) => ({
      ...assessment.results[index % assessment.results.length],
      id: `NET-${100 + index}`,
    })) as unknown as typeof assessment.results;
    const regressions = Array.from({ length: 40 }, () => ({
      kind: 'newFinding' as const,
      text: 'x'.repeat(5_000),
    }));
    const changes = { ...assessment.changes, regressions };
    const crowded = clusterOverview({ ...assessment, results, changes });
    expect(crowded.split('\n').length).toBeLessThan(50);
    expect(crowded).toContain('  and 34 more\n');
    expect(crowded).not.toContain('x'.repeat(201));
    for (const { id } of results) expect(crowded).toContain(id);
  });
});

describe('a fleet at a terminal', () => {
  test('has a column of net scores where exceptions are in force somewhere', () => {
    const [titles, first, second] = fleetTable([assessment, withoutExceptions]).split('\n');
    expect(titles).toMatch(/SCORE +NET +CHANGE/);
    expect(first).toMatch(/58\.4 D \(58\.4 to 71\.9\) +62\.1 C \(62\.1 to 75\.6\) +-13\.6/);
    expect(second).toMatch(/58\.4 D \(58\.4 to 71\.9\) +- +-13\.6/);
  });

  test('has none where there are none', () => {
    expect(fleetTable([withoutExceptions])).not.toContain('NET ');
  });
});
