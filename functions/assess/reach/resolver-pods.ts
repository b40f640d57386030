import type { Pod } from '../../model/snapshot.ts';

/** Whether a pod resolves names for the cluster: that of the Service kube-dns, as EKS labels it. */
export function isResolver({ namespace, labels }: Pod): boolean {
  return namespace === 'kube-system' && labels['k8s-app'] === 'kube-dns';
}
