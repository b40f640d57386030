import { control } from '../../../model/control.ts';
import {
  judgeContainers,
  judgedOnLinux,
  workloadItemReads,
  workloadItems,
} from '../../pods/workload-items.ts';

export const rootUser = control({
  id: 'POD-06',
  title: 'No container may run as root',
  domain: 'pod',
  severity: 'medium',
  rationale:
    'A process that runs as root in its container is root on the node as soon as it escapes.',
  remediation:
    'Set securityContext.runAsNonRoot: true on the pod, or a runAsUser other than 0, and use an ' +
    'image that runs as that user.',
  mappings: ['nist-800-53r5:CM-6'],
  ...workloadItemReads,
  items: workloadItems,
  judge: judgedOnLinux((item) =>
    judgeContainers(item, 'namespace', ({ securityContext: own }, { spec }) => {
      const user = own.runAsUser ?? spec.securityContext.runAsUser;
      if (user === 0) return { field: 'runAsUser', value: '0' };
      const isNonRoot = own.runAsNonRoot ?? spec.securityContext.runAsNonRoot;
      const isFine = user !== undefined || isNonRoot === true;
      return isFine ? undefined : { field: 'runAsUser', value: 'unset' };
    }),
  ),
});
