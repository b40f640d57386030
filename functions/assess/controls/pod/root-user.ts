import { control } from '../../../model/control.ts';
import type { Container } from '../../../model/pod-spec.ts';
import type { Pod } from '../../../model/snapshot.ts';
import { judgeContainers, judgedOnLinux } from '../../pods/judge-pods.ts';
import { podSpecSnippets } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/**
 * What holds for a container counts: its own setting replaces that of the pod. In a user namespace
 * (hostUsers: false) root is nobody on the node, so those pods pass, as they do under the Pod
 * Security Standards from v1.35; an API server that knows no user namespaces drops the field.
 */
export const rootUser = control({
  id: 'POD-06',
  title: 'No container may run as root',
  domain: 'pod',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'A process that runs as root in its container is root on the node as soon as it escapes.',
  remediation:
    'Set securityContext.runAsNonRoot: true on the pod, or a runAsUser other than 0, and use an ' +
    'image that runs as that user. What must be root can run in a user namespace, hostUsers: false.',
  snippets: podSpecSnippets({ securityContext: { runAsNonRoot: true, runAsUser: 10001 } }),
  ...workloadItemReads,
  items: workloadItems,
  judge: judgedOnLinux((item) =>
    judgeContainers(item, 'namespace', (container, { spec }) => {
      const value = spec.hostUsers === false ? undefined : rootSetting(container, spec);
      return value === undefined ? [] : [{ field: 'securityContext.runAsUser', value }];
    }),
  ),
});

/** The user by which a container may be root; undefined where it cannot. */
function rootSetting({ securityContext: own }: Container, spec: Pod['spec']): string | undefined {
  const user = own.runAsUser ?? spec.securityContext.runAsUser;
  if (user === 0) return own.runAsUser === undefined ? '0, set on the pod' : '0';
  const isNonRoot = own.runAsNonRoot ?? spec.securityContext.runAsNonRoot;
  return user !== undefined || isNonRoot === true ? undefined : 'unset';
}
