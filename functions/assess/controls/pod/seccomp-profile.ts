import { control } from '../../../model/control.ts';
import { judgeContainers, judgedOnLinux } from '../../pods/judge-pods.ts';
import { isAllowedSeccomp } from '../../pods/standards/seccomp.ts';
import { podSpecSnippets } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/**
 * A container without a profile fails, and is not unknown: without one the kubelet runs it
 * unconfined. A node can be set up to take RuntimeDefault instead (SeccompDefault), which the API
 * does not show and the next node need not have; the control is about what the workload asks for.
 * The profile that holds for a container counts: its own replaces that of the pod.
 */
export const seccompProfile = control({
  id: 'POD-15',
  title: 'Every container asks for a seccomp profile',
  domain: 'pod',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'An unconfined container may make every system call, and most ways out of a container go ' +
    'through one that a profile refuses.',
  remediation:
    'Set securityContext.seccompProfile.type: RuntimeDefault on the pod, or Localhost with a profile ' +
    'of your own, and remove Unconfined from its containers.',
  snippets: podSpecSnippets({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }),
  ...workloadItemReads,
  items: workloadItems,
  judge: judgedOnLinux((item) =>
    judgeContainers(item, 'namespace', ({ securityContext: own }, { spec }) => {
      const profile = own.seccompProfile ?? spec.securityContext.seccompProfile;
      if (profile !== undefined && isAllowedSeccomp(profile)) return [];
      const { type = 'unset' } = profile ?? {};
      const isOfPod = profile !== undefined && own.seccompProfile === undefined;
      const value = isOfPod ? `${type}, set on the pod` : type;
      return [{ field: 'securityContext.seccompProfile.type', value }];
    }),
  ),
});
