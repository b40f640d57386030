import { control } from '../../../model/control.ts';
import {
  flawsOfDefault,
  flawsOfRules,
  joinedFlaws,
  partsAt,
} from '../../reach/default-deny/default-flaws.ts';
import { judgePods } from '../../reach/default-deny/judge-default.ts';
import { namespaceItems, podsItemReads } from '../../reach/default-deny/namespace-items.ts';
import { newPods } from '../../reach/default-deny/new-pods.ts';

export const defaultDenyEgress = control({
  id: 'NET-03',
  title: 'Every namespace denies egress by default and no policy opens it to everywhere',
  domain: 'network',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'A pod with unrestricted egress can send data to any address and call the metadata service ' +
    'of its node.',
  remediation:
    'Apply a NetworkPolicy with podSelector: {}, policyTypes: [Egress] and no egress rules to ' +
    'the namespace, and name the peers and ports in every egress rule, DNS included; 0.0.0.0/0 ' +
    'with exceptions, or in parts, names none.',
  snippets: [
    {
      form: 'yaml',
      text: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny-egress
  namespace: NAMESPACE
spec:
  podSelector: {}
  policyTypes: [Egress]
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
        - {protocol: TCP, port: 53}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: client-to-server
  namespace: NAMESPACE
spec:
  podSelector:
    matchLabels: {app: CLIENT}
  policyTypes: [Egress]
  egress:
    - to:
        - podSelector:
            matchLabels: {app: SERVER}
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
    judgePods(item, snapshot, () => {
      // A policy counts for the pods that it is written for, whether there are any today or not.
      const meant = newPods(snapshot).meantIn(item.namespace);
      const flaws = [
        flawsOfDefault(item, 'egress', snapshot),
        flawsOfRules([...item.pods, ...meant], 'egress', snapshot),
      ];
      return partsAt('egress', joinedFlaws(flaws));
    }),
});
