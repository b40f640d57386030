import { control } from '../../../model/control.ts';
import { foundByChecks } from '../../pods/judge-by-standards.ts';
import { judgedOnLinux, judgePods } from '../../pods/judge-pods.ts';
import { templatePatch } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/**
 * As Baseline has it in its newest version: an unmasked /proc is fine in a user namespace
 * (hostUsers: false), where it is needed for containers in containers; an SELinux level is free, a
 * type outside of those for containers is not, nor is any user or role.
 */
export const procMountAndSelinux = control({
  id: 'POD-17',
  title: 'No container unmasks /proc or picks SELinux options of its own',
  domain: 'pod',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'An unmasked /proc shows settings of the kernel for writing, and another SELinux type takes a ' +
    'container out of the rules that keep it from the node.',
  remediation:
    'Remove securityContext.procMount, or run the pod with hostUsers: false. Remove type, user and ' +
    'role from seLinuxOptions; a level can stay.',
  snippets: [
    templatePatch({
      spec: {
        securityContext: { seLinuxOptions: null },
        containers: [
          { name: 'CONTAINER', securityContext: { procMount: 'Default', seLinuxOptions: null } },
        ],
      },
    }),
  ],
  ...workloadItemReads,
  items: workloadItems,
  judge: judgedOnLinux((item) =>
    judgePods(item, 'namespace', (pod) =>
      foundByChecks(pod, 'baseline', ['procMount', 'seLinuxOptions']),
    ),
  ),
});
