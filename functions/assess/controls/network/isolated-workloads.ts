import { control } from '../../../model/control.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { PartsFound } from '../../../model/verdict.ts';
import { isolation } from '../../reach/default-deny/default-flaws.ts';
import { judgePods } from '../../reach/default-deny/judge-default.ts';
import {
  type PodsItem,
  podsItemReads,
  workloadItemsOf,
} from '../../reach/default-deny/namespace-items.ts';
import { directions } from '../../reach/policies/policy.ts';

export const isolatedWorkloads = control({
  id: 'NET-04',
  title: 'Every workload is isolated by network policies in both directions',
  domain: 'network',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'Whatever no policy decides about is allowed: everyone connects to the pods of the workload, ' +
    'or they connect to everyone.',
  remediation:
    'Apply a NetworkPolicy that selects the pods of the workload, with the direction among its ' +
    'policyTypes and a rule for each connection that they need.',
  snippets: [
    {
      form: 'yaml',
      text: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: WORKLOAD
  namespace: NAMESPACE
spec:
  podSelector:
    matchLabels: {app: WORKLOAD}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector:
            matchLabels: {app: CLIENT}
      ports:
        - {protocol: TCP, port: 8080}
  egress:
    - to:
        - podSelector:
            matchLabels: {app: SERVER}
      ports:
        - {protocol: TCP, port: 5432}
    - to:
        - namespaceSelector:
            matchLabels: {kubernetes.io/metadata.name: kube-system}
          podSelector:
            matchLabels: {k8s-app: kube-dns}
      ports:
        - {protocol: UDP, port: 53}
        - {protocol: TCP, port: 53}`,
    },
    {
      form: 'kubectl',
      text: `kubectl get pods --namespace NAMESPACE --show-labels
kubectl get networkpolicies --namespace NAMESPACE --output=wide`,
    },
  ],
  ...podsItemReads,
  items: workloadItemsOf,
  judge: (item, snapshot) => judgePods(item, snapshot, () => openDirections(item, snapshot)),
});

function openDirections({ pods }: PodsItem, snapshot: Snapshot): PartsFound {
  if (pods.some(({ spec }) => spec.hostNetwork)) {
    const value = 'on the network of the node, where no policy isolates it';
    return { evidence: [{ path: 'networkPolicies', value }], missing: [] };
  }
  const parts = directions.flatMap((direction) =>
    pods.map((pod) => ({ direction, ...isolation(pod, direction, snapshot) })),
  );
  const open = directions.filter((direction) =>
    parts.some((part) => part.direction === direction && part.isolated === 'no'),
  );
  // One path for both: a policy for one direction must not make a new finding of the other.
  const value = `selected by ${open.map((direction) => `no ${direction}`).join(' and ')} policy`;
  return {
    evidence: open.length === 0 ? [] : [{ path: 'networkPolicies', value }],
    missing: parts.flatMap(({ missing }) => missing),
  };
}
