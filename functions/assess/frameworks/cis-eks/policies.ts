import type { Requirement } from '../../../model/framework.ts';

/** Section 4: RBAC and service accounts, pod security, network policies, secrets, namespaces. */
export const policyRequirements: readonly Requirement[] = [
  {
    id: '4.1.1',
    title: 'Only those who need it hold cluster-admin',
    controls: ['RBAC-01', 'IAM-02'],
    sources: ['kube-bench', 'eks-api'],
  },
  notYet('4.1.2', 'Few may read Secrets', 'who may read Secrets'),
  {
    id: '4.1.3',
    title: 'Roles do without wildcards',
    controls: ['RBAC-02'],
    sources: ['kube-bench'],
  },
  notYet('4.1.4', 'Few may create pods', 'who may create pods'),
  notYet('4.1.5', 'Default service accounts are not used', 'the use of default service accounts'),
  notYet(
    '4.1.6',
    'Service account tokens are mounted only where they are needed',
    'tokens that pods mount without need',
  ),
  notYet(
    '4.1.7',
    'Access entries decide who enters the cluster',
    'the authentication mode of the cluster',
  ),
  notYet('4.1.8', 'Few may bind, impersonate or escalate', 'who may bind, impersonate or escalate'),
  notYet('4.1.9', 'Few may create persistent volumes', 'who may create persistent volumes'),
  notYet('4.1.10', 'Few may reach nodes/proxy', 'who may reach nodes/proxy'),
  notYet(
    '4.1.11',
    'Few may change webhook configurations',
    'who may change webhook configurations',
  ),
  notYet(
    '4.1.12',
    'Few may create tokens of service accounts',
    'who may create tokens of service accounts',
  ),
  {
    id: '4.2.1',
    title: 'Privileged containers are not admitted',
    controls: ['POD-01', 'ADM-01'],
    sources: ['kube-bench', 'kubescape'],
  },
  {
    id: '4.2.2',
    title: 'Pods that share the process ids of their node are not admitted',
    controls: ['POD-02', 'ADM-01'],
    sources: ['kube-bench', 'kubescape'],
  },
  {
    id: '4.2.3',
    title: 'Pods that share the IPC namespace of their node are not admitted',
    controls: ['POD-03', 'ADM-01'],
    sources: ['kube-bench', 'kubescape'],
  },
  {
    id: '4.2.4',
    title: 'Pods that share the network of their node are not admitted',
    controls: ['POD-04', 'ADM-01'],
    sources: ['kube-bench', 'kubescape'],
  },
  {
    id: '4.2.5',
    title: 'Containers that may gain privileges are not admitted',
    controls: ['POD-05', 'ADM-02'],
    sources: ['kube-bench', 'kubescape'],
  },
  {
    id: '4.3.1',
    title: 'The network plugin enforces network policies',
    controls: ['NET-05'],
    sources: ['kube-bench'],
  },
  {
    id: '4.3.2',
    title: 'Every namespace has network policies',
    controls: ['NET-01'],
    sources: ['kube-bench'],
  },
  {
    id: '4.4.1',
    title: 'Secrets are mounted as files and not given in the environment',
    controls: ['SEC-02'],
    sources: ['kube-bench'],
  },
  {
    id: '4.4.2',
    title: 'Secrets are kept in a store outside of the cluster',
    controls: ['SEC-04'],
    sources: ['kube-bench'],
  },
  {
    id: '4.5.1',
    title: 'Namespaces separate what is administered separately',
    controls: ['NS-03'],
    sources: ['kube-bench'],
  },
  {
    id: '4.5.2',
    title: 'The default namespace is not used',
    controls: ['NS-01'],
    sources: ['kube-bench'],
  },
];

function notYet(id: string, title: string, subject: string): Requirement {
  return {
    id,
    title,
    controls: [],
    needsMore: `The catalogue has no control yet for ${subject}.`,
    sources: ['kube-bench'],
  };
}
