import { control } from '../../../model/control.ts';
import { judgeContainers, judgedOnLinux } from '../../pods/judge-pods.ts';
import { containerSnippets } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

export const privilegeEscalation = control({
  id: 'POD-05',
  title: 'No container can gain more privileges than its parent process',
  domain: 'pod',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'Without allowPrivilegeEscalation: false a set-user-ID program in the image makes an ' +
    'intruder root.',
  remediation: 'Set securityContext.allowPrivilegeEscalation: false on every container.',
  snippets: containerSnippets({ securityContext: { allowPrivilegeEscalation: false } }),
  ...workloadItemReads,
  items: workloadItems,
  judge: judgedOnLinux((item) =>
    judgeContainers(item, 'namespace', ({ securityContext }) => {
      const value = securityContext.allowPrivilegeEscalation;
      if (value === false) return [];
      return [
        { field: 'securityContext.allowPrivilegeEscalation', value: String(value ?? 'unset') },
      ];
    }),
  ),
});
