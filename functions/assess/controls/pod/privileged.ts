import { control } from '../../../model/control.ts';
import { judgeContainers, workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

export const privileged = control({
  id: 'POD-01',
  title: 'No container is privileged',
  domain: 'pod',
  severity: 'critical',
  rationale:
    'A privileged container owns its node, and with it every pod and credential on that node.',
  remediation:
    'Set securityContext.privileged: false on the container, and add the single capability or ' +
    'device that it needs instead.',
  mappings: ['cis-eks-1.8.0:4.2.1', 'nist-800-53r5:CM-6'],
  ...workloadItemReads,
  items: workloadItems,
  judge: (item) =>
    judgeContainers(item, 'node', ({ securityContext }) =>
      securityContext.privileged === true ? { field: 'privileged', value: 'true' } : undefined,
    ),
});
