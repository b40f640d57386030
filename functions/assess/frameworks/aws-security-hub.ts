import type { Framework } from '../../model/framework.ts';

const tagsUnread = 'Tags of AWS resources are not read: they say nothing about privilege.';

const otherRepositories = 'Repositories whose images this cluster does not run are not looked at.';

const inExtendedSupport =
  'CP-09 accepts nodes in extended support, and this asks for standard support.';

const ownAgent = 'CP-11 accepts an agent that GuardDuty does not manage by itself.';

/** EKS.4 and EKS.5 are in no standard. */
export const awsSecurityHub: Framework = {
  id: 'aws-security-hub-1.0.0',
  title: 'AWS Security Hub controls for Amazon EKS',
  version: '1.0.0',
  url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html',
  claim: 'checks',
  note:
    'The controls that are about EKS, and those about the registry of its images, of the AWS ' +
    'Foundational Security Best Practices standard v1.0.0 and of the AWS Resource Tagging standard ' +
    'v1.0.0. GuardDuty.5 and GuardDuty.7 are the two halves of CP-11.',
  sources: {
    'user-guide':
      'AWS Security Hub User Guide, Security Hub controls for Amazon EKS, Amazon ECR and Amazon GuardDuty',
    'terraform-policies':
      'HashiCorp policy library for AWS FSBP, eks-nodegroup-supported-version-check, which cites ' +
      'EKS.9 of the AWS Security Hub User Guide',
  },
  requirements: [
    {
      id: 'EKS.1',
      title: 'The endpoint of the cluster is not public',
      controls: ['CP-04'],
      sources: ['user-guide'],
    },
    {
      id: 'EKS.2',
      title: 'The cluster runs a supported Kubernetes version',
      controls: ['CP-08'],
      sources: ['user-guide'],
    },
    {
      id: 'EKS.3',
      title: 'Secrets of the cluster are encrypted with a KMS key',
      controls: ['SEC-01'],
      sources: ['user-guide'],
    },
    {
      id: 'EKS.6',
      title: 'The cluster has tags',
      controls: [],
      notVisible: tagsUnread,
      sources: ['user-guide'],
    },
    {
      id: 'EKS.7',
      title: 'Identity provider configurations have tags',
      controls: [],
      notVisible: tagsUnread,
      sources: ['user-guide'],
    },
    {
      id: 'EKS.8',
      title: 'The audit log of the cluster is written',
      controls: ['CP-01'],
      sources: ['user-guide'],
    },
    {
      id: 'EKS.9',
      title: 'Node groups run a supported Kubernetes version',
      controls: [],
      stricterControls: ['CP-09'],
      needsMore: inExtendedSupport,
      sources: ['terraform-policies'],
    },
    {
      id: 'GuardDuty.5',
      title: 'GuardDuty watches the audit logs of EKS',
      controls: [],
      stricterControls: ['CP-11'],
      sources: ['user-guide'],
    },
    {
      id: 'GuardDuty.7',
      title: 'GuardDuty watches what runs in EKS',
      controls: [],
      stricterControls: ['CP-11'],
      needsMore: ownAgent,
      sources: ['user-guide'],
    },
    {
      id: 'ECR.1',
      title: 'Private repositories scan their images',
      controls: ['IMG-04'],
      needsMore: otherRepositories,
      sources: ['user-guide'],
    },
    {
      id: 'ECR.2',
      title: 'Private repositories do not let tags be moved',
      controls: ['IMG-05'],
      needsMore: otherRepositories,
      sources: ['user-guide'],
    },
  ],
};
