import { control } from '../../../model/control.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { PartsFound } from '../../../model/verdict.ts';
import { flawsOfRules, partsAt } from '../../reach/default-deny/default-flaws.ts';
import { deniersOf } from '../../reach/default-deny/deniers.ts';
import { judgePods } from '../../reach/default-deny/judge-default.ts';
import {
  namespaceItems,
  type PodsItem,
  podsItemReads,
} from '../../reach/default-deny/namespace-items.ts';
import { newPods } from '../../reach/default-deny/new-pods.ts';
import { type Direction, directions } from '../../reach/policies/policy.ts';

export const defaultDenyStands = control({
  id: 'NET-18',
  title: 'No network policy undoes the default deny of a namespace',
  domain: 'network',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'Policies add up, so a policy that gives all pods everything leaves a default deny without ' +
    'effect, while the namespace looks isolated.',
  remediation:
    'Select the pods that need it in the policy that opens everything, or name peers and ports in ' +
    'its rules: no default deny, present or future, takes away what another policy allows.',
  snippets: [
    {
      form: 'kubectl',
      text: `kubectl patch networkpolicy POLICY --namespace NAMESPACE --type=json \\
  --patch '[{"op":"replace","path":"/spec/podSelector","value":{"matchLabels":{"app":"WORKLOAD"}}}]'`,
    },
    {
      form: 'yaml',
      text: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: POLICY
  namespace: NAMESPACE
spec:
  podSelector:
    matchLabels: {app: WORKLOAD}
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:
            matchLabels: {app: CLIENT}
      ports:
        - {protocol: TCP, port: 8080}`,
    },
  ],
  ...podsItemReads,
  items: namespaceItems,
  judge: (item, snapshot) => judgePods(item, snapshot, () => undone(item, snapshot)),
});

function undone(item: PodsItem, snapshot: Snapshot): PartsFound {
  const parts = directions.map((direction) => undoneIn(direction, item, snapshot));
  return {
    evidence: parts.flatMap(({ evidence }) => evidence),
    missing: parts.flatMap(({ missing }) => missing),
  };
}

/** Rules that open everything to a pod that nobody has named open it to all pods. */
function undoneIn(direction: Direction, { namespace }: PodsItem, snapshot: Snapshot): PartsFound {
  const newPod = newPods(snapshot).newPodIn(namespace);
  const { values, missing } = flawsOfRules([newPod], direction, snapshot);
  const deniers = deniersOf(newPod, direction, snapshot);
  const effect = deniers.length === 0 ? '' : `, which undoes ${deniers.join(' and ')}`;
  return partsAt(direction, { values: values.map((value) => `${value}${effect}`), missing });
}
