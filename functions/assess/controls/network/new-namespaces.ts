import { control } from '../../../model/control.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { judgePods } from '../../reach/default-deny/judge-default.ts';
import {
  namespaceItems,
  type PodsItem,
  podsItemReads,
} from '../../reach/default-deny/namespace-items.ts';
import { openedToNewcomers } from '../../reach/default-deny/newcomers.ts';

/**
 * A pod without labels in a namespace that does not exist yet stands for everybody who may create
 * one. One cause is told once: pods that no policy isolates are told by NET-02 and NET-04, and
 * policies that let in every source, or every pod on all ports, by NET-06. Left are pods that
 * policies protect from the internet and that they open to every namespace at some ports, those to
 * come included. DNS is for everybody. An address block admits by address and not by namespace, and
 * is told by NET-06 where it takes in everything.
 */
export const newNamespaces = control({
  id: 'NET-22',
  title: 'No policy admits a namespace that does not exist yet',
  domain: 'network',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'Whoever may create a namespace reaches pods that admit every namespace, and nobody decided that ' +
    'the newcomer is to be let in.',
  remediation:
    'Name the namespaces in namespaceSelector by a label that administrators give them, or by ' +
    'kubernetes.io/metadata.name, instead of all ({}) or all but some (NotIn, DoesNotExist).',
  snippets: [
    {
      form: 'yaml',
      text: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: POLICY
  namespace: NAMESPACE
spec:
  podSelector:
    matchLabels: {app: SERVER}
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels: {kubernetes.io/metadata.name: CLIENT_NAMESPACE}
      ports:
        - {protocol: TCP, port: 8080}`,
    },
    {
      form: 'yaml',
      text: `ingress:
  - from:
      - namespaceSelector:
          matchExpressions:
            - key: kubernetes.io/metadata.name
              operator: In
              values: [CLIENT_NAMESPACE, OTHER_NAMESPACE]`,
    },
    {
      form: 'kubectl',
      text: 'kubectl label --overwrite namespace CLIENT_NAMESPACE TEAM_LABEL=TEAM',
    },
  ],
  ...podsItemReads,
  items: namespaceItems,
  judge: (item, snapshot) => judgeNamespace(item, snapshot),
});

function judgeNamespace(item: PodsItem, snapshot: Snapshot): Verdict | readonly Verdict[] {
  const { isolated, parts } = openedToNewcomers(item, snapshot);
  const judged = judgePods(item, snapshot, () => parts);
  const isPass = !('outcome' in judged) && judged.every(({ outcome }) => outcome === 'pass');
  const why = 'no policy isolates its pods';
  return isPass && isolated === 0 ? { outcome: 'notApplicable', why } : judged;
}
