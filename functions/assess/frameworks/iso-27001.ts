import type { Framework } from '../../model/framework.ts';

/** Controls of Annex A that a scan of a cluster is evidence for; the standard has many more. */
export const iso27001: Framework = {
  id: 'iso-27001-2022',
  title: 'ISO/IEC 27001, Annex A',
  version: '2022',
  url: 'https://www.iso.org/standard/27001',
  claim: 'supports',
  note:
    'Mappings of the sources that a control is no evidence for are left out, such as the endpoint of a ' +
    'cluster for A.8.1, which is about the devices of users.',
  sources: {
    'prowler-kubernetes': 'Prowler 5.46.0, compliance/kubernetes/iso27001_2022_kubernetes.json',
    'prowler-aws': 'Prowler 5.46.0, compliance/aws/iso27001_2022_aws.json',
  },
  requirements: [
    {
      id: 'A.5.3',
      title: 'Conflicting duties are separated',
      controls: ['RBAC-01', 'RBAC-02'],
      sources: ['prowler-kubernetes'],
    },
    {
      id: 'A.5.15',
      title: 'Access is controlled by rules',
      controls: ['RBAC-01'],
      sources: ['prowler-kubernetes'],
    },
    {
      id: 'A.5.18',
      title: 'Access rights are granted, reviewed and withdrawn',
      controls: ['RBAC-01'],
      sources: ['prowler-kubernetes'],
    },
    {
      id: 'A.8.2',
      title: 'Privileged rights are restricted and managed',
      controls: ['POD-01', 'POD-06', 'RBAC-02'],
      sources: ['prowler-kubernetes'],
    },
    {
      id: 'A.8.3',
      title: 'Access to information is restricted',
      controls: ['POD-01'],
      sources: ['prowler-kubernetes'],
    },
    {
      id: 'A.8.15',
      title: 'Logs are written, kept, protected and analysed',
      controls: ['CP-01', 'CP-02', 'CP-03', 'CP-11'],
      sources: ['prowler-aws'],
    },
    {
      id: 'A.8.20',
      title: 'Networks are secured',
      controls: ['CP-07', 'CP-12'],
      sources: ['prowler-aws'],
    },
    {
      id: 'A.8.22',
      title: 'Networks are segregated',
      controls: ['CP-07', 'CP-12'],
      sources: ['prowler-aws'],
    },
    {
      id: 'A.8.24',
      title: 'Cryptography is used, and its keys are managed',
      controls: ['SEC-01', 'SEC-06', 'CP-03'],
      sources: ['prowler-aws'],
    },
  ],
};
