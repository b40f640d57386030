import { control } from '../../../model/control.ts';
import {
  judgeContainers,
  judgedOnLinux,
  workloadItemReads,
  workloadItems,
} from '../../pods/workload-items.ts';

export const privilegeEscalation = control({
  id: 'POD-05',
  title: 'No container can gain more privileges than its parent process',
  domain: 'pod',
  severity: 'medium',
  rationale:
    'Without allowPrivilegeEscalation: false a set-user-ID program in the image makes an ' +
    'intruder root.',
  remediation: 'Set securityContext.allowPrivilegeEscalation: false on every container.',
  mappings: ['cis-eks-1.8.0:4.2.5', 'nist-800-53r5:CM-6'],
  ...workloadItemReads,
  items: workloadItems,
  judge: judgedOnLinux((item) =>
    judgeContainers(item, 'namespace', ({ securityContext }) => {
      const value = securityContext.allowPrivilegeEscalation;
      if (value === false) return undefined;
      return { field: 'allowPrivilegeEscalation', value: value === true ? 'true' : 'unset' };
    }),
  ),
});
