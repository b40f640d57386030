import { control } from '../../../model/control.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeParts, unknown, type Verdict } from '../../../model/verdict.ts';
import { clusterReach, doubtsAbout, reachReads } from '../../reach/cluster-reach.ts';
import { partsAt } from '../../reach/default-deny/default-flaws.ts';
import { newPods } from '../../reach/default-deny/new-pods.ts';
import { openIngressOf } from '../../reach/default-deny/policy-alone.ts';
import {
  keyOfPolicy,
  type PolicyItem,
  policyItemReads,
  policyItems,
} from '../../reach/policy-items.ts';
import { actingParts } from '../../reach/selected-pods.ts';

export const namedSources = control({
  id: 'NET-06',
  title: 'No network policy lets every source in',
  domain: 'network',
  severity: 'medium',
  rationale:
    'A rule that names no source lets in whoever finds a way to the pods that the policy is meant ' +
    'to protect.',
  remediation:
    'Name the sources in the ingress rule: pods by podSelector and namespaceSelector, clients and ' +
    'load balancers by ipBlock with the ranges that they come from. What serves the whole cluster, ' +
    'as DNS does, may let in every pod on the ports that it names.',
  mappings: [],
  ...policyItemReads,
  ...reachReads,
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
  return judgeParts(partsAt('ingress', openIngressOf(parts, snapshot)), item.reach);
}
