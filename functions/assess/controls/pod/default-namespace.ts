import { control } from '../../../model/control.ts';
import { notAmongManifests } from '../../../model/gaps.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeBy, pass, unknown } from '../../../model/verdict.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

export const defaultNamespace = control({
  id: 'NS-01',
  title: 'No workload runs in the namespace default',
  domain: 'pod',
  severity: 'low',
  reachMax: 'namespace',
  rationale:
    'What lands in the default namespace by accident shares its rights, Secrets and network with ' +
    'everything else that did.',
  remediation:
    'Move the workload to a namespace of its own, with its Service, Secrets and account, and label ' +
    'that namespace with the Pod Security level that it passes.',
  snippets: [
    {
      form: 'kubectl',
      text: [
        'kubectl create namespace NAMESPACE',
        'kubectl label namespace NAMESPACE pod-security.kubernetes.io/enforce=baseline',
        '# With namespace: NAMESPACE in the metadata of every object of FILE.',
        'kubectl apply --namespace NAMESPACE --filename FILE',
        'kubectl delete deployment NAME --namespace default',
      ].join('\n'),
    },
  ],
  ...workloadItemReads,
  items: workloadItems,
  judge: ({ subject: { namespace } }, snapshot) => {
    if (namespace !== 'default') return pass;
    // Manifests that name no namespace go wherever whoever applies them says.
    if (snapshot.source === 'manifests' && isImplied(namespace, snapshot)) {
      return unknown(notAmongManifests('namespaces', 'Namespace default is'));
    }
    return judgeBy([{ path: 'metadata.namespace', value: namespace }], 'namespace');
  },
});

function isImplied(name: string, { namespaces }: Snapshot): boolean {
  return namespaces.some((namespace) => namespace.name === name && namespace.isImplied);
}
