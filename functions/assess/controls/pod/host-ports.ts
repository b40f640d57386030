import { control } from '../../../model/control.ts';
import { foundByChecks } from '../../pods/judge-by-standards.ts';
import { judgePods } from '../../pods/judge-pods.ts';
import { templatePatch } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/**
 * In the network of the node every port of a container is a host port, as the API server writes it;
 * such a pod fails POD-04 too, and one fix mends both.
 */
export const hostPorts = control({
  id: 'POD-13',
  title: 'No container takes a port of its node',
  domain: 'pod',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'A host port opens the container to everybody who reaches the address of the node, past ' +
    'Services and load balancers.',
  remediation:
    'Remove hostPort from the ports of the container, and put a Service in front of it: ClusterIP ' +
    'for the cluster, a load balancer for outside.',
  snippets: [
    templatePatch({
      spec: {
        containers: [{ name: 'CONTAINER', ports: [{ containerPort: 8080, hostPort: null }] }],
      },
    }),
    {
      form: 'kubectl',
      text: 'kubectl expose deployment NAME --namespace NAMESPACE --port 8080 --target-port 8080',
    },
  ],
  ...workloadItemReads,
  items: workloadItems,
  judge: (item) =>
    judgePods(item, 'namespace', (pod) => foundByChecks(pod, 'baseline', ['hostPorts'])),
});
