import { control } from '../../../model/control.ts';
import { foundByChecks } from '../../pods/judge-by-standards.ts';
import { judgedOnLinux, judgePods } from '../../pods/judge-pods.ts';
import { templatePatch } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/** Safe are those that Baseline allows in its newest version. */
export const sysctls = control({
  id: 'POD-18',
  title: 'No workload sets kernel parameters beyond the safe ones',
  domain: 'pod',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'A kernel parameter that is not kept apart for each pod can starve or disturb the others on ' +
    'its node.',
  remediation:
    'Remove the sysctl from securityContext.sysctls. What a whole node needs belongs into its node ' +
    'group or NodeClass, on nodes of its own.',
  snippets: [templatePatch({ spec: { securityContext: { sysctls: null } } })],
  ...workloadItemReads,
  items: workloadItems,
  judge: judgedOnLinux((item) =>
    judgePods(item, 'namespace', (pod) => foundByChecks(pod, 'baseline', ['sysctls'])),
  ),
});
