import type { Requirement } from '../../../model/framework.ts';

const byAws = 'AWS runs the control plane of EKS and shows neither its settings nor its hosts.';

/** Authentication and authorization; audit logging; upgrading. */
export const accessAndOperation: readonly Requirement[] = [
  {
    id: 'authentication.anonymous',
    title: 'Anonymous requests are refused',
    controls: [],
    notVisible: byAws,
    sources: ['guidance', 'trivy'],
  },
  {
    id: 'authentication.users',
    title: 'People authenticate strongly',
    controls: [],
    needsMore: 'The catalogue has no control yet for how people authenticate.',
    sources: ['guidance'],
  },
  {
    id: 'authorization.least-privilege',
    title: 'RBAC grants administrators, users and service accounts what they need',
    controls: ['RBAC-01', 'RBAC-02'],
    needsMore: 'The catalogue has no control yet for rights between these and what somebody needs.',
    sources: ['guidance', 'kubescape'],
  },
  {
    id: 'logging.audit',
    title: 'The audit log is written',
    controls: ['CP-01'],
    sources: ['guidance', 'kubescape', 'trivy'],
  },
  {
    id: 'logging.retention',
    title: 'Audit logs are kept where they outlast nodes and pods',
    controls: [],
    stricterControls: ['CP-03'],
    sources: ['guidance', 'trivy'],
  },
  {
    id: 'upgrading.updates',
    title: 'Security patches and updates are applied at once',
    controls: ['NET-13'],
    stricterControls: ['CP-08', 'CP-09'],
    needsMore: 'Versions of images and add-ons are not compared with what is new.',
    sources: ['guidance', 'kubescape'],
  },
  {
    id: 'upgrading.tests',
    title: 'Vulnerability scans and penetration tests are made',
    controls: [],
    notVisible: 'What an organisation does on a schedule leaves no trace in a cluster.',
    sources: ['guidance'],
  },
];
