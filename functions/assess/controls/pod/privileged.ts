import { control } from '../../../model/control.ts';
import { judgeContainers } from '../../pods/judge-pods.ts';
import { containerSnippets } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

export const privileged = control({
  id: 'POD-01',
  title: 'No container is privileged',
  domain: 'pod',
  severity: 'critical',
  reachMax: 'node',
  rationale:
    'A privileged container owns its node, and with it every pod and credential on that node.',
  remediation:
    'Set securityContext.privileged: false on the container, and add the single capability or ' +
    'device that it needs instead.',
  snippets: containerSnippets({ securityContext: { privileged: false } }),
  ...workloadItemReads,
  items: workloadItems,
  judge: (item) =>
    judgeContainers(item, 'node', ({ securityContext }) =>
      securityContext.privileged === true
        ? [{ field: 'securityContext.privileged', value: 'true' }]
        : [],
    ),
});
