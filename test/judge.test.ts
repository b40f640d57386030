import { describe, expect, test } from '@jest/globals';
import { catalogue, catalogueDigest } from '../functions/assess/catalog.ts';
import { judgeSnapshot } from '../functions/assess/judge.ts';
import { domainScoresOf, scoreOf } from '../functions/assess/score.ts';
import { control } from '../functions/model/control.ts';
import { gapText, readNamedIn, saysNotCollected } from '../functions/model/gaps.ts';
import { judgeBy, pass } from '../functions/model/verdict.ts';
import { coreCatalogue } from './core-catalogue.ts';
import { minimalSnapshot, snapshotOf, tweak } from './minimal-snapshot.ts';

const texts = {
  id: 'TST-01',
  title: 'Every namespace is fine',
  domain: 'network',
  severity: 'high',
  rationale: 'Harm.',
  remediation: 'Mend.',
  snippets: [],
  reachMax: 'namespace',
} as const;
const reads = { subjectReads: ['namespaces'], judgementReads: ['networkpolicies'] } as const;
const twoNamespaces = snapshotOf({ namespaces: ['pay', 'shop'] });
const items = (snapshot: typeof twoNamespaces) =>
  snapshot.namespaces.map(({ name }) => ({ subject: { kind: 'Namespace', name } }));
const allPass = control({ ...texts, ...reads, items, judge: () => pass });
const throwing = control({
  ...texts,
  ...reads,
  id: 'TST-02',
  items,
  judge: () => {
    throw new Error('index out of\n  range');
  },
});

function judgedBy(controls: readonly (typeof allPass)[], snapshot = twoNamespaces) {
  return judgeSnapshot(snapshot, { controls, frameworks: [] });
}

function unknownsOf(snapshot: typeof twoNamespaces): readonly string[] | undefined {
  return judgedBy([allPass], snapshot).results[0]?.unknowns.map(
    ({ subject, missing }) => `${subject.kind} ${subject.name}: ${missing.join(', ')}`,
  );
}

describe('a gap', () => {
  const cutOff = { read: 'namespaces', reason: 'cutOff', detail: 'after page 1' } as const;
  const forbidden = { read: 'networkpolicies', reason: 'forbidden', detail: 'got 403' } as const;

  test('in a judgement read makes every subject unknown', () => {
    expect(unknownsOf(tweak(twoNamespaces, { gaps: [forbidden] }))).toEqual([
      'Namespace pay: networkpolicies: forbidden, got 403',
      'Namespace shop: networkpolicies: forbidden, got 403',
    ]);
  });

  test('in a judgement read without any subject makes the cluster unknown', () => {
    expect(unknownsOf(tweak(minimalSnapshot, { gaps: [forbidden] }))).toEqual([
      'Cluster shop: networkpolicies: forbidden, got 403',
    ]);
  });

  test('in a subject read leaves the known subjects judged and adds the unseen ones', () => {
    const snapshot = tweak(twoNamespaces, { gaps: [cutOff] });
    expect(unknownsOf(snapshot)).toEqual(['Cluster shop: namespaces: cutOff, after page 1']);
    expect(judgedBy([allPass], snapshot).results[0]).toMatchObject({
      outcome: 'unknown',
      isEvaluated: false,
      subjects: { pass: 2, fail: 0, unknown: 1, notApplicable: 0 },
    });
  });

  test('in another read changes nothing', () => {
    const gap = { read: 'pods', reason: 'forbidden', detail: '' } as const;
    expect(unknownsOf(tweak(twoNamespaces, { gaps: [gap] }))).toEqual([]);
  });

  test('is none where a kind that is not built in is not installed', () => {
    const gaps = [
      { read: 'ciliumnetworkpolicies.cilium.io', reason: 'notServed', detail: '' },
    ] as const;
    const cilium = { ...reads, judgementReads: ['ciliumnetworkpolicies.cilium.io'] } as const;
    const judging = control({ ...texts, ...cilium, items, judge: () => pass });
    const snapshot = tweak(twoNamespaces, { gaps: [...gaps] });
    expect(judgedBy([judging], snapshot).results[0]?.isEvaluated).toBe(true);
  });
});

describe('a judge that throws', () => {
  test('leaves its control unknown, with the message, and harms no other', () => {
    const [first, second] = judgedBy([throwing, allPass]).results;
    expect(first?.unknowns).toEqual([
      {
        subject: { kind: 'Cluster', name: 'shop' },
        missing: ['control TST-02 failed: index out of range'],
      },
    ]);
    expect(second?.outcome).toBe('pass');
  });
});

describe('findings', () => {
  test('are one for each subject and path, with all values in order', () => {
    const judging = control({
      ...texts,
      ...reads,
      items,
      judge: () =>
        judgeBy(
          [
            { path: 'b', value: '2' },
            { path: 'a', value: 'x' },
            { path: 'b', value: '1' },
          ],
          'namespace',
        ),
    });
    const { findings } = judgedBy([judging]);
    expect(findings.map(({ subject, path, values }) => [subject.name, path, values])).toEqual([
      ['pay', 'a', ['x']],
      ['pay', 'b', ['1', '2']],
      ['shop', 'a', ['x']],
      ['shop', 'b', ['1', '2']],
    ]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(4);
  });
});

describe('a score', () => {
  test('is none where nothing was judged', () => {
    const judged = judgeSnapshot(tweak(minimalSnapshot, { source: 'manifests' }), coreCatalogue);
    expect(scoreOf(judged)).toBeNull();
    expect(Object.values(domainScoresOf(judged))).toEqual(Array(5).fill(null));
  });

  test('of A is out of reach with an open critical finding', () => {
    const judged = judgeSnapshot(
      snapshotOf({
        eksCluster: { endpointPublicAccess: false },
        pods: [
          {
            name: 'one',
            spec: {
              securityContext: { runAsNonRoot: true },
              containers: [
                {
                  name: 'app',
                  securityContext: { privileged: true, allowPrivilegeEscalation: false },
                },
              ],
            },
          },
        ],
        namespaces: ['shop'],
        networkPolicies: [
          { name: 'deny', spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } },
        ],
        workloads: [{ kind: 'DaemonSet', name: 'cilium' }],
        ciliumConfig: {},
      }),
      coreCatalogue,
    );
    // One critical finding on one node costs 10 * (1 - exp(-0.35 * log2(2) * 2)) = 5.03 of 60.
    expect(scoreOf(judged)).toEqual({
      lower: 92,
      upper: 92,
      headline: 92,
      grade: 'C',
      coverage: { evaluated: 14, total: 14 },
    });
  });
});

test('the digest of the catalogue follows its texts', () => {
  const [first, ...rest] = catalogue.controls;
  const reworded = { ...catalogue, controls: [{ ...first, title: 'Other' }, ...rest] };
  expect(catalogueDigest(catalogue)).toMatch(/^[0-9a-f]{64}$/);
  expect(catalogueDigest(reworded as typeof catalogue)).not.toBe(catalogueDigest(catalogue));
});

test.each([
  ['eks:DescribeCluster', 'notCollected', true],
  ['configmaps/kube-system/cilium-config', 'notCollected', true],
  ['pods', 'forbidden', false],
] as const)('the text of a gap in %s (%s) can be read back', (read, reason, isNotCollected) => {
  const text = gapText({ read, reason, detail: 'why: because' });
  expect([readNamedIn(text), saysNotCollected(text)]).toEqual([read, isNotCollected]);
});
