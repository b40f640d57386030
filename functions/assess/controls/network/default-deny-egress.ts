import { control } from '../../../model/control.ts';
import { judgeBy } from '../../../model/verdict.ts';
import { flawsOfDefaultDeny } from '../../reach/isolation.ts';
import { judgePolicies, namespaceItems, namespaceReads } from '../../reach/namespace-items.ts';
import { unrestrictedPolicies } from '../../reach/unrestricted-policies.ts';

export const defaultDenyEgress = control({
  id: 'NET-03',
  title: 'Every namespace denies egress by default and no policy opens it to everywhere',
  domain: 'network',
  severity: 'medium',
  rationale:
    'A pod with unrestricted egress can send data to any address and call the metadata service ' +
    'of its node.',
  remediation:
    'Apply a NetworkPolicy with podSelector: {}, policyTypes: [Egress] and no egress rules to ' +
    'the namespace, and name the peers and ports in every egress rule, DNS included; 0.0.0.0/0 ' +
    'with exceptions, or in parts, names none.',
  mappings: [],
  ...namespaceReads,
  items: namespaceItems,
  judge: (item, snapshot) =>
    judgePolicies(item, snapshot, (policies) => {
      const values = new Set([
        ...unrestrictedPolicies(policies, 'egress'),
        ...flawsOfDefaultDeny({ pods: item.pods, policies, direction: 'egress' }),
      ]);
      return judgeBy(
        [...values].map((value) => ({ path: 'egress', value })),
        'namespace',
      );
    }),
});
