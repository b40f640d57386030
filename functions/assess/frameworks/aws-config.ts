import type { Framework } from '../../model/framework.ts';

const tagsUnread = 'Tags of AWS resources are not read: they say nothing about privilege.';

const inExtendedSupport =
  'CP-09 accepts nodes in extended support, and this asks for standard support.';

const ownAgent = 'CP-11 accepts an agent that GuardDuty does not manage by itself.';

const list = ['rules'];

/** The rules carry no version of their own: the list is dated. */
export const awsConfig: Framework = {
  id: 'aws-config-2026.04',
  title: 'AWS Config managed rules for Amazon EKS',
  version: '2026.04',
  url: 'https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html',
  claim: 'checks',
  note:
    'The rules about EKS, as the list stood in April 2026. Rules with parameters are read as Security ' +
    'Hub sets them: audit for the types of log, the oldest version in standard support for versions. ' +
    'The two rules of GuardDuty are the two halves of CP-11.',
  sources: {
    rules:
      'AWS Config Developer Guide, List of AWS Config Managed Rules, with the page of each rule',
  },
  requirements: [
    {
      id: 'eks-addon-tagged',
      title: 'Add-ons have tags',
      controls: [],
      notVisible: tagsUnread,
      sources: list,
    },
    {
      id: 'eks-cluster-log-enabled',
      title: 'The control plane writes the types of log that are asked for',
      controls: ['CP-01'],
      sources: list,
    },
    {
      id: 'eks-cluster-logging-enabled',
      title: 'The control plane writes all types of log',
      controls: ['CP-02'],
      sources: list,
    },
    {
      id: 'eks-cluster-oldest-supported-version',
      title: 'The cluster does not run the oldest supported version',
      controls: [],
      needsMore: 'The catalogue has no control yet for the oldest version that is still supported.',
      sources: list,
    },
    {
      id: 'eks-cluster-secrets-encrypted',
      title: 'Secrets of the cluster are encrypted with a KMS key',
      controls: ['SEC-01'],
      sources: list,
    },
    {
      id: 'eks-cluster-supported-version',
      title: 'The cluster runs a supported Kubernetes version',
      controls: ['CP-08'],
      sources: list,
    },
    {
      id: 'eks-endpoint-no-public-access',
      title: 'The endpoint of the cluster is not public',
      controls: ['CP-04'],
      sources: list,
    },
    {
      id: 'eks-fargate-profile-tagged',
      title: 'Fargate profiles have tags',
      controls: [],
      notVisible: tagsUnread,
      sources: list,
    },
    {
      id: 'eks-nodegroup-supported-version-check',
      title: 'Node groups run a supported Kubernetes version',
      controls: [],
      stricterControls: ['CP-09'],
      needsMore: inExtendedSupport,
      sources: list,
    },
    {
      id: 'eks-secrets-encrypted',
      title: 'Secrets of the cluster are encrypted with one of the given KMS keys',
      controls: ['SEC-01'],
      sources: list,
    },
    {
      id: 'guardduty-eks-protection-audit-enabled',
      title: 'GuardDuty watches the audit logs of EKS',
      controls: [],
      stricterControls: ['CP-11'],
      sources: list,
    },
    {
      id: 'guardduty-eks-protection-runtime-enabled',
      title: 'GuardDuty watches what runs in EKS',
      controls: [],
      stricterControls: ['CP-11'],
      needsMore: ownAgent,
      sources: list,
    },
  ],
};
