import { control } from '../../../model/control.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeParts, pass, type Verdict } from '../../../model/verdict.ts';
import { type WorkloadItem, workloadItems } from '../../pods/workload-items.ts';
import { reachReads } from '../../reach/cluster-reach.ts';
import { type BaselineBypass, baselineBypasses } from '../../reach/conflicts/baseline-bypass.ts';
import { policyText } from '../../reach/explain/explanation-text.ts';
import { workloadClasses } from '../../reach/metrics/workload-classes.ts';
import type { Policy } from '../../reach/policies/policy.ts';
import { possibleEngines, verdictsForEvery } from '../../reach/profiles/possible-engines.ts';
import type { Profile } from '../../reach/profiles/profile.ts';
import { reachOf } from '../../reach/reach.ts';

export const baselineBypass = control({
  id: 'NET-19',
  title: 'No network policy switches baseline policies off by accident',
  domain: 'network',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'Some engines skip baseline policies in both directions for a pod that a NetworkPolicy selects ' +
    'in one, so that a policy meant to close one direction opens the other.',
  remediation:
    'List both directions in policyTypes of a NetworkPolicy that selects the pods, and allow in it ' +
    'what they need; or move what must hold into the admin tier, which is asked first.',
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
    matchLabels: {app: WORKLOAD}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector:
            matchLabels: {app: CLIENT}
      ports:
        - {protocol: TCP, port: 8080}
  egress:
    - to:
        - podSelector:
            matchLabels: {app: SERVER}
      ports:
        - {protocol: TCP, port: 5432}`,
    },
    {
      form: 'yaml',
      text: `apiVersion: networking.k8s.aws/v1alpha1
kind: ClusterNetworkPolicy
metadata:
  name: POLICY
spec:
  tier: Admin
  priority: 10
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
  subjectReads: ['pods', ...workloadReadIds],
  judgementReads: [...reachReads.judgementReads, 'nodes', 'daemonsets'],
  consultedReads: [
    'configmaps/kube-system/amazon-vpc-cni',
    'configmaps/kube-system/cilium-config',
    'eks:DescribeAddon',
    'eks:DescribeCluster',
  ],
  items: workloadItems,
  judge: (item, snapshot) =>
    verdictsForEvery(possibleEngines(snapshot), ({ profile }) =>
      judgeUnder(profile, item, snapshot),
    ),
});

function judgeUnder(
  profile: Profile,
  { subject }: WorkloadItem,
  snapshot: Snapshot,
): Verdict | readonly Verdict[] {
  const reach = reachOf(snapshot, profile);
  const { byClass, subjects } = baselineBypasses(reach);
  const classes = workloadClasses(reach).classesOf(subject);
  if (!classes.some((place) => subjects.has(place))) {
    return { outcome: 'notApplicable', why: 'no baseline policy acts on its pods' };
  }
  const { baselineBesideNetworkPolicy: reading } = profile;
  const bypasses = classes.flatMap((place) => byClass.get(place) ?? []);
  if (reading === 'yes' || bypasses.length === 0) return pass;
  const isSkipped = ({ isSure }: BaselineBypass): boolean => isSure && reading === 'no';
  const doubtful = bypasses.filter((bypass) => !isSkipped(bypass));
  return judgeParts(
    {
      evidence: bypasses
        .filter(isSkipped)
        .map((bypass) => ({ path: bypass.direction, value: bypassText(bypass) })),
      missing: doubtful.map(doubtAbout),
    },
    'namespace',
  );
}

function bypassText({ baseline, instead }: BaselineBypass): string {
  return `not denied by ${textOf(baseline)}, because of ${textOf(instead)}`;
}

function doubtAbout({ direction, baseline, instead }: BaselineBypass): string {
  return `whether ${textOf(baseline)} acts on ${direction} beside ${textOf(instead)}`;
}

function textOf(policies: readonly Policy[]): string {
  return [...new Set(policies.map(({ ref }) => policyText(ref)))].sort().join(', ');
}
