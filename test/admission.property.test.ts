import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchesWildcard } from '../functions/assess/admission/wildcard.ts';
import { admissionBaseline } from '../functions/assess/controls/platform/admission-baseline.ts';
import { admissionBypass } from '../functions/assess/controls/platform/admission-bypass.ts';
import { admissionEnforcement } from '../functions/assess/controls/platform/admission-enforcement.ts';
import { admissionFailClosed } from '../functions/assess/controls/platform/admission-fail-closed.ts';
import { admissionPolicies } from '../functions/assess/controls/platform/admission-policies.ts';
import { admissionRestricted } from '../functions/assess/controls/platform/admission-restricted.ts';
import { imageSignatures } from '../functions/assess/controls/platform/image-signatures.ts';
import { judgeSnapshot } from '../functions/assess/judge.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { type Subject, subjectText } from '../functions/model/verdict.ts';
import { gate, podRule } from './guarded-namespace.ts';
import { snapshotOf } from './minimal-snapshot.ts';

const controls = [
  admissionBaseline,
  admissionRestricted,
  admissionPolicies,
  admissionFailClosed,
  admissionBypass,
  admissionEnforcement,
  imageSignatures,
];

const selector = fc.constantFrom(
  undefined,
  { matchLabels: { env: 'prod' } },
  {
    matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['pay'] }],
  },
);
const objectSelector = fc.constantFrom(undefined, undefined, { matchLabels: { app: 'api' } });

/** Each in a configuration of its own. */
const webhooks = fc.uniqueArray(
  fc.record({
    kind: fc.constant(gate.kind),
    configuration: fc.constantFrom('kyverno', 'gatekeeper', 'k-rail', 'sigstore', 'other'),
    failurePolicy: fc.constantFrom('Fail', 'Ignore'),
    namespaceSelector: selector,
    objectSelector,
    rules: fc.constant([podRule]),
  }),
  { selector: ({ configuration }) => configuration, maxLength: 4 },
);
const names: Readonly<Record<string, string>> = {
  kyverno: gate.name,
  gatekeeper: 'validation.gatekeeper.sh',
  'k-rail': 'k-rail.example.com',
  sigstore: 'policy.sigstore.dev',
  other: 'vpod.example.com',
};

const match = fc.constantFrom(
  { any: [{ resources: { kinds: ['Pod'] } }] },
  { any: [{ resources: { kinds: ['Pod'], namespaces: ['shop'] } }] },
  { any: [{ resources: { kinds: ['Service'] } }] },
);
const kyvernoPolicies = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom('ClusterPolicy', 'Policy'),
    name: fc.constantFrom('a', 'b', 'c'),
    failureAction: fc.constantFrom('Enforce', 'Audit'),
    rules: fc.array(
      fc.record({
        name: fc.constant('r'),
        match,
        validates: fc.boolean(),
        verifiesImages: fc.boolean(),
        podSecurity: fc.constantFrom(undefined, { level: 'baseline' }, { level: 'restricted' }),
      }),
      { maxLength: 2 },
    ),
  }),
  { selector: ({ name }) => name, maxLength: 3 },
);

const policyNames = fc.constantFrom('p', 'q');
const validatingAdmissionPolicies = fc.uniqueArray(
  fc.record({
    name: policyNames,
    matchConstraints: fc.constant({ resourceRules: [podRule] }),
    validations: fc.constantFrom(['x'], []),
  }),
  { selector: ({ name }) => name },
);
const admissionPolicyBindings = fc.array(
  fc.record({
    name: fc.constant('b'),
    policyName: policyNames,
    validationActions: fc.constantFrom(['Deny'], ['Audit']),
    matchResources: selector.map((namespaceSelector) => ({ namespaceSelector })),
  }),
  { maxLength: 2 },
);
const action = fc.constantFrom('deny', 'dryrun', 'scoped');
/** What comes to baseline together, where all of them deny. */
const constraints = fc.tuple(fc.subarray(['on']), action, action).map(([on, first, rest]) =>
  on.flatMap(() => [
    { kind: 'K8sPSPPrivilegedContainer', name: 'c', enforcementAction: first },
    ...['HostNamespace', 'HostNetworkingPorts', 'Capabilities', 'HostFilesystem'].map((kind) => ({
      kind: `K8sPSP${kind}`,
      name: 'c',
      enforcementAction: rest,
    })),
  ]),
);
const labels = fc.constantFrom(
  {},
  { env: 'prod' },
  { 'pod-security.kubernetes.io/enforce': 'baseline' },
);

const cluster = fc
  .record({
    webhooks,
    kyvernoPolicies,
    validatingAdmissionPolicies,
    admissionPolicyBindings,
    constraints,
    shop: labels,
    pay: labels,
  })
  .map(({ shop, pay, ...parts }) =>
    snapshotOf({
      ...parts,
      webhooks: parts.webhooks.map((each) => ({ ...each, name: names[each.configuration] })),
      kyvernoPolicies: parts.kyvernoPolicies.map((each) =>
        each.kind === 'Policy' ? { ...each, namespace: 'shop' } : each,
      ),
      namespaces: [
        { name: 'shop', labels: shop },
        { name: 'pay', labels: pay },
      ],
      pods: [
        { name: 'api-1', owner: 'Deployment api' },
        { name: 'card-1', namespace: 'pay', owner: 'Deployment card' },
      ],
    }),
  );

describe('the controls of admission', () => {
  test('find nothing new where the subject of a finding is deleted', () => {
    let deleted = 0;
    fc.assert(
      fc.property(cluster, (snapshot) => {
        const before = problems(snapshot);
        for (const { subject } of judgeSnapshot(snapshot, { controls, frameworks: [] }).findings) {
          const after = problems(without(snapshot, subject));
          expect([...after].filter((problem) => !before.has(problem))).toEqual([]);
          deleted += 1;
        }
      }),
      { numRuns: 300 },
    );
    expect(deleted).toBeGreaterThan(300);
  });

  test('find nothing new where a namespace gets a stricter label', () => {
    fc.assert(
      fc.property(cluster, fc.constantFrom('shop', 'pay'), (snapshot, name) => {
        const label = { 'pod-security.kubernetes.io/enforce': 'restricted' };
        const namespaces = snapshot.namespaces.map((each) =>
          each.name === name ? { ...each, labels: { ...each.labels, ...label } } : each,
        );
        const before = problems(snapshot);
        const after = problems({ ...snapshot, namespaces });
        expect([...after].filter((problem) => !before.has(problem))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

test('a wildcard matches what its regular expression matches', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
  fc.assert(
    fc.property(pattern, text, (given, name) => {
      const source = given.replaceAll('*', '.*').replaceAll('?', '.');
      expect(matchesWildcard(given, name)).toBe(new RegExp(`^${source}$`).test(name));
    }),
    { numRuns: 2000 },
  );
});

/** Everything that fails or is not known; a failure that becomes unknown is no new problem. */
function problems(snapshot: Snapshot): ReadonlySet<string> {
  const { findings, results } = judgeSnapshot(snapshot, { controls, frameworks: [] });
  const failing = findings.map(({ controlId, subject }) => `${controlId} ${subjectText(subject)}`);
  const open = results.flatMap(({ id, unknowns }) =>
    unknowns.map(({ subject }) => `${id} ${subjectText(subject)}`),
  );
  return new Set([
    ...failing.map((text) => `${text} fails`),
    ...[...failing, ...open].map((text) => `${text} does not pass`),
  ]);
}

function without(snapshot: Snapshot, subject: Subject): Snapshot {
  const isOther = (object: Subject): boolean => subjectText(object) !== subjectText(subject);
  const isElsewhere = ({ namespace }: { readonly namespace?: string | undefined }): boolean =>
    subject.kind !== 'Namespace' || namespace !== subject.name;
  return {
    ...snapshot,
    namespaces: snapshot.namespaces.filter(({ name }) => isOther({ kind: 'Namespace', name })),
    pods: snapshot.pods.filter(isElsewhere),
    webhooks: snapshot.webhooks.filter(({ kind, configuration }) =>
      isOther({ kind, name: configuration }),
    ),
    kyvernoPolicies: snapshot.kyvernoPolicies.filter(isOther).filter(isElsewhere),
    validatingAdmissionPolicies: snapshot.validatingAdmissionPolicies.filter(({ name }) =>
      isOther({ kind: 'ValidatingAdmissionPolicy', name }),
    ),
    constraints: snapshot.constraints.filter(({ kind, name }) => isOther({ kind, name })),
  };
}
