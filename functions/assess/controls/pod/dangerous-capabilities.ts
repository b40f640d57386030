import { control } from '../../../model/control.ts';
import type { Pod } from '../../../model/snapshot.ts';
import { dangerOf } from '../../pods/capabilities.ts';
import { judgeContainers, judgedOnLinux, type Problem } from '../../pods/judge-pods.ts';
import { containersIn } from '../../pods/standards/setters.ts';
import { containerSnippets } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/**
 * NET_RAW has a control of its own, and the other capabilities that Baseline refuses stand with
 * POD-21. In a user namespace (hostUsers: false) a capability holds for what belongs to that
 * namespace alone, so the failure keeps to it (Kubernetes, "User Namespaces").
 */
export const dangerousCapabilities = control({
  id: 'POD-08',
  title: 'No container adds a Linux capability that leads out of it',
  domain: 'pod',
  severity: 'high',
  reachMax: 'node',
  rationale:
    'Capabilities such as SYS_ADMIN, SYS_MODULE and SYS_PTRACE give a container the kernel or the ' +
    'other processes of its node.',
  remediation:
    'Remove the capability from securityContext.capabilities.add. Where the work needs it, move ' +
    'that work to a small DaemonSet of its own with nothing else in it.',
  snippets: containerSnippets({
    securityContext: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } },
  }),
  ...workloadItemReads,
  items: workloadItems,
  judge: judgedOnLinux((item) => {
    const reach = item.pods.some(holdsOnNode) ? 'node' : 'namespace';
    return judgeContainers(item, reach, ({ securityContext }) =>
      dangersIn(securityContext.capabilities?.add ?? []),
    );
  }),
});

function dangersIn(added: readonly string[]): readonly Problem[] {
  return added.flatMap((name) => {
    const danger = dangerOf(name);
    const field = 'securityContext.capabilities.add';
    return danger === undefined ? [] : [{ field, value: `${name}: ${danger}` }];
  });
}

function holdsOnNode({ spec }: Pod): boolean {
  const added = containersIn(spec).flatMap(
    ({ container }) => container.securityContext.capabilities?.add ?? [],
  );
  return spec.hostUsers !== false && dangersIn(added).length > 0;
}
