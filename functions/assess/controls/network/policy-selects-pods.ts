import { control } from '../../../model/control.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeBy, pass, unknown, type Verdict } from '../../../model/verdict.ts';
import { clusterReach, doubtsAbout, reachReads } from '../../reach/cluster-reach.ts';
import { doubtsOfSubject } from '../../reach/default-deny/doubt-reasons.ts';
import {
  keyOfPolicy,
  type PolicyItem,
  policyItemReads,
  policyItems,
} from '../../reach/policy-items.ts';
import { actingParts, selectedPods } from '../../reach/selected-pods.ts';

export const policySelectsPods = control({
  id: 'NET-16',
  title: 'Every network policy selects at least one pod',
  domain: 'network',
  severity: 'low',
  reachMax: 'nothing',
  rationale:
    'A policy that selects nothing protects nothing, and often is one whose selector no longer ' +
    'fits the labels of the pods that it was written for.',
  remediation:
    'Correct the selector of the policy to the labels that the pods have now, and delete the ' +
    'policy where the pods are gone.',
  snippets: [
    {
      form: 'kubectl',
      text: `kubectl get networkpolicies --namespace NAMESPACE --output=wide
kubectl get pods --namespace NAMESPACE --show-labels`,
    },
    {
      form: 'kubectl',
      text: `kubectl patch networkpolicy POLICY --namespace NAMESPACE --type=json \\
  --patch '[{"op":"replace","path":"/spec/podSelector","value":{"matchLabels":{"app":"WORKLOAD"}}}]'`,
    },
    {
      form: 'kubectl',
      text: 'kubectl delete networkpolicy POLICY --namespace NAMESPACE',
    },
  ],
  ...policyItemReads,
  // A pod that was not read may be the one that a policy selects.
  judgementReads: [...reachReads.judgementReads, 'pods', ...workloadReadIds],
  consultedReads: reachReads.consultedReads,
  items: policyItems,
  judge: judgeSelection,
});

function judgeSelection(item: PolicyItem, snapshot: Snapshot): Verdict {
  const { reach, doubts } = clusterReach(snapshot);
  const [doubt, ...more] = doubtsAbout(item.ref, doubts);
  if (doubt !== undefined) return unknown(doubt, ...more);
  const parts = actingParts(reach).get(keyOfPolicy(item.ref));
  if (parts === undefined) {
    return { outcome: 'notApplicable', why: 'a policy that the engine does not act on' };
  }
  const selected = parts.map((policy) => selectedPods(reach, policy));
  if (selected.includes('yes')) return pass;
  const [reason, ...others] = selected.includes('undefined') ? parts.flatMap(doubtsOfSubject) : [];
  if (reason !== undefined) return unknown(reason, ...others);
  // Nothing is less safe for it: what costs points is a pod that no policy selects.
  return judgeBy([{ path: 'spec', value: 'selects no pod' }], 'nothing');
}
