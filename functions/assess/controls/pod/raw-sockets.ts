import { control } from '../../../model/control.ts';
import { rawSocketsOf } from '../../pods/capabilities.ts';
import { judgeContainers, judgedOnLinux } from '../../pods/judge-pods.ts';
import { containerSnippets } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/** One path for what is added and what is not dropped: taking it from `add` leaves the default. */
export const rawSockets = control({
  id: 'POD-09',
  title: 'No container may open raw sockets',
  domain: 'pod',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'With NET_RAW, which runtimes give by default, an intruder forges packets and poses as another ' +
    'pod or as the DNS server.',
  remediation:
    'Set securityContext.capabilities.drop: [ALL], or [NET_RAW] where the container needs the other ' +
    'defaults, and do not add NET_RAW.',
  snippets: containerSnippets({ securityContext: { capabilities: { drop: ['NET_RAW'] } } }),
  ...workloadItemReads,
  items: workloadItems,
  judge: judgedOnLinux((item) =>
    judgeContainers(item, 'namespace', ({ securityContext }) => {
      const value = rawSocketsOf(securityContext.capabilities);
      return value === undefined ? [] : [{ field: 'securityContext.capabilities', value }];
    }),
  ),
});
