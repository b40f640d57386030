import type { Framework } from '../../../model/framework.ts';
import { loggingRequirements } from './logging.ts';
import { managedServiceRequirements } from './managed-services.ts';
import { policyRequirements } from './policies.ts';
import { workerNodeRequirements } from './worker-nodes.ts';

/** All 50 recommendations. Section 1 of the benchmark is the control plane, which AWS runs. */
export const cisEks: Framework = {
  id: 'cis-eks-1.8.0',
  title: 'CIS Amazon EKS Benchmark',
  version: '1.8.0',
  url: 'https://www.cisecurity.org/benchmark/kubernetes',
  claim: 'checks',
  note:
    'Recommendations 4.2.1 to 4.2.5 are read in both ways that they are used: what workloads do, ' +
    'and what their namespaces would admit.',
  sources: {
    'kube-bench': 'kube-bench, cfg/eks-1.8.0: the recommendations, their audits and remediations',
    kubescape:
      'Kubescape regolibrary, frameworks/cis-eks-t1.8.0.json: the text of the recommendations, and ' +
      'C-0193 to C-0197, which read 4.2.1 to 4.2.5 as a demand on the admission of pods',
    'eks-api':
      'Amazon EKS API Reference, AccessPolicy: access policies grant rights like those of cluster-admin',
  },
  requirements: [
    ...loggingRequirements,
    ...workerNodeRequirements,
    ...policyRequirements,
    ...managedServiceRequirements,
  ],
};
