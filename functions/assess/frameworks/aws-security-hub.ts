import type { Framework } from '../../model/framework.ts';

const tagsUnread = 'Tags of AWS resources are not read: they say nothing about privilege.';

const otherRepositories = 'Repositories whose images this cluster does not run are not looked at.';

/** EKS.4 and EKS.5 do not exist. */
export const awsSecurityHub: Framework = {
  id: 'aws-security-hub-1.0.0',
  title: 'AWS Security Hub controls for Amazon EKS',
  version: '1.0.0',
  url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html',
  claim: 'checks',
  note:
    'The controls for EKS, and those for the registry that its images come from, of the AWS ' +
    'Foundational Security Best Practices standard v1.0.0 and of the AWS Resource Tagging standard ' +
    'v1.0.0. CP-09 looks at nodes outside of node groups too.',
  sources: {
    'user-guide':
      'AWS Security Hub User Guide, Security Hub controls for Amazon EKS and for Amazon ECR',
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
      controls: ['CP-09'],
      sources: ['terraform-policies'],
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
