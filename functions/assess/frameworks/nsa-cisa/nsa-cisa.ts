import type { Framework } from '../../../model/framework.ts';
import { accessAndOperation } from './access-and-operation.ts';
import { network } from './network.ts';
import { podSecurity } from './pod-security.ts';

export const nsaCisa: Framework = {
  id: 'nsa-cisa-1.2',
  title: 'NSA/CISA Kubernetes Hardening Guidance',
  version: '1.2',
  url: 'https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF',
  claim: 'checks',
  note:
    'The guidance numbers nothing: an id here is a short name of its section and one of the ' +
    'recommendation.',
  sources: {
    guidance:
      'Kubernetes Hardening Guidance, the section of the recommendation and the summary of all',
    kubescape: 'Kubescape regolibrary, frameworks/nsaframework.json',
    trivy:
      'trivy-checks, pkg/specs/compliance/k8s-nsa-1.0.yaml: its items by their names, because it ' +
      'gives several of them the check of another',
  },
  requirements: [...podSecurity, ...network, ...accessAndOperation],
};
