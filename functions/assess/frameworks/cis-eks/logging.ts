import type { Requirement } from '../../../model/framework.ts';

/** Section 2: logging of the control plane. Its audit of 2.1.1 asks for all five types of log. */
export const loggingRequirements: readonly Requirement[] = [
  {
    id: '2.1.1',
    title: 'The audit log and the other logs of the control plane are written',
    controls: ['CP-01', 'CP-02'],
    sources: ['kube-bench', 'kubescape'],
  },
  {
    id: '2.1.2',
    title: 'Audit logs are collected and managed',
    controls: ['CP-03'],
    sources: ['kube-bench'],
  },
];
