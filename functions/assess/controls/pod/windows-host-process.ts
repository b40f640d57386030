import { control } from '../../../model/control.ts';
import { foundByChecks } from '../../pods/judge-by-standards.ts';
import { judgePods } from '../../pods/judge-pods.ts';
import { podSpecSnippets } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/** Judged by the field alone: pods for Windows need not say so in spec.os. */
export const windowsHostProcess = control({
  id: 'POD-19',
  title: 'No Windows container runs as a host process',
  domain: 'pod',
  severity: 'high',
  reachMax: 'node',
  rationale:
    'A HostProcess container runs on the Windows node itself, with all of its files and the rights ' +
    'of the user that it names.',
  remediation:
    'Remove windowsOptions.hostProcess from pod and containers, and hostNetwork with it. Keep it to ' +
    'the agents of the node, in a namespace that few may deploy to.',
  snippets: podSpecSnippets({
    hostNetwork: false,
    securityContext: { windowsOptions: { hostProcess: false } },
  }),
  ...workloadItemReads,
  items: workloadItems,
  judge: (item) =>
    judgePods(item, 'node', (pod) => foundByChecks(pod, 'baseline', ['windowsHostProcess'])),
});
