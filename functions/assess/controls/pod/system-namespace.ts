import { control } from '../../../model/control.ts';
import type { Container } from '../../../model/pod-spec.ts';
import type { Pod } from '../../../model/snapshot.ts';
import type { PartsFound } from '../../../model/verdict.ts';
import { imageRepository } from '../../pods/image-repository.ts';
import { judgePodParts } from '../../pods/judge-pods.ts';
import { containersIn } from '../../pods/standards/setters.ts';
import { isSystemImage } from '../../pods/system-components.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

const systemNamespaces: readonly string[] = ['kube-system', 'kube-public', 'kube-node-lease'];

/**
 * A workload belongs there if one of its containers runs a known component of clusters; what helps
 * it stands beside it. Names of workloads do not count: anybody can take one.
 */
export const systemNamespace = control({
  id: 'NS-02',
  title: 'Only components of the cluster run in kube-system',
  domain: 'pod',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'Whoever may change a workload in kube-system can take the accounts and Secrets of the cluster ' +
    'itself, and policies often leave that namespace out.',
  remediation:
    'Move the workload to a namespace of its own, with an account that has only the rights it ' +
    'needs, and delete it from kube-system.',
  snippets: [
    {
      form: 'kubectl',
      text: [
        'kubectl create namespace NAMESPACE',
        '# With namespace: NAMESPACE in the metadata of every object of FILE.',
        'kubectl apply --namespace NAMESPACE --filename FILE',
        'kubectl delete deployment NAME --namespace kube-system',
      ].join('\n'),
    },
  ],
  ...workloadItemReads,
  items: (snapshot) =>
    workloadItems(snapshot).filter(({ subject: { namespace = '' } }) =>
      systemNamespaces.includes(namespace),
    ),
  judge: (item) => judgePodParts(item, 'namespace', strangersIn),
});

function strangersIn({ spec, namespace }: Pod): PartsFound {
  const containers = containersIn(spec).map(({ container }) => container);
  const isEmpty = containers.length === 0;
  if (isEmpty || containers.some(isSystemImage)) return { evidence: [], missing: [] };
  const isUnseen = containers.some(({ image }) => image === undefined);
  if (isUnseen) return { evidence: [], missing: ['spec.containers: images that are not given'] };
  const value = `${namespace}, runs ${repositoriesOf(containers).join(', ')}`;
  return { evidence: [{ path: 'metadata.namespace', value }], missing: [] };
}

function repositoriesOf(containers: readonly Container[]): readonly string[] {
  return [...new Set(containers.map(({ image = '' }) => imageRepository(image)))];
}
