import { control } from '../../../model/control.ts';
import { judgedOnLinux, judgePods } from '../../pods/judge-pods.ts';
import { podSpecSnippets } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

export const hostPid = control({
  id: 'POD-02',
  title: 'No workload sees the processes of its node',
  domain: 'pod',
  severity: 'high',
  reachMax: 'node',
  rationale:
    'With hostPID a container sees every process of its node with its environment, and a root ' +
    'process in it can trace or kill them.',
  remediation:
    'Remove hostPID from the pod template. What only has to see the processes of its own pod can ' +
    'set shareProcessNamespace: true.',
  snippets: podSpecSnippets({ hostPID: false }),
  ...workloadItemReads,
  items: workloadItems,
  judge: judgedOnLinux((item) =>
    judgePods(item, 'node', ({ spec }) =>
      spec.hostPID ? [{ path: 'spec.hostPID', value: 'true' }] : [],
    ),
  ),
});
