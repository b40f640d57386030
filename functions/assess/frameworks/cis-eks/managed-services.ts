import type { Requirement } from '../../../model/framework.ts';

/** Section 5: images, identity, keys and the network of the cluster in AWS. */
export const managedServiceRequirements: readonly Requirement[] = [
  {
    id: '5.1.1',
    title: 'Images are scanned for vulnerabilities',
    controls: ['IMG-04'],
    needsMore: 'Images that are not in Amazon ECR are not looked at.',
    sources: ['kube-bench'],
  },
  {
    id: '5.1.2',
    title: 'Few people have access to Amazon ECR',
    controls: ['IMG-06'],
    needsMore: 'IAM policies of people and roles, which open a registry too, are not read.',
    sources: ['kube-bench'],
  },
  {
    id: '5.1.3',
    title: 'The cluster can only read from Amazon ECR',
    controls: [],
    needsMore: 'The catalogue has no control yet for the rights of the node role.',
    sources: ['kube-bench'],
  },
  {
    id: '5.1.4',
    title: 'Images come from approved registries',
    controls: ['IMG-03'],
    needsMore: 'Which registries the organisation has approved is not told to the scanner.',
    sources: ['kube-bench'],
  },
  {
    id: '5.2.1',
    title: 'Workloads have service accounts of their own for AWS',
    controls: [],
    needsMore: 'The catalogue has no control yet for service accounts that workloads share.',
    sources: ['kube-bench'],
  },
  {
    id: '5.3.1',
    title: 'Secrets are encrypted with a customer-managed KMS key',
    controls: ['SEC-01'],
    sources: ['kube-bench', 'kubescape'],
  },
  {
    id: '5.4.1',
    title: 'Access to the endpoint of the control plane is restricted',
    controls: ['CP-05', 'CP-06'],
    sources: ['kube-bench'],
  },
  {
    id: '5.4.2',
    title: 'The endpoint of the control plane is private and not public',
    controls: ['CP-04', 'CP-06'],
    sources: ['kube-bench'],
  },
  {
    id: '5.4.3',
    title: 'Nodes are private',
    controls: ['CP-07'],
    sources: ['kube-bench'],
  },
  {
    id: '5.4.4',
    title: 'Network policies are enforced and set as appropriate',
    controls: ['NET-02', 'NET-05'],
    sources: ['kube-bench'],
  },
  {
    id: '5.4.5',
    title: 'Load balancers for HTTPS encrypt with TLS certificates',
    controls: ['NET-08'],
    sources: ['kube-bench'],
  },
  {
    id: '5.5.1',
    title: 'People enter the cluster through AWS IAM',
    controls: [],
    needsMore: 'The catalogue has no control yet for how people authenticate.',
    sources: ['kube-bench'],
  },
];
