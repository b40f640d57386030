import { control } from '../../../model/control.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { type PartsFound, subjectText } from '../../../model/verdict.ts';
import { judgePods } from '../../reach/default-deny/judge-default.ts';
import {
  namespaceItems,
  type PodsItem,
  podsItemReads,
} from '../../reach/default-deny/namespace-items.ts';
import { selectionOf } from '../../reach/default-deny/selection.ts';

export const namespaceHasPolicy = control({
  id: 'NET-01',
  title: 'Every namespace with pods has network policies that select all of them',
  domain: 'network',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'Every pod of the cluster can connect to a pod that no policy selects, and it can connect to ' +
    'every address.',
  remediation:
    'Apply a NetworkPolicy with podSelector: {} and policyTypes: [Ingress, Egress] to the ' +
    'namespace, then add policies that allow the traffic its workloads need.',
  snippets: [
    {
      form: 'yaml',
      text: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: NAMESPACE
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-names
  namespace: NAMESPACE
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
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
  items: namespaceItems,
  judge: (item, snapshot) => judgePods(item, snapshot, () => unselectedPods(item, snapshot)),
});

function unselectedPods({ pods }: PodsItem, snapshot: Snapshot): PartsFound {
  const judged = pods.map((pod) => ({ pod, ...selectionOf(pod, snapshot) }));
  const unselected = judged.filter(({ isSelected }) => isSelected === 'no');
  const owners = new Set(
    unselected.map(({ pod }) => subjectText({ ...pod.owner, namespace: undefined })),
  );
  const values =
    unselected.length === pods.length
      ? ['none']
      : [...owners].map((owner) => `none that selects ${owner}`);
  return {
    evidence: values.map((value) => ({ path: 'networkPolicies', value })),
    missing: judged.flatMap(({ missing }) => missing),
  };
}
