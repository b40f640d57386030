import type { Requirement } from '../../../model/framework.ts';

/** Kubernetes Pod security. */
export const podSecurity: readonly Requirement[] = [
  {
    id: 'pod-security.non-root',
    title: 'Containers run as users other than root',
    controls: ['POD-06'],
    sources: ['guidance', 'kubescape', 'trivy'],
  },
  {
    id: 'pod-security.immutable-file-systems',
    title: 'Containers have immutable file systems',
    controls: ['POD-14'],
    sources: ['guidance', 'kubescape', 'trivy'],
  },
  {
    id: 'pod-security.secure-images',
    title: 'Images come from trusted repositories and are scanned',
    controls: ['IMG-03', 'IMG-04'],
    sources: ['guidance'],
  },
  {
    id: 'pod-security.admission',
    title: 'Namespaces refuse pods below a minimum of security',
    controls: ['ADM-01'],
    sources: ['guidance'],
  },
  {
    id: 'pod-security.privileged',
    title: 'No container is privileged',
    controls: ['POD-01'],
    sources: ['guidance', 'kubescape', 'trivy'],
  },
  {
    id: 'pod-security.host-processes',
    title: 'Pods share neither processes nor IPC of their node',
    controls: ['POD-02', 'POD-03'],
    sources: ['guidance', 'kubescape', 'trivy'],
  },
  {
    id: 'pod-security.host-network',
    title: 'Pods do not use the network of their node',
    controls: ['POD-04'],
    sources: ['guidance', 'kubescape', 'trivy'],
  },
  {
    id: 'pod-security.host-ports',
    title: 'Containers take no port of their node',
    controls: ['POD-13'],
    sources: ['kubescape'],
  },
  {
    id: 'pod-security.host-paths',
    title: 'Pods do not mount paths of their node',
    controls: ['POD-10'],
    sources: ['guidance'],
  },
  {
    id: 'pod-security.privilege-escalation',
    title: 'Containers cannot gain privileges',
    controls: ['POD-05'],
    sources: ['guidance', 'kubescape', 'trivy'],
  },
  {
    id: 'pod-security.capabilities',
    title: 'Containers add no capability that leads out of them',
    controls: ['POD-08'],
    sources: ['kubescape'],
  },
  {
    id: 'pod-security.seccomp',
    title: 'Containers run under a seccomp profile',
    controls: ['POD-15'],
    sources: ['guidance', 'kubescape', 'trivy'],
  },
  {
    id: 'pod-security.app-armor',
    title: 'Containers run under an AppArmor profile',
    controls: ['POD-16'],
    sources: ['guidance', 'kubescape', 'trivy'],
  },
  {
    id: 'pod-security.selinux',
    title: 'Containers are hardened by SELinux',
    controls: [],
    notVisible: 'Whether SELinux confines containers is a setting of the node, which no API tells.',
    sources: ['guidance', 'trivy'],
  },
  {
    id: 'pod-security.service-account-tokens',
    title: 'Tokens are mounted only where they are needed',
    controls: [],
    needsMore: 'The catalogue has no control yet for tokens that pods mount without need.',
    sources: ['guidance', 'kubescape', 'trivy'],
  },
];
