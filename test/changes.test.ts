import { describe, expect, test } from '@jest/globals';
import { assessSnapshot } from '../functions/assess/assess-snapshot.ts';
import type { Previous } from '../functions/assess/baseline.ts';
import type { Catalogue } from '../functions/assess/catalog.ts';
import { noChanges } from '../functions/assess/changes.ts';
import type { Assessment } from '../functions/model/assessment.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { subjectText } from '../functions/model/verdict.ts';
import { coreCatalogue } from './core-catalogue.ts';
import { snapshotOf, tweak } from './minimal-snapshot.ts';

const privileged = { containers: [{ name: 'app', securityContext: { privileged: true } }] };
const tidy = {
  namespaces: ['shop'],
  networkPolicies: [
    { name: 'default-deny', spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } },
  ],
  workloads: [{ kind: 'DaemonSet', name: 'cilium' }],
  ciliumConfig: {},
  eksCluster: { endpointPublicAccess: false },
};
const good = snapshotOf({
  ...tidy,
  pods: [
    {
      name: 'api-1',
      owner: 'Deployment api',
      spec: {
        securityContext: { runAsNonRoot: true },
        containers: [{ name: 'app', securityContext: { allowPrivilegeEscalation: false } }],
      },
    },
  ],
});
const bad = snapshotOf({
  ...tidy,
  pods: [{ name: 'api-1', owner: 'Deployment api', spec: privileged }],
});
const yesterday = { takenAt: '2026-11-01T06:00:00.000Z', scanId: '20261101T060000000Z' };
const today = { takenAt: '2026-11-02T06:00:00.000Z', scanId: '20261102T060000000Z' };

describe('the first assessment of a cluster', () => {
  test('has findings first seen now, and no changes', () => {
    const { findings, changes } = assessed(tweak(bad, today));
    expect(findings.map(({ firstSeenAt }) => firstSeenAt)).toEqual(Array(3).fill(today.takenAt));
    expect(changes).toEqual(noChanges);
  });
});

describe('compared with the assessment before', () => {
  test('a finding beside a gap that stays the same is new, and rings', () => {
    const gap = { read: 'jobs', reason: 'forbidden', detail: 'answer one' } as const;
    const other = { ...gap, detail: 'answer two' };
    const { changes } = compared(tweak(good, { gaps: [gap] }), tweak(bad, { gaps: [other] }));
    expect(prints(changes.new)).toContain('POD-01 Deployment shop/api');
    expect(changes.regressions.map(({ kind }) => kind)).toContain('newFinding');
  });

  test('a finding that a gap of before may have hidden is not comparable', () => {
    const gap = { read: 'jobs', reason: 'forbidden', detail: '' } as const;
    const { changes } = compared(tweak(good, { gaps: [gap] }), bad);
    expect(prints(changes.notComparable)).toContain('POD-01 Deployment shop/api');
    expect(changes.new).toEqual([]);
  });

  test('a new critical finding is a regression, and so is the score that it costs', () => {
    const { changes } = compared(good, bad);
    expect(prints(changes.new)).toEqual([
      'POD-01 Deployment shop/api',
      'POD-05 Deployment shop/api',
      'POD-06 Deployment shop/api',
    ]);
    expect(changes.regressions.map(({ kind }) => kind)).toEqual([
      'newFinding',
      'scoreDrop',
      'domainDrop',
    ]);
    expect(changes.regressions[0]?.text).toBe(
      'New critical finding POD-01 for Deployment shop/api: true (No container is privileged)',
    );
    expect(changes.regressions[1]?.text).toBe('Score fell from 100 to 91.3');
  });

  test('what is gone is resolved, and nothing got worse', () => {
    const { changes } = compared(bad, good);
    expect(changes.resolved).toHaveLength(3);
    expect(changes.regressions).toEqual([]);
  });

  test('a problem that stays keeps the time when it was first seen', () => {
    const { findings, changes } = compared(bad, bad);
    expect(changes.unchanged).toBe(3);
    expect(new Set(findings.map(({ firstSeenAt }) => firstSeenAt))).toEqual(
      new Set([yesterday.takenAt]),
    );
  });

  test('a rollout that renames the pods changes nothing', () => {
    const renamed = tweak(bad, { pods: bad.pods.map((pod) => ({ ...pod, name: 'api-7f9c' })) });
    expect(compared(bad, renamed).changes).toMatchObject({ new: [], resolved: [], unchanged: 3 });
  });

  test('a new medium finding that costs little is no regression', () => {
    const rootful = tweak(good, {
      pods: good.pods.map((pod) => ({
        ...pod,
        spec: { ...pod.spec, securityContext: { sysctls: [] } },
      })),
    });
    const { changes } = compared(good, rootful);
    expect(prints(changes.new)).toEqual(['POD-06 Deployment shop/api']);
    expect(changes.regressions).toEqual([]);
  });

  test('medium findings that cost a domain three points are a drop of that domain', () => {
    const open = tweak(good, { networkPolicies: [] });
    expect(compared(good, open).changes.regressions).toEqual([
      { kind: 'scoreDrop', text: 'Score fell from 100 to 95.8' },
      { kind: 'domainDrop', text: 'Score of domain network fell from 100 to 95.8' },
    ]);
  });
});

describe('what one of the two could not see', () => {
  const blind = tweak(good, {
    pods: [],
    gaps: [{ read: 'pods', reason: 'forbidden', detail: 'got 403' }],
  });

  test('is not resolved when the read fails now, but coverage is lost', () => {
    const { changes } = compared(bad, blind);
    expect(changes.resolved).toEqual([]);
    expect(changes.notComparable).toHaveLength(3);
    expect(changes.regressions).toEqual([
      {
        kind: 'coverageLost',
        text:
          'NET-01, NET-02, NET-03, NET-04, NET-07, POD-01, POD-05, POD-06 could ' +
          'not be evaluated any more; 6 of 14 controls could',
      },
    ]);
  });

  test('is not new when the read failed before', () => {
    const { changes } = compared(blind, bad);
    expect(changes.new).toEqual([]);
    expect(changes.notComparable).toHaveLength(3);
    expect(changes.regressions).toEqual([]);
  });

  test('leaves other subjects of the control comparable', () => {
    const strange = { namespace: 'pay', name: 'strange', labels: {}, spec: { tier: 'admin' } };
    const inPay = { namespace: 'pay', owner: { kind: 'Pod', namespace: 'pay', name: 'one' } };
    const before = tweak(good, {
      namespaces: [...good.namespaces, { name: 'pay', labels: {}, isImplied: false }],
      pods: good.pods.flatMap((pod) => [pod, { ...pod, ...inPay }]),
      networkPolicies: [...good.networkPolicies, strange],
    });
    const after = tweak(before, { networkPolicies: [strange] });
    expect(prints(compared(before, after).changes.new)).toEqual([
      'NET-01 Namespace shop',
      'NET-02 Namespace shop',
      'NET-03 Namespace shop',
      'NET-04 Deployment shop/api',
      'NET-07 Deployment shop/api',
    ]);
  });
});

describe('under a new catalogue', () => {
  const older: Catalogue = {
    ...coreCatalogue,
    version: '2026.10.1',
    controls: coreCatalogue.controls.filter(({ id }) => id !== 'POD-01'),
  };

  test('the previous snapshot is judged by it, so a new rule is not a change', () => {
    const assessment = assessed(tweak(bad, yesterday), undefined, older);
    const previous = { assessment, snapshot: tweak(bad, yesterday) };
    const { changes, findings } = assessed(tweak(bad, today), previous);
    expect(changes).toMatchObject({ new: [], resolved: [], unchanged: 3, regressions: [] });
    expect(changes.previous?.score?.headline).toBe(assessment.score?.headline);
    expect(changes.previous?.rescored?.score?.headline).toBe(91.3);
    expect(findings.map(({ firstSeenAt }) => firstSeenAt)).toEqual(
      Array(3).fill(yesterday.takenAt),
    );
  });

  test('without the previous snapshot nothing is new, resolved or worse', () => {
    const assessment = assessed(tweak(good, yesterday), undefined, older);
    const { changes } = assessed(tweak(bad, today), { assessment, snapshotMissing: 'deleted' });
    expect(changes).toMatchObject({ new: [], resolved: [], regressions: [] });
    expect(prints(changes.notComparable)).toHaveLength(3);
    expect(changes.previous?.notComparable).toBe(
      'catalogue 2026.10.1 was replaced by 2026.11.2, and the previous snapshot cannot be ' +
        'judged again: deleted',
    );
  });
});

describe('a finding that is back', () => {
  const later = { takenAt: '2026-11-04T06:00:00.000Z', scanId: '20261104T060000000Z' };
  const soon = { takenAt: '2026-11-02T18:00:00.000Z', scanId: '20261102T180000000Z' };
  const mended = compared(bad, good);

  test('is reopened and rings, with the time when it first came', () => {
    const { changes, findings } = assessed(tweak(bad, later), { assessment: mended });
    expect(changes.new).toEqual([]);
    expect(prints(changes.reopened)).toContain('POD-01 Deployment shop/api');
    expect(changes.regressions[0]?.text).toMatch(/^Reopened critical finding POD-01 /);
    expect(new Set(findings.map(({ firstSeenAt }) => firstSeenAt))).toEqual(
      new Set([yesterday.takenAt]),
    );
    expect(changes.closed).toEqual([]);
  });

  test('does not ring again within a day', () => {
    const { changes } = assessed(tweak(bad, soon), { assessment: mended });
    expect(changes.reopened).toHaveLength(3);
    expect(changes.regressions.map(({ kind }) => kind)).not.toContain('newFinding');
  });

  test('is not reopened where it only went out of sight, and keeps its time', () => {
    const gap = { read: 'pods', reason: 'forbidden', detail: '' } as const;
    const blind = compared(bad, tweak(good, { pods: [], gaps: [gap] }));
    const { changes, findings } = assessed(tweak(bad, later), { assessment: blind });
    expect(changes.reopened).toEqual([]);
    expect(findings[0]?.firstSeenAt).toBe(yesterday.takenAt);
  });

  test('stays known over scans in which it is gone', () => {
    const stillGood = assessed(tweak(good, later), { assessment: mended });
    expect(stillGood.changes.closed).toEqual(mended.changes.closed);
    expect(stillGood.changes.closed).toHaveLength(3);
  });
});

describe('a scan of another kind of source', () => {
  test('is not compared, and says so', () => {
    const { changes } = compared(tweak(good, { source: 'manifests' }), bad);
    expect(changes).toMatchObject({ new: [], resolved: [], regressions: [] });
    expect(changes.previous?.notComparable).toBe(
      'the scan before read manifests, and this one an EKS cluster with its AWS side',
    );
  });
});

function compared(before: Snapshot, after: Snapshot): Assessment {
  const previous = { assessment: assessed(tweak(before, yesterday)) };
  return assessed(tweak(after, today), previous);
}

function assessed(snapshot: Snapshot, previous?: Previous, rules = coreCatalogue): Assessment {
  return assessSnapshot({
    scan: { scanId: snapshot.scanId, cluster: snapshot.cluster },
    snapshot,
    snapshotDigest: '0'.repeat(64),
    previous,
    catalogue: rules,
    tool: { name: 'ringfence', version: '1.2.3' },
  });
}

function prints(findings: Assessment['findings']): readonly string[] {
  return findings.map(({ controlId, subject }) => `${controlId} ${subjectText(subject)}`);
}
