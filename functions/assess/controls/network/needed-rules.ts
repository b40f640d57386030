import { control } from '../../../model/control.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import {
  type Evidence,
  judgeBy,
  judgeParts,
  type PartsFound,
  unknown,
  type Verdict,
} from '../../../model/verdict.ts';
import { clusterReach, reachReads } from '../../reach/cluster-reach.ts';
import { doubtsOfRule, doubtsOfSubject } from '../../reach/default-deny/doubt-reasons.ts';
import { withPodsNamed } from '../../reach/future/future-peers.ts';
import { withoutIsolatingRules } from '../../reach/isolating-rules.ts';
import {
  type NeedlessRule,
  needlessRules,
  type RuleSearch,
  searchMax,
} from '../../reach/needless-rules.ts';
import { directions, type Policy } from '../../reach/policies/policy.ts';
import {
  keyOfPolicy,
  type PolicyItem,
  policyItemReads,
  policyItems,
} from '../../reach/policy-items.ts';
import { type Reach, reachOf } from '../../reach/reach.ts';
import { actingParts, selectedPods } from '../../reach/selected-pods.ts';

const shownMax = 3;

export const neededRules = control({
  id: 'NET-17',
  title: 'Every rule of a network policy matches something and makes a difference',
  domain: 'network',
  severity: 'low',
  reachMax: 'nothing',
  rationale:
    'A rule that matches nothing, or that other rules make needless, says that something is ' +
    'allowed or denied for a reason that is gone, and opens more than anyone wants one day.',
  remediation:
    'Delete the rule, or correct its peers and ports to those that the connection has now. All ' +
    'rules that are found can be deleted together.',
  snippets: [
    {
      form: 'kubectl',
      text: `# Rules count from 0; delete the higher numbers first, and where the policy has no policyTypes, add
# them before: the last rule of egress stands for Egress.
kubectl get networkpolicy POLICY --namespace NAMESPACE --output=yaml
kubectl patch networkpolicy POLICY --namespace NAMESPACE --type=json \\
  --patch '[{"op":"remove","path":"/spec/DIRECTION/RULE"}]'`,
    },
  ],
  ...policyItemReads,
  // A peer that was not read may be the one that a rule is for.
  judgementReads: [...reachReads.judgementReads, 'pods', 'nodes', ...workloadReadIds],
  consultedReads: reachReads.consultedReads,
  items: policyItems,
  judge: judgeRules,
});

function judgeRules({ ref }: PolicyItem, snapshot: Snapshot): Verdict | readonly Verdict[] {
  const { reach, doubts } = clusterReach(snapshot);
  const parts = actingParts(reach).get(keyOfPolicy(ref)) ?? [];
  if (parts.every((policy) => directions.every((each) => !hasRules(policy, each)))) {
    return { outcome: 'notApplicable', why: 'a policy without rules that act' };
  }
  if (parts.every((policy) => selectedPods(reach, policy) === 'no')) {
    return { outcome: 'notApplicable', why: 'a policy that selects no pod' };
  }
  const [reason, ...others] = reasonsAgainst(parts, doubts.isReadingKnown ? [] : doubts.texts);
  if (reason !== undefined) return unknown(reason, ...others);
  const key = keyOfPolicy(ref);
  const { needless, leftOut } = needlessRules(reach);
  const wide = snapshot.source === 'manifests' ? widenedSearch(reach, snapshot) : undefined;
  if (leftOut.has(key) || wide?.leftOut.has(key)) {
    return unknown(`the effect of each rule: more than ${searchMax} rules to compare`);
  }
  const unneeded = (search: RuleSearch['needless']): readonly NeedlessRule[] =>
    withoutIsolatingRules(search.get(key) ?? [], parts, snapshot);
  const found = unneeded(needless);
  // Nothing is less safe for it: without the rule every connection is what it is now.
  if (wide === undefined) return judgeBy(found.map(evidenceOf), 'nothing');
  return judgeParts(amongManifests(found, unneeded(wide.needless)), 'nothing');
}

const known = new WeakMap<Snapshot, RuleSearch>();

function widenedSearch({ policies, profile }: Reach, snapshot: Snapshot): RuleSearch {
  const before = known.get(snapshot);
  if (before !== undefined) return before;
  const search = needlessRules(reachOf(withPodsNamed(snapshot, policies), profile));
  known.set(snapshot, search);
  return search;
}

/** A rule fails that no pod elsewhere could need; one that has nobody here may have somebody there. */
function amongManifests(
  found: readonly NeedlessRule[],
  whoeverIsThere: readonly NeedlessRule[],
): PartsFound {
  const sure = whoeverIsThere.filter(({ matchesNothing }) => !matchesNothing);
  const paths = new Set(sure.map(({ path }) => path));
  const missing = found
    .filter(({ path }) => !paths.has(path))
    .map((rule) => `${rule.path} ${effectOf(rule)} among these manifests`);
  return { evidence: sure.map(evidenceOf), missing };
}

function hasRules(policy: Policy, direction: 'ingress' | 'egress'): boolean {
  return (policy[direction]?.rules.length ?? 0) > 0;
}

/** What keeps the effect of a rule from being told: the engine, or a part of the policy. */
function reasonsAgainst(parts: readonly Policy[], doubts: readonly string[]): readonly string[] {
  const ofParts = parts.flatMap((policy) => [
    ...doubtsOfSubject(policy),
    ...directions.flatMap((each) => policy[each]?.rules.flatMap(doubtsOfRule) ?? []),
  ]);
  return [...new Set([...doubts, ...ofParts])];
}

/** Places in lists change as rules come and go, so they stand in the value and not in the path. */
function evidenceOf(rule: NeedlessRule): Evidence {
  const { path, matchesNothing, beside } = rule;
  const others = matchesNothing || beside.length === 0 ? '' : ` beside ${shortened(beside)}`;
  return { path: path.replaceAll(/\[\d+\]/g, ''), value: `${path} ${effectOf(rule)}${others}` };
}

function effectOf({ matchesNothing }: NeedlessRule): string {
  return matchesNothing ? 'matches nothing' : 'changes nothing';
}

function shortened(names: readonly string[]): string {
  const more = names.length > shownMax ? ` and ${names.length - shownMax} more` : '';
  return `${names.slice(0, shownMax).join(', ')}${more}`;
}
