import { control } from '../../../model/control.ts';
import { flawsOfDefault, partsAt } from '../../reach/default-deny/default-flaws.ts';
import { judgePods } from '../../reach/default-deny/judge-default.ts';
import { namespaceItems, podsItemReads } from '../../reach/default-deny/namespace-items.ts';

export const defaultDenyIngress = control({
  id: 'NET-02',
  title: 'Every namespace denies ingress by default',
  domain: 'network',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'A pod that no policy isolates takes connections from anywhere, so one compromised pod ' +
    'reaches all of its neighbours.',
  remediation:
    'Apply a NetworkPolicy with podSelector: {}, policyTypes: [Ingress] and no ingress rules, and ' +
    'delete rules that allow every source, or every pod by namespaceSelector: {} on all ports, ' +
    'from policies that select all pods; one that opens some pods by label may stay.',
  snippets: [
    {
      form: 'yaml',
      text: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny-ingress
  namespace: NAMESPACE
spec:
  podSelector: {}
  policyTypes: [Ingress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: clients-of-server
  namespace: NAMESPACE
spec:
  podSelector:
    matchLabels: {app: SERVER}
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:
            matchLabels: {app: CLIENT}
      ports:
        - {protocol: TCP, port: 8080}`,
    },
    {
      form: 'kubectl',
      text: 'kubectl get networkpolicies --namespace NAMESPACE --output=yaml',
    },
  ],
  ...podsItemReads,
  items: namespaceItems,
  judge: (item, snapshot) =>
    judgePods(item, snapshot, () => partsAt('ingress', flawsOfDefault(item, 'ingress', snapshot))),
});
