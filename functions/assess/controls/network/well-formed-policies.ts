import { control } from '../../../model/control.ts';
import { gapsIn, gapText } from '../../../model/gaps.ts';
import { policyObjectReadIds, type ReadId } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeParts, type Verdict } from '../../../model/verdict.ts';
import type { PolicyProblem } from '../../reach/policies/policy.ts';
import { readPolicies } from '../../reach/policies/read-policies.ts';
import {
  keyOfPolicy,
  type PolicyItem,
  policyItemReads,
  policyItems,
} from '../../reach/policy-items.ts';

export const wellFormedPolicies = control({
  id: 'NET-23',
  title: 'Every network policy is well formed',
  domain: 'network',
  severity: 'medium',
  reachMax: 'cluster',
  rationale:
    'An engine refuses a malformed policy or drops the part that it cannot read, so that the pods ' +
    'are not protected as its author believes.',
  remediation:
    'Correct the field that is named, and apply the policy with kubectl apply --server-side ' +
    '--dry-run=server first: the API server refuses what it does not take.',
  snippets: [
    {
      form: 'kubectl',
      text: `kubectl apply --server-side --dry-run=server --filename FILE
kubectl explain networkpolicy.spec --recursive`,
    },
    {
      form: 'kubectl',
      text: 'kubectl get POLICY_KIND POLICY --namespace NAMESPACE --output=yaml',
    },
  ],
  ...policyItemReads,
  judgementReads: [],
  consultedReads: policyObjectReadIds,
  items: policyItems,
  judge: (item, snapshot) =>
    judgeProblems(problemsOf(snapshot).get(keyOfPolicy(item.ref)), item, snapshot),
});

function judgeProblems(
  problems: readonly PolicyProblem[] = [],
  { read, reach }: PolicyItem,
  snapshot: Snapshot,
): readonly Verdict[] {
  const malformed = problems.filter(({ kind }) => kind === 'malformed');
  const others = problems.filter(({ kind }) => kind === 'notUnderstood');
  const unseen = gapsIn(snapshot, objectReadsOf(read)).map(gapText);
  return judgeParts(
    {
      evidence: malformed.map(({ path, text }) => ({ path, value: text })),
      missing: [...others.map(({ path, text }) => `${path}: ${text}`), ...unseen],
    },
    reach,
  );
}

/** Reads of objects that policies of a kind name: tiers, sets of addresses. */
function objectReadsOf(read: ReadId): readonly ReadId[] {
  return policyObjectReadIds.filter((id) => groupOf(id) === groupOf(read));
}

function groupOf(read: ReadId): string {
  return read.slice(read.indexOf('.'));
}

type Problems = ReadonlyMap<string, readonly PolicyProblem[]>;

const known = new WeakMap<Snapshot, Problems>();

function problemsOf(snapshot: Snapshot): Problems {
  const before = known.get(snapshot);
  if (before !== undefined) return before;
  const { problems } = readPolicies(snapshot);
  const found = Map.groupBy(problems, ({ policy }) => keyOfPolicy(policy));
  known.set(snapshot, found);
  return found;
}
