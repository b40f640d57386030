import { control } from '../../../model/control.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeParts, type Verdict } from '../../../model/verdict.ts';
import { reachReads } from '../../reach/cluster-reach.ts';
import {
  type PodsItem,
  podsItemReads,
  workloadItemsOf,
} from '../../reach/default-deny/namespace-items.ts';
import { engineDoubts } from '../../reach/engine-doubts.ts';
import { isResolver } from '../../reach/resolver-pods.ts';
import { nameResolution } from '../../reach/ways/name-resolution.ts';

/**
 * A resolver asks by UDP, and by TCP where an answer is long: both are needed. Pods that policies
 * let connect to nobody need no names, and are as their author wants them. What fails opens
 * nothing, so it costs no points: it is here because the usual cure for pods that cannot resolve
 * names is to open egress to everywhere. Where a cluster that was read in full shows no resolver,
 * there is nothing to judge.
 */
export const resolvableNames = control({
  id: 'NET-21',
  title: 'Policies that isolate egress let pods resolve the names they need',
  domain: 'network',
  severity: 'medium',
  reachMax: 'nothing',
  rationale:
    'Pods that may connect but cannot resolve names do not work, and what mends them in a hurry is a ' +
    'rule that opens egress to everywhere.',
  remediation:
    'Allow egress to namespaceSelector kubernetes.io/metadata.name: kube-system with podSelector ' +
    'k8s-app: kube-dns on ports 53 of UDP and of TCP, and to the address of the node cache where ' +
    'there is one.',
  snippets: [
    {
      form: 'yaml',
      text: `apiVersion: networking.k8s.io/v1
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
      form: 'yaml',
      text: `# Beside it, where nodes run a cache of names: its address.
egress:
  - to:
      - ipBlock: {cidr: 169.254.20.10/32}
    ports:
      - {protocol: UDP, port: 53}
      - {protocol: TCP, port: 53}`,
    },
    {
      form: 'kubectl',
      text: `kubectl get service kube-dns --namespace kube-system --output=yaml
kubectl get pods --namespace kube-system --selector k8s-app=kube-dns --show-labels`,
    },
  ],
  ...podsItemReads,
  // A resolver that was not read may be one that policies let the pods ask.
  judgementReads: [
    ...reachReads.judgementReads,
    'pods',
    ...workloadReadIds,
    'services',
    'endpointslices',
  ],
  // The pods of the resolver ask that of their node.
  items: (snapshot) => workloadItemsOf(snapshot).filter(({ pods }) => !pods.every(isResolver)),
  judge: (item, snapshot) => judgeWorkload(item, snapshot),
});

function judgeWorkload({ pods }: PodsItem, snapshot: Snapshot): Verdict | readonly Verdict[] {
  const doubts = engineDoubts(pods, 'egress', snapshot);
  if (doubts.length > 0) return judgeParts({ evidence: [], missing: doubts }, 'nothing');
  const found = new Set(pods.map((pod) => nameResolution(pod, snapshot)));
  const parts = [...found].flatMap((each) => ('none' in each ? [] : each));
  const [why] = [...found].flatMap((each) => ('none' in each ? each.none : []));
  if (parts.length === 0 && why !== undefined) return { outcome: 'notApplicable', why };
  return judgeParts(
    {
      evidence: parts.flatMap(({ evidence }) => evidence),
      missing: parts.flatMap(({ missing }) => missing),
    },
    'nothing',
  );
}
