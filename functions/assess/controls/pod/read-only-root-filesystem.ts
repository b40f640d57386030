import { control } from '../../../model/control.ts';
import { judgeContainers, judgedOnLinux } from '../../pods/judge-pods.ts';
import { podSpecSnippets } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

export const readOnlyRootFilesystem = control({
  id: 'POD-14',
  title: 'Every container has a read-only root file system',
  domain: 'pod',
  severity: 'low',
  reachMax: 'namespace',
  rationale:
    'In a writable image an intruder leaves tools behind and changes the programs that the ' +
    'container runs.',
  remediation:
    'Set securityContext.readOnlyRootFilesystem: true and mount an emptyDir at the few paths that ' +
    'the program writes to, such as /tmp.',
  snippets: podSpecSnippets({
    containers: [
      {
        name: 'CONTAINER',
        securityContext: { readOnlyRootFilesystem: true },
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
      },
    ],
    volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '256Mi' } }],
  }),
  ...workloadItemReads,
  items: workloadItems,
  judge: judgedOnLinux((item) =>
    judgeContainers(item, 'namespace', ({ securityContext }) => {
      const value = securityContext.readOnlyRootFilesystem;
      if (value === true) return [];
      return [{ field: 'securityContext.readOnlyRootFilesystem', value: String(value ?? 'unset') }];
    }),
  ),
});
