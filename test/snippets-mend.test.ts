import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { catalogue } from '../functions/assess/catalog.ts';
import { judgeSnapshot } from '../functions/assess/judge.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { subjectText } from '../functions/model/verdict.ts';
import { controlOfFile } from './control-files.ts';
import { filledIn } from './filled-in.ts';
import { snapshotOf } from './minimal-snapshot.ts';
import { afterPasting } from './pasted-snippet.ts';

/** A control and a fixture that fails; the snippet, counted from 1; what somebody would fill in. */
type Mend = readonly [
  control: string,
  fixture: string,
  snippet: number,
  names: Readonly<Record<string, string>>,
  /** The subject that is mended, where the fixture has others beside it. */
  subject?: string,
];

const NAMESPACE = 'shop';

const mends: readonly Mend[] = [
  ['network/namespace-has-policy', 'fail-no-policy', 1, { NAMESPACE }],
  ['network/default-deny-ingress', 'fail-no-policy', 1, { NAMESPACE }],
  ['network/default-deny-egress', 'fail-policy-types-left-out', 1, { NAMESPACE }],
  ['network/isolated-workloads', 'fail-no-policy', 1, { NAMESPACE, WORKLOAD: 'api' }],
  ['network/policy-enforcement', 'fail-config-map-does-not-exist', 3, {}],
  [
    'network/named-sources',
    'fail-rule-without-sources',
    1,
    { NAMESPACE, POLICY: 'web', SERVER: 'web' },
    'NetworkPolicy shop/web',
  ],
  ['network/instance-metadata-reach', 'fail-no-policy-restricts-egress', 1, { NAMESPACE }],
  [
    'network/load-balancer-tls',
    'fail-https-port-that-leads-to-plain-http',
    1,
    { NAMESPACE, SERVICE: 'by-number', WORKLOAD: 'web' },
    'Service shop/by-number',
  ],
  [
    'network/ingress-tls',
    'fail-alb-that-answers-http',
    1,
    { NAMESPACE, INGRESS: 'default', SERVICE: 'web' },
    'Ingress shop/default',
  ],
  [
    'network/internet-exposure',
    'fail-load-balancer-that-faces-the-internet',
    3,
    { NAMESPACE, SERVICE: 'web', WORKLOAD: 'web' },
  ],
  [
    'network/sensitive-interfaces',
    'fail-dashboard-behind-a-public-load-balancer',
    1,
    { NAMESPACE: 'monitoring', SERVICE: 'grafana', WORKLOAD: 'grafana' },
  ],
  [
    'network/ingress-nginx',
    'fail-snippets-by-class-name-or-controller',
    2,
    { NAMESPACE, INGRESS: 'by-class' },
    'Ingress shop/by-class',
  ],
  [
    'network/specified-enforcement',
    'fail-port-by-name-for-pods-in-a-block',
    1,
    { NAMESPACE, POLICY: 'web', SERVER: 'api', CLIENT: 'web', CLIENT_NAMESPACE: NAMESPACE },
  ],
  [
    'network/policy-selects-pods',
    'fail-no-pod-with-the-labels',
    2,
    { NAMESPACE, POLICY: 'api', WORKLOAD: 'api' },
  ],
  ['network/policy-selects-pods', 'fail-no-pod-with-the-labels', 3, { NAMESPACE, POLICY: 'api' }],
  [
    'network/needed-rules',
    'fail-rule-that-two-others-make-up',
    1,
    { NAMESPACE, POLICY: 'api', DIRECTION: 'egress', RULE: '2' },
  ],
  [
    'network/default-deny-stands',
    'fail-allow-all-beside-a-default-deny',
    1,
    { NAMESPACE, POLICY: 'allow-all', WORKLOAD: 'api' },
  ],
  [
    'network/default-deny-stands',
    'fail-allow-all-beside-a-default-deny',
    2,
    { NAMESPACE, POLICY: 'allow-all', WORKLOAD: 'api' },
  ],
  [
    'network/baseline-bypass',
    'fail-egress-policy-opens-ingress-under-aws',
    1,
    { NAMESPACE, POLICY: 'egress', WORKLOAD: 'web' },
  ],
  [
    'network/unambiguous-priorities',
    'fail-one-allows-what-the-other-denies',
    3,
    { NAMESPACE, POLICY: 'deny' },
  ],
  ['network/resolvable-names', 'fail-no-rule-for-names', 1, { NAMESPACE }],
  [
    'network/new-namespaces',
    'fail-one-workload-beside-closed-ones',
    1,
    { NAMESPACE, POLICY: 'open', SERVER: 'open' },
  ],
  ['rbac/cluster-admin', 'fail-group', 1, { BINDING: 'admins' }],
  ['rbac/wildcards', 'fail-verb', 2, { ROLE: 'some' }],
];

/** Rows of one length: a parameter that is left over would be the callback of the test. */
const rows = mends.map(([path, fixture, place, names, subject]) => ({
  path,
  fixture,
  place,
  names,
  subject,
}));

test.each(rows)('$path: $fixture is mended by its snippet $place', async (row) => {
  const { path, fixture, place, names, subject } = row;
  const control = await controlOfFile(`${path}.ts`);
  const file = join(import.meta.dirname, 'controls', path, `${fixture}.yaml`);
  const before = snapshotOf(parse(readFileSync(file, 'utf8')).snapshot);
  const failing = (snapshot: Snapshot): readonly string[] =>
    judgeSnapshot(snapshot, { ...catalogue, controls: [control] })
      .findings.map((finding) => subjectText(finding.subject))
      .filter((text) => subject === undefined || text === subject);
  expect(failing(before)).not.toEqual([]);
  const snippet = control.snippets[place - 1] ?? { form: 'yaml', text: '' };
  const text = filledIn(snippet.text, names);
  const after = await afterPasting(before, { ...snippet, text });
  expect(failing(after)).toEqual([]);
  const [result] = judgeSnapshot(after, { ...catalogue, controls: [control] }).results;
  if (subject === undefined) expect(['pass', 'notApplicable']).toContain(result?.outcome);
});
