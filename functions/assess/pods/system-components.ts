import type { Container } from '../../model/pod-spec.ts';
import { publisherOf } from './image-publishers.ts';
import { imageReference, imageRepository, isRepository } from './image-repository.ts';

/**
 * What is at home in kube-system: parts of the cluster itself, and what administrators install there
 * because its own instructions say so. By the last segments of their images, in whatever registry
 * they are mirrored.
 */
const systemImages: readonly string[] = [
  // Network and names.
  'amazon-k8s-cni',
  'amazon-k8s-cni-init',
  'aws-network-policy-agent',
  'kube-proxy',
  'minimal-kube-proxy',
  'coredns',
  'k8s-dns-node-cache',
  'cluster-proportional-autoscaler',
  'cilium',
  'operator-aws',
  'operator-generic',
  'cilium-envoy',
  'certgen',
  'clustermesh-apiserver',
  'hubble-relay',
  'hubble-ui',
  'hubble-ui-backend',
  'calico/node',
  'calico/cni',
  'calico/kube-controllers',
  'calico/typha',
  'multus-cni',
  'aws-load-balancer-controller',
  'external-dns',
  'aws-gateway-controller/aws-gateway-controller',
  // Storage.
  'aws-ebs-csi-driver',
  'aws-efs-csi-driver',
  'aws-fsx-csi-driver',
  'aws-s3-csi-driver',
  'aws-mountpoint-s3-csi-driver',
  'mountpoint-s3-csi-driver',
  'snapshot-controller',
  'local-volume-provisioner',
  // Nodes.
  'cloud-controller-manager',
  'cluster-autoscaler',
  'karpenter/controller',
  'aws-node-termination-handler',
  'eks-node-monitoring-agent',
  'node-problem-detector',
  'node-feature-discovery',
  'k8s-device-plugin',
  'aws-efa-k8s-device-plugin',
  'neuron-device-plugin',
  'dcgm-exporter',
  'descheduler',
  'kured',
  // Measures.
  'metrics-server',
  'kube-state-metrics',
  'vpa-recommender',
  'vpa-updater',
  'vpa-admission-controller',
  // Identities and secrets.
  'eks-pod-identity-agent',
  'amazon-eks-pod-identity-webhook',
  'aws-iam-authenticator',
  'kube2iam',
  'csi-secrets-store/driver',
  'secrets-store-csi-driver-provider-aws',
  'sealed-secrets-controller',
];

/** Whether a container runs an image that belongs into kube-system. */
export function isSystemImage({ image = '' }: Container): boolean {
  const repository = imageRepository(image);
  // Where anybody may publish a name says nothing; no account stands in such a registry.
  if (publisherOf(imageReference(image), '') === 'open') return false;
  return systemImages.some((ending) => isRepository(repository, ending));
}
