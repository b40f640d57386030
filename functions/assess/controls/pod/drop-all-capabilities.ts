import { control } from '../../../model/control.ts';
import { judgeContainers, judgedOnLinux } from '../../pods/judge-pods.ts';
import { containerSnippets } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/**
 * `ALL` in capitals, as Pod Security Admission compares it. Container runtimes read `all` the same
 * way, but a namespace that enforces restricted refuses the pod.
 */
export const dropAllCapabilities = control({
  id: 'POD-07',
  title: 'Every container drops all Linux capabilities',
  domain: 'pod',
  severity: 'low',
  reachMax: 'namespace',
  rationale:
    'A container keeps about a dozen capabilities that it seldom needs, such as changing owners of ' +
    'files or making device nodes, and an intruder has them too.',
  remediation:
    'Set securityContext.capabilities.drop: [ALL] on every container, and add back by name what it ' +
    'needs, such as NET_BIND_SERVICE.',
  snippets: containerSnippets({ securityContext: { capabilities: { drop: ['ALL'] } } }),
  ...workloadItemReads,
  items: workloadItems,
  judge: judgedOnLinux((item) =>
    judgeContainers(item, 'namespace', ({ securityContext }) => {
      const dropped = securityContext.capabilities?.drop ?? [];
      if (dropped.includes('ALL')) return [];
      const value = dropped.length === 0 ? 'unset' : dropped.join(', ');
      return [{ field: 'securityContext.capabilities.drop', value }];
    }),
  ),
});
