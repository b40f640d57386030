import { control } from '../../../model/control.ts';
import { judgePods } from '../../pods/judge-pods.ts';
import { podSpecSnippets } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/** On Windows only a HostProcess pod can have it, and that pod has to: it fails there as well. */
export const hostNetwork = control({
  id: 'POD-04',
  title: 'No workload uses the network of its node',
  domain: 'pod',
  severity: 'high',
  reachMax: 'node',
  rationale:
    'No NetworkPolicy holds on the network of the node, where a pod also reaches the instance ' +
    'metadata and whatever listens on localhost there.',
  remediation:
    'Remove hostNetwork from the pod template, and put a Service in front of the ports that others ' +
    'need.',
  snippets: podSpecSnippets({ hostNetwork: false, dnsPolicy: 'ClusterFirst' }),
  ...workloadItemReads,
  items: workloadItems,
  judge: (item) =>
    judgePods(item, 'node', ({ spec }) =>
      spec.hostNetwork ? [{ path: 'spec.hostNetwork', value: 'true' }] : [],
    ),
});
