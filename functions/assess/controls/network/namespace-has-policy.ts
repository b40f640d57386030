import { control } from '../../../model/control.ts';
import { pass, unknown } from '../../../model/verdict.ts';
import {
  clusterPolicies,
  kindsOf,
  namespaceItems,
  namespaceReads,
  noPods,
} from '../../reach/namespace-items.ts';

export const namespaceHasPolicy = control({
  id: 'NET-01',
  title: 'Every namespace with pods has a network policy',
  domain: 'network',
  severity: 'medium',
  rationale:
    'Without any policy every pod of the cluster can connect to every pod of the namespace.',
  remediation:
    'Apply a NetworkPolicy with podSelector: {} and policyTypes: [Ingress, Egress] to the ' +
    'namespace, then add policies that allow the traffic its workloads need.',
  mappings: [
    'cis-eks-1.8.0:4.3.2',
    'nist-800-53r5:AC-4',
    'nist-800-53r5:AC-4(21)',
    'nist-800-53r5:CM-7',
    'nist-800-53r5:SC-7',
    'nist-800-53r5:SC-7(5)',
  ],
  ...namespaceReads,
  items: namespaceItems,
  judge: ({ pods, policies, otherPolicies }, snapshot) => {
    if (pods.length === 0) return noPods;
    if (policies.length + otherPolicies.length > 0) return pass;
    const [missing, ...more] = kindsOf(clusterPolicies(snapshot));
    if (missing !== undefined) return unknown(missing, ...more);
    return {
      outcome: 'fail',
      reach: 'namespace',
      evidence: [{ path: 'networkPolicies', value: 'none' }],
    };
  },
});
