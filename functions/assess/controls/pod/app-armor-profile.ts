import { control } from '../../../model/control.ts';
import { foundByChecks } from '../../pods/judge-by-standards.ts';
import { judgedOnLinux, judgePods } from '../../pods/judge-pods.ts';
import { templatePatch } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/**
 * Only what turns the profile off fails. Where AppArmor runs on the node, the runtime gives its
 * default profile to a container that names none; where it does not run, as on Amazon Linux and
 * Bottlerocket, which have SELinux, a pod that asks for a profile is refused.
 */
export const appArmorProfile = control({
  id: 'POD-16',
  title: 'No container turns AppArmor off',
  domain: 'pod',
  severity: 'low',
  reachMax: 'namespace',
  rationale:
    'Without the profile of the runtime a container may write to places under /proc and /sys that ' +
    'lead to the node.',
  remediation:
    'Remove securityContext.appArmorProfile with the type Unconfined from pod and containers, and ' +
    'the annotation container.apparmor.security.beta.kubernetes.io/CONTAINER with that value.',
  snippets: [
    templatePatch({
      metadata: {
        annotations: { 'container.apparmor.security.beta.kubernetes.io/CONTAINER': null },
      },
      spec: {
        securityContext: { appArmorProfile: null },
        containers: [{ name: 'CONTAINER', securityContext: { appArmorProfile: null } }],
      },
    }),
  ],
  ...workloadItemReads,
  items: workloadItems,
  judge: judgedOnLinux((item) =>
    judgePods(item, 'namespace', (pod) => foundByChecks(pod, 'baseline', ['appArmorProfile'])),
  ),
});
