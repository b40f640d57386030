import { describe, expect, test } from '@jest/globals';
import type { PolicyFamily } from '../../functions/assess/reach/policies/policy.ts';
import { readPolicies } from '../../functions/assess/reach/policies/read-policies.ts';
import { type OtherPolicyReadId, otherPolicyReadIds } from '../../functions/model/reads.ts';
import type { OtherPolicy } from '../../functions/model/snapshot.ts';
import { networkPolicy, otherPolicy } from './written-policies.ts';

const families: Readonly<Record<OtherPolicyReadId, PolicyFamily>> = {
  'adminnetworkpolicies.policy.networking.k8s.io': 'AdminNetworkPolicy',
  'baselineadminnetworkpolicies.policy.networking.k8s.io': 'BaselineAdminNetworkPolicy',
  'clusternetworkpolicies.policy.networking.k8s.io': 'ClusterNetworkPolicy',
  'clusternetworkpolicies.networking.k8s.aws': 'AwsClusterNetworkPolicy',
  'applicationnetworkpolicies.networking.k8s.aws': 'AwsApplicationNetworkPolicy',
  'ciliumnetworkpolicies.cilium.io': 'CiliumNetworkPolicy',
  'ciliumclusterwidenetworkpolicies.cilium.io': 'CiliumClusterwideNetworkPolicy',
  'networkpolicies.crd.projectcalico.org': 'CalicoNetworkPolicy',
  'globalnetworkpolicies.crd.projectcalico.org': 'CalicoGlobalNetworkPolicy',
};

const nothing = { networkPolicies: [], otherPolicies: [], policyObjects: [], namespaces: [] };

/** An object that has a namespace where its family has one, and a spec that cannot be read. */
function unreadable(read: OtherPolicyReadId): OtherPolicy {
  const isNamespaced = /^(application|ciliumn|networkpolicies[.]crd)/.test(read);
  return otherPolicy(read, 'none', isNamespaced ? { namespace: 'shop' } : {});
}

describe('the policies of a snapshot', () => {
  test.each(otherPolicyReadIds)('of the read %s are read by their family', (read) => {
    const { policies } = readPolicies({ ...nothing, otherPolicies: [unreadable(read)] });
    expect(policies.length).toBeGreaterThan(0);
    expect(new Set(policies.map(({ ref }) => ref.family))).toEqual(new Set([families[read]]));
  });

  test('are all there, whatever is wrong with some, with their problems', () => {
    const { policies, problems } = readPolicies({
      ...nothing,
      networkPolicies: [networkPolicy('ingress: [{ from: [{}] }]'), networkPolicy('{}')],
      otherPolicies: otherPolicyReadIds.map(unreadable),
    });
    expect(policies.filter(({ ref }) => ref.family === 'NetworkPolicy')).toHaveLength(2);
    expect(new Set(problems.map(({ policy }) => policy.family))).toEqual(
      new Set(['NetworkPolicy', ...Object.values(families)]),
    );
  });

  test('of a kind that is no policy are refused by name', () => {
    const role: OtherPolicy = { ...unreadable('ciliumnetworkpolicies.cilium.io'), read: 'roles' };
    expect(() => readPolicies({ ...nothing, otherPolicies: [role] })).toThrow('of read roles');
  });
});
