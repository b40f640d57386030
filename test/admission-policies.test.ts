import { describe, expect, test } from '@jest/globals';
import { readKyvernoBlock } from '../functions/assess/admission/kyverno-match.ts';
import { podMakers } from '../functions/assess/admission/match-resources.ts';
import {
  imageVerification,
  refusingPolicies,
} from '../functions/assess/admission/policies-in-force.ts';
import { constraintReadIds, readIds } from '../functions/model/reads.ts';
import { enforced, gate, podRule } from './guarded-namespace.ts';
import { snapshotOf } from './minimal-snapshot.ts';

const inForce = (parts: object) => refusingPolicies(snapshotOf(parts)).isInForce;

describe.each([
  ['', 'v1', 'Pod', 'pods'],
  ['', 'v1', 'ReplicationController', 'replicationcontrollers'],
  ['apps', 'v1', 'Deployment', 'deployments'],
  ['apps', 'v1', 'DaemonSet', 'daemonsets'],
  ['apps', 'v1', 'StatefulSet', 'statefulsets'],
  ['apps', 'v1', 'ReplicaSet', 'replicasets'],
  ['batch', 'v1', 'Job', 'jobs'],
  ['batch', 'v1', 'CronJob', 'cronjobs'],
])('a policy for %s/%s %s', (group, version, kind, resource) => {
  const rule = { ...podRule, apiGroups: [group], apiVersions: [version], resources: [resource] };

  test('of the API server is one for workloads', () => {
    const parts = (resourceRule: object) => ({
      validatingAdmissionPolicies: [
        { name: 'p', matchConstraints: { resourceRules: [resourceRule] }, validations: ['x'] },
      ],
      admissionPolicyBindings: [{ name: 'b', policyName: 'p', validationActions: ['Deny'] }],
    });
    expect(inForce(parts(rule))).toBe('yes');
    expect(inForce(parts({ ...rule, apiGroups: ['example.com'] }))).toBe('no');
  });

  test('of Kyverno is one for workloads', () => {
    const parts = (kinds: string) => ({
      kyvernoPolicies: [
        {
          kind: 'ClusterPolicy',
          name: 'p',
          failureAction: 'Enforce',
          rules: [
            { name: 'r', validates: true, match: { any: [{ resources: { kinds: [kinds] } }] } },
          ],
        },
      ],
      webhooks: [{ ...gate, rules: [rule] }],
    });
    expect(inForce(parts(kind))).toBe('yes');
    expect(inForce(parts(`example.com/v1/${kind}`))).toBe('no');
  });

  test('of Gatekeeper is one for workloads', () => {
    const parts = (apiGroup: string) => ({
      constraints: [
        {
          kind: 'K8sPSPCapabilities',
          name: 'c',
          match: { kinds: [{ apiGroups: [apiGroup], kinds: [kind] }] },
        },
      ],
      webhooks: [{ ...gate, configuration: 'gatekeeper', name: 'validation.gatekeeper.sh' }],
    });
    expect(inForce(parts(group))).toBe('yes');
    expect(inForce(parts('example.com'))).toBe('no');
  });
});

describe('a kind in a policy of Kyverno', () => {
  const namesOf = (text: string, wanted: string) => {
    const created = podMakers.find(({ kind }) => kind === wanted);
    if (created === undefined) throw new Error(`expected the kind ${wanted}`);
    return readKyvernoBlock({ any: [{ resources: { kinds: [text] } }] }).names(created);
  };

  test.each([
    ['Deployment', 'Deployment', 'yes'],
    ['v1/Deployment', 'Deployment', 'yes'],
    ['apps/v1/Deployment', 'Deployment', 'yes'],
    ['*/Deployment', 'Deployment', 'yes'],
    ['*/*', 'Deployment', 'yes'],
    ['v2/Deployment', 'Deployment', 'no'],
    ['apps/v1/*', 'Deployment', 'undefined'],
    ['Deployment/scale', 'Deployment', 'no'],
    ['v1/Pod', 'Pod', 'yes'],
    ['/v1/Pod', 'Pod', 'no'],
    ['Pods', 'Pod', 'no'],
  ])('%s is %s: %s', (text, kind, expected) => {
    expect(namesOf(text, kind)).toBe(expected);
  });

  test('is none where its block is empty', () => {
    for (const block of [undefined, {}, { any: [{ resources: {} }] }]) {
      expect(podMakers.map(readKyvernoBlock(block).names)).toEqual(podMakers.map(() => 'no'));
    }
  });
});

describe('one read that is refused leaves open', () => {
  const policies = ['clusterpolicies.kyverno.io', 'validatingpolicies.policies.kyverno.io'];
  const gatekeeper = ['constrainttemplates.templates.gatekeeper.sh'];
  const images = ['imagevalidatingpolicies.policies.kyverno.io'];
  const api = ['validatingadmissionpolicies', 'validatingwebhookconfigurations'];
  const inNamespaces = ['policies.kyverno.io', 'namespacedvalidatingpolicies.policies.kyverno.io'];
  const openBy = (isOpen: (parts: object) => boolean) =>
    readIds.filter((read) => isOpen({ gaps: [{ read, reason: 'forbidden', detail: '' }] })).sort();

  test('whether a namespace is guarded', () => {
    expect(openBy((parts) => enforced(parts) === 'undefined')).toEqual(
      [...api, ...policies, ...inNamespaces, ...gatekeeper, ...constraintReadIds].sort(),
    );
  });

  test('whether policies refuse workloads', () => {
    expect(openBy((parts) => inForce(parts) === 'undefined')).toEqual(
      [...api, ...policies, ...images, ...gatekeeper, ...constraintReadIds].sort(),
    );
  });

  test('what a policy without a known binding does', () => {
    const gaps = [{ read: 'validatingadmissionpolicybindings', reason: 'forbidden', detail: '' }];
    const validatingAdmissionPolicies = [{ name: 'p', validations: ['x'] }];
    expect(inForce({ gaps, validatingAdmissionPolicies })).toBe('undefined');
    expect(inForce({ validatingAdmissionPolicies })).toBe('no');
  });

  test('whether images are verified', () => {
    const isOpen = (parts: object) =>
      imageVerification(snapshotOf(parts)).isInForce === 'undefined';
    expect(openBy(isOpen)).toEqual(
      [
        'validatingwebhookconfigurations',
        'mutatingwebhookconfigurations',
        'clusterpolicies.kyverno.io',
        ...images,
        ...gatekeeper,
      ].sort(),
    );
  });
});
