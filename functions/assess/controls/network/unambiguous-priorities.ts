import { control } from '../../../model/control.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { type Evidence, judgeParts, type Verdict } from '../../../model/verdict.ts';
import { type Contradiction, contradictions } from '../../reach/conflicts/contradictions.ts';
import { namedPeers, shortList } from '../../reach/conflicts/peer-list.ts';
import { policyText } from '../../reach/explain/explanation-text.ts';
import type { Policy, PolicyFamily } from '../../reach/policies/policy.ts';
import { keyOfPolicy, type PolicyItem, policyItems } from '../../reach/policy-items.ts';
import { possibleEngines, verdictsForEvery } from '../../reach/profiles/possible-engines.ts';
import type { Profile } from '../../reach/profiles/profile.ts';
import { type Reach, reachOf } from '../../reach/reach.ts';

/** Families whose policies deny and pass by their priority. */
const families: readonly PolicyFamily[] = [
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
  'AwsClusterNetworkPolicy',
];

export const unambiguousPriorities = control({
  id: 'NET-20',
  title: 'Admin policies of one priority never contradict each other',
  domain: 'network',
  severity: 'medium',
  reachMax: 'cluster',
  rationale:
    'Which of two policies of one priority decides is left to the engine, so that nobody can tell ' +
    'whether a connection that one of them denies is open.',
  remediation:
    'Give each policy of a tier a priority of its own, the one that decides first the lower number, ' +
    'or name subjects and peers so that no two policies of one priority match the same connection.',
  snippets: [
    {
      form: 'kubectl',
      text: `kubectl get adminnetworkpolicies --sort-by=.spec.priority \\
  --output='custom-columns=NAME:.metadata.name,PRIORITY:.spec.priority'
kubectl patch adminnetworkpolicy POLICY --type=merge --patch '{"spec":{"priority":20}}'`,
    },
    {
      form: 'kubectl',
      text: `kubectl get clusternetworkpolicies.policy.networking.k8s.io \\
  --output='custom-columns=NAME:.metadata.name,TIER:.spec.tier,PRIORITY:.spec.priority'
kubectl patch clusternetworkpolicies.policy.networking.k8s.io POLICY --type=merge \\
  --patch '{"spec":{"priority":20}}'`,
    },
    {
      form: 'yaml',
      text: `apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata:
  name: POLICY
spec:
  priority: 20
  subject:
    namespaces:
      matchLabels: {kubernetes.io/metadata.name: NAMESPACE}
  ingress:
    - name: nobody-from-other-namespace
      action: Deny
      from:
        - namespaces:
            matchLabels: {kubernetes.io/metadata.name: OTHER_NAMESPACE}`,
    },
  ],
  subjectReads: [
    'adminnetworkpolicies.policy.networking.k8s.io',
    'baselineadminnetworkpolicies.policy.networking.k8s.io',
    'clusternetworkpolicies.policy.networking.k8s.io',
    'clusternetworkpolicies.networking.k8s.aws',
  ],
  judgementReads: ['namespaces', 'pods', ...workloadReadIds],
  consultedReads: [
    'configmaps/kube-system/amazon-vpc-cni',
    'configmaps/kube-system/cilium-config',
    'eks:DescribeAddon',
    'eks:DescribeCluster',
  ],
  items: (snapshot) => policyItems(snapshot).filter(({ ref }) => families.includes(ref.family)),
  judge: (item, snapshot) =>
    verdictsForEvery(possibleEngines(snapshot), ({ profile }) =>
      judgeUnder(profile, item, snapshot),
    ),
});

function judgeUnder(
  profile: Profile,
  { ref }: PolicyItem,
  snapshot: Snapshot,
): Verdict | readonly Verdict[] {
  if (!profile.families.includes(ref.family)) {
    return { outcome: 'notApplicable', why: 'the engine of the cluster does not know the policy' };
  }
  const reach = reachOf(snapshot, profile);
  const found = contradictions(reach).flatMap((given) => {
    const other = otherThan(keyOfPolicy(ref), given);
    return other === undefined ? [] : { ...given, other };
  });
  const doubtful = found.filter(({ isSure }) => !isSure);
  return judgeParts(
    {
      evidence: evidenceOf(
        found.filter(({ isSure }) => isSure),
        reach,
      ),
      missing: doubtful.map(({ other }) => doubtAbout(other)),
    },
    'cluster',
  );
}

/** The other one of two policies; undefined where the given one is neither. */
function otherThan(key: string, { policies }: Contradiction): Policy | undefined {
  const [one, other] = policies;
  if (keyOfPolicy(one.ref) === key) return other;
  return keyOfPolicy(other.ref) === key ? one : undefined;
}

type Found = Contradiction & { readonly other: Policy };

function evidenceOf(found: readonly Found[], reach: Reach): readonly Evidence[] {
  const alike = Map.groupBy(
    found,
    ({ other, direction }) =>
      `${other.priority}, the same as ${policyText(other.ref)}, which contradicts it for ${direction} of`,
  );
  return [...alike].map(([text, same]) => {
    const pods = namedPeers(
      reach,
      same.flatMap(({ classes }) => classes),
      'destinations',
    );
    return { path: 'spec.priority', value: `${text} ${shortList(pods)}` };
  });
}

function doubtAbout({ ref }: Policy): string {
  return `${policyText(ref)} has the same priority, and not all that the two match is known`;
}
