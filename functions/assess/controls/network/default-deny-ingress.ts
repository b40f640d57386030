import { control } from '../../../model/control.ts';
import { judgeBy } from '../../../model/verdict.ts';
import { flawsOfDefaultDeny } from '../../reach/isolation.ts';
import { judgePolicies, namespaceItems, namespaceReads } from '../../reach/namespace-items.ts';

export const defaultDenyIngress = control({
  id: 'NET-02',
  title: 'Every namespace denies ingress by default',
  domain: 'network',
  severity: 'medium',
  rationale:
    'A pod that no policy isolates takes connections from anywhere, so one compromised pod ' +
    'reaches all of its neighbours.',
  remediation:
    'Apply a NetworkPolicy with podSelector: {}, policyTypes: [Ingress] and no ingress rules, and ' +
    'delete rules that allow every source, or every pod by namespaceSelector: {} on all ports, ' +
    'from policies that select all pods; one that opens some pods by label may stay.',
  mappings: ['cis-eks-1.8.0:5.4.4'],
  ...namespaceReads,
  items: namespaceItems,
  judge: (item, snapshot) =>
    judgePolicies(item, snapshot, (policies) => {
      const values = flawsOfDefaultDeny({ pods: item.pods, policies, direction: 'ingress' });
      return judgeBy(
        values.map((value) => ({ path: 'ingress', value })),
        'namespace',
      );
    }),
});
