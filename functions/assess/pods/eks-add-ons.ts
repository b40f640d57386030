import type { Container } from '../../model/pod-spec.ts';
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
  'DaemonSet eks-node-monitoring-agent': ['eks-node-monitoring-agent'],
  'DaemonSet dcgm-server': ['eks-node-monitoring-agent-dcgm'],
  'DaemonSet ebs-csi-node': ['ebs-plugin', 'node-driver-registrar', 'liveness-probe'],
  'Deployment ebs-csi-controller': [
    'ebs-plugin',
    'csi-provisioner',
    'csi-attacher',
    'csi-snapshotter',
    'csi-resizer',
    'volumemodifier',
    'liveness-probe',
  ],
  'DaemonSet efs-csi-node': ['efs-plugin', 'csi-driver-registrar', 'liveness-probe'],
  'Deployment efs-csi-controller': ['efs-plugin', 'csi-provisioner', 'liveness-probe'],
  'Deployment snapshot-controller': ['snapshot-controller'],
};

/** Whether EKS runs this container. A container that somebody added to an add-on is not its own. */
export function isOfEks({ owner }: Pod, containerName: string): boolean {
  if (owner.namespace !== 'kube-system') return false;
  return addOnContainers[`${owner.kind} ${owner.name}`]?.includes(containerName) ?? false;
}

/** Whether EKS runs all that is in a pod. It adds no ephemeral containers; people do. */
export function isRunByEks(pod: Pod): boolean {
  const { initContainers, containers, ephemeralContainers } = pod.spec;
  const lasting = [...initContainers, ...containers];
  const isOwn = lasting.length > 0 && lasting.every(({ name }) => isOfEks(pod, name));
  return isOwn && ephemeralContainers.length === 0;
}

/**
 * A pod without the containers that EKS runs in it, and without the volumes that only they mount;
 * undefined where nothing is left.
 */
export function withoutEksContainers(pod: Pod): Pod | undefined {
  if (pod.owner.namespace !== 'kube-system') return pod;
  if (isRunByEks(pod)) return undefined;
  const isOwn = ({ name }: Container): boolean => !isOfEks(pod, name);
  const { initContainers, containers, ephemeralContainers, volumes } = pod.spec;
  const lasting = [...initContainers, ...containers];
  const ofEks = lasting.filter((container) => !isOwn(container));
  if (ofEks.length === 0) return pod;
  const own = {
    initContainers: initContainers.filter(isOwn),
    containers: containers.filter(isOwn),
  };
  const mounted = mountedBy([...lasting.filter(isOwn), ...ephemeralContainers]);
  const mountedByEks = mountedBy(ofEks);
  const kept = volumes.filter(({ name }) => mounted.has(name) || !mountedByEks.has(name));
  return { ...pod, spec: { ...pod.spec, ...own, volumes: kept } };
}

function mountedBy(containers: readonly Container[]): ReadonlySet<string> {
  return new Set(containers.flatMap(({ volumeMounts }) => volumeMounts.map(({ name }) => name)));
}
