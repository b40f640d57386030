import { control } from '../../../model/control.ts';
import { judgedOnLinux, judgePods } from '../../pods/judge-pods.ts';
import { podSpecSnippets } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

export const hostIpc = control({
  id: 'POD-03',
  title: 'No workload shares the memory segments of its node',
  domain: 'pod',
  severity: 'high',
  reachMax: 'node',
  rationale:
    'With hostIPC a container reads and changes the shared memory, semaphores and message queues ' +
    'of the processes of its node.',
  remediation:
    'Remove hostIPC from the pod template. Containers of one pod share memory without it; give ' +
    'them an emptyDir with medium: Memory at /dev/shm where they need more.',
  snippets: podSpecSnippets({ hostIPC: false }),
  ...workloadItemReads,
  items: workloadItems,
  judge: judgedOnLinux((item) =>
    judgePods(item, 'node', ({ spec }) =>
      spec.hostIPC ? [{ path: 'spec.hostIPC', value: 'true' }] : [],
    ),
  ),
});
