import { control } from '../../../model/control.ts';
import { gapsIn, gapText } from '../../../model/gaps.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeParts, unknown, type Verdict } from '../../../model/verdict.ts';
import { clusterReach, doubtsAbout, reachReads } from '../../reach/cluster-reach.ts';
import { partsAt } from '../../reach/default-deny/default-flaws.ts';
import { newPods } from '../../reach/default-deny/new-pods.ts';
import { openIngressOf } from '../../reach/default-deny/policy-alone.ts';
import type { Policy } from '../../reach/policies/policy.ts';
import {
  keyOfPolicy,
  type PolicyItem,
  policyItemReads,
  policyItems,
} from '../../reach/policy-items.ts';
import { actingParts } from '../../reach/selected-pods.ts';

const podReads = ['pods', ...workloadReadIds] as const;

export const namedSources = control({
  id: 'NET-06',
  title: 'No network policy lets every source in',
  domain: 'network',
  severity: 'medium',
  reachMax: 'cluster',
  rationale:
    'A rule that names no source lets in whoever finds a way to the pods that the policy is meant ' +
    'to protect.',
  remediation:
    'Name the sources in the ingress rule: pods by podSelector and namespaceSelector, clients and ' +
    'load balancers by ipBlock with the ranges that they come from. What serves the whole cluster, ' +
    'as DNS does, may let in every pod on the ports that it names.',
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
        - podSelector:
            matchLabels: {app: CLIENT}
        - namespaceSelector:
            matchLabels: {kubernetes.io/metadata.name: CLIENT_NAMESPACE}
          podSelector:
            matchLabels: {app: CLIENT}
        - ipBlock: {cidr: CLIENT_CIDR}
      ports:
        - {protocol: TCP, port: 8080}`,
    },
    {
      form: 'kubectl',
      text: 'kubectl get networkpolicy POLICY --namespace NAMESPACE --output=yaml',
    },
  ],
  ...policyItemReads,
  ...reachReads,
  consultedReads: [...reachReads.consultedReads, ...podReads],
  items: policyItems,
  judge: judgeSources,
});

function judgeSources(item: PolicyItem, snapshot: Snapshot): Verdict | readonly Verdict[] {
  const [doubt, ...more] = doubtsAbout(item.ref, clusterReach(snapshot).doubts);
  if (doubt !== undefined) return unknown(doubt, ...more);
  const parts = actingParts(newPods(snapshot).reach).get(keyOfPolicy(item.ref));
  if (parts === undefined || parts.every(({ ingress }) => ingress === undefined)) {
    return { outcome: 'notApplicable', why: 'a policy that does not act on ingress' };
  }
  const { evidence, missing } = partsAt('ingress', openIngressOf(parts, snapshot));
  // A port by its name is the port of some pod, and which one those say that were not read.
  const unseen = parts.some(namesPorts) ? gapsIn(snapshot, podReads).map(gapText) : [];
  return judgeParts({ evidence, missing: [...missing, ...unseen] }, item.reach);
}

function namesPorts({ ingress }: Policy): boolean {
  return (ingress?.rules ?? []).some(
    ({ ports }) => ports !== 'every' && ports.some(({ op }) => op === 'named'),
  );
}
