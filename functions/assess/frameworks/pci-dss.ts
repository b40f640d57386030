import type { Framework } from '../../model/framework.ts';

/** Requirements that a scan of a cluster is evidence for; the standard has many more. */
export const pciDss: Framework = {
  id: 'pci-dss-4.0.1',
  title: 'PCI DSS',
  version: '4.0.1',
  url: 'https://www.pcisecuritystandards.org/document_library/',
  claim: 'supports',
  note:
    'The files of Prowler map version 4.0, which numbers these requirements alike, and map far more than a ' +
    'control shows: only requirements that a control is evidence for are taken. Scope, that is which ' +
    'clusters handle account data, is for the assessed entity to say.',
  sources: {
    'prowler-kubernetes': 'Prowler 5.46.0, compliance/kubernetes/pci_4.0_kubernetes.json',
    'prowler-aws': 'Prowler 5.46.0, compliance/aws/pci_4.0_aws.json',
    'security-hub': 'AWS Security Hub User Guide, EKS.1: PCI DSS v4.0.1/1.4.4',
  },
  requirements: [
    {
      id: '1.2.5',
      title: 'Services, protocols and ports in use are approved and needed',
      controls: ['POD-13', 'CP-12'],
      sources: ['prowler-kubernetes', 'prowler-aws'],
    },
    {
      id: '1.3.1',
      title: 'Inbound traffic to the cardholder data environment is restricted',
      controls: ['POD-04', 'POD-13', 'CP-05', 'CP-12'],
      sources: ['prowler-kubernetes', 'prowler-aws'],
    },
    {
      id: '1.3.2',
      title: 'Outbound traffic from the cardholder data environment is restricted',
      controls: ['POD-04'],
      sources: ['prowler-kubernetes'],
    },
    {
      id: '1.4.2',
      title: 'Inbound traffic from untrusted networks is restricted',
      controls: ['POD-04', 'POD-13', 'CP-05', 'CP-12'],
      sources: ['prowler-kubernetes', 'prowler-aws'],
    },
    {
      id: '1.4.4',
      title: 'What stores cardholder data cannot be reached from untrusted networks',
      controls: ['CP-04'],
      sources: ['security-hub'],
    },
    {
      id: '3.5.1',
      title: 'Stored account numbers cannot be read',
      controls: ['SEC-01', 'SEC-06'],
      sources: ['prowler-aws'],
    },
    {
      id: '6.3.3',
      title: 'Components are protected from known vulnerabilities by updates',
      controls: ['CP-08'],
      sources: ['prowler-aws'],
    },
    {
      id: '7.2.1',
      title: 'An access control model grants what a role needs',
      controls: ['RBAC-01', 'POD-01'],
      sources: ['prowler-kubernetes'],
    },
    {
      id: '7.2.2',
      title: 'Access follows the job and least privilege',
      controls: ['RBAC-01', 'POD-01', 'POD-06'],
      sources: ['prowler-kubernetes'],
    },
    {
      id: '7.2.5',
      title: 'Application and system accounts have least privilege',
      controls: ['RBAC-01', 'POD-06'],
      sources: ['prowler-kubernetes'],
    },
    {
      id: '8.3.2',
      title: 'Authentication factors cannot be read in storage or transmission',
      controls: ['SEC-01', 'SEC-02'],
      sources: ['prowler-aws', 'prowler-kubernetes'],
    },
    {
      id: '10.2.1',
      title: 'Audit logs are active for all components',
      controls: ['CP-01', 'CP-02'],
      sources: ['prowler-aws'],
    },
    {
      id: '10.2.1.2',
      title: 'Audit logs capture what administrators do',
      controls: ['CP-01', 'CP-02'],
      sources: ['prowler-aws'],
    },
    {
      id: '10.2.1.4',
      title: 'Audit logs capture invalid attempts of access',
      controls: ['CP-01', 'CP-02'],
      sources: ['prowler-aws'],
    },
    {
      id: '10.2.1.5',
      title: 'Audit logs capture changes of credentials',
      controls: ['CP-01', 'CP-02'],
      sources: ['prowler-aws'],
    },
    {
      id: '10.2.1.7',
      title: 'Audit logs capture what is created and deleted at system level',
      controls: ['CP-01', 'CP-02'],
      sources: ['prowler-aws'],
    },
    {
      id: '10.2.2',
      title: 'Audit logs record who did what, when and where',
      controls: ['CP-01', 'CP-02'],
      sources: ['prowler-aws'],
    },
    {
      id: '10.3.3',
      title: 'Audit logs are copied to where they are hard to change',
      controls: ['CP-03'],
      sources: ['prowler-aws'],
    },
    {
      id: '10.5.1',
      title: 'Audit logs are kept for twelve months',
      controls: ['CP-03'],
      sources: ['prowler-aws'],
    },
    {
      id: '11.3.1',
      title: 'Internal vulnerability scans are made',
      controls: ['IMG-04'],
      sources: ['prowler-aws'],
    },
    {
      id: '11.3.1.3',
      title: 'Internal vulnerability scans are made after changes',
      controls: ['IMG-04'],
      sources: ['prowler-aws'],
    },
    {
      id: '11.5.1',
      title: 'Intrusions are detected',
      controls: ['CP-11'],
      sources: ['prowler-aws'],
    },
  ],
};
