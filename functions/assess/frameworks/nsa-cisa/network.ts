import type { Requirement } from '../../../model/framework.ts';

const byAws = 'AWS runs the control plane of EKS and shows neither its settings nor its hosts.';

/** Network separation and hardening. */
export const network: readonly Requirement[] = [
  {
    id: 'network.system-namespaces',
    title: 'Users do not run pods in kube-system',
    controls: ['NS-02'],
    sources: ['guidance', 'trivy'],
  },
  {
    id: 'network.isolation',
    title: 'Network policies isolate what runs in a namespace',
    controls: ['NET-01'],
    sources: ['guidance'],
  },
  {
    id: 'network.plugin',
    title: 'The network plugin enforces network policies',
    controls: ['NET-05'],
    sources: ['guidance', 'trivy'],
  },
  {
    id: 'network.selectors',
    title: 'Network policies select their peers',
    controls: ['NET-06'],
    sources: ['guidance', 'trivy'],
  },
  {
    id: 'network.default-deny',
    title: 'Ingress and egress are denied by default',
    controls: ['NET-02', 'NET-03'],
    sources: ['guidance', 'kubescape'],
  },
  {
    id: 'network.resources',
    title: 'Quotas and limits bound what namespaces and pods use',
    controls: ['NS-04', 'POD-20'],
    sources: ['guidance', 'kubescape', 'trivy'],
  },
  {
    id: 'network.api-server',
    title: 'The API server is not open to the internet',
    controls: ['CP-05'],
    sources: ['guidance'],
  },
  {
    id: 'network.worker-nodes',
    title: 'Nodes are kept apart from what need not reach them',
    controls: ['CP-07', 'CP-12'],
    sources: ['guidance'],
  },
  {
    id: 'network.etcd',
    title: 'Only the API server reaches etcd, over TLS',
    controls: [],
    notVisible: byAws,
    sources: ['guidance', 'trivy'],
  },
  {
    id: 'network.control-plane-tls',
    title: 'Components of the control plane speak TLS to each other',
    controls: [],
    notVisible: byAws,
    sources: ['guidance', 'trivy'],
  },
  {
    id: 'network.kubeconfig',
    title: 'Kubeconfig files are protected',
    controls: [],
    notVisible: 'Files on nodes and on the machines of people are out of sight.',
    sources: ['guidance', 'trivy'],
  },
  {
    id: 'network.encryption',
    title: 'Traffic is encrypted with TLS',
    controls: ['NET-08', 'NET-09'],
    needsMore: 'Traffic inside of the cluster is not looked at.',
    sources: ['guidance'],
  },
  {
    id: 'network.credentials',
    title: 'Credentials are kept in Secrets and not in configuration',
    controls: ['SEC-03'],
    sources: ['guidance', 'kubescape'],
  },
  {
    id: 'network.secrets-encryption',
    title: 'Secrets are encrypted at rest',
    controls: [],
    stricterControls: ['SEC-01'],
    sources: ['guidance', 'kubescape', 'trivy'],
  },
  {
    id: 'network.cloud-metadata',
    title: 'Pods cannot reach the metadata service of the cloud',
    controls: ['NET-07'],
    sources: ['guidance'],
  },
];
