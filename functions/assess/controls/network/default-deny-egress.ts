import { control } from '../../../model/control.ts';
import { judgeBy } from '../../../model/verdict.ts';
import { allowsEverything, openings } from '../../reach/isolation.ts';
import { judgePolicies, namespaceItems, namespaceReads } from '../../reach/namespace-items.ts';

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
    'the namespace, and name the peers and ports in every egress rule, DNS included.',
  mappings: [],
  ...namespaceReads,
  items: namespaceItems,
  judge: (item, snapshot) =>
    judgePolicies(item, snapshot, (policies) => {
      const unrestricted = policies
        .filter((policy) => allowsEverything(policy, 'egress'))
        .map(({ name }) => `NetworkPolicy ${name} allows every destination`);
      const open = openings({ pods: item.pods, policies, direction: 'egress' });
      const values = new Set([...unrestricted, ...open]);
      return judgeBy(
        [...values].map((value) => ({ path: 'egress', value })),
        'namespace',
      );
    }),
});
