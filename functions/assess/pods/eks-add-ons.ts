import type { Pod } from '../../model/snapshot.ts';

/**
 * Containers that Amazon EKS itself puts into kube-system, by workload: the add-ons of the EKS user
 * guide. They run with the rights that their work needs, and their owner cannot change that.
 */
const addOnContainers: Readonly<Record<string, readonly string[]>> = {
  'DaemonSet aws-node': ['aws-vpc-cni-init', 'aws-node', 'aws-eks-nodeagent'],
  'DaemonSet kube-proxy': ['kube-proxy'],
  'Deployment coredns': ['coredns'],
  'DaemonSet eks-pod-identity-agent': ['eks-pod-identity-agent-init', 'eks-pod-identity-agent'],
  'DaemonSet ebs-csi-node': ['ebs-plugin', 'node-driver-registrar', 'liveness-probe'],
  'DaemonSet efs-csi-node': ['efs-plugin', 'csi-driver-registrar', 'liveness-probe'],
};

/** Whether EKS runs this container. A container that somebody added to an add-on is not its own. */
export function isOfEks({ owner }: Pod, containerName: string): boolean {
  if (owner.namespace !== 'kube-system') return false;
  return addOnContainers[`${owner.kind} ${owner.name}`]?.includes(containerName) ?? false;
}

/** Whether EKS runs all that is in a pod. */
export function isRunByEks(pod: Pod): boolean {
  const { initContainers, containers, ephemeralContainers } = pod.spec;
  const all = [...initContainers, ...containers, ...ephemeralContainers];
  return all.length > 0 && all.every(({ name }) => isOfEks(pod, name));
}
