import { control } from '../../../model/control.ts';
import { gapsIn, gapText } from '../../../model/gaps.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import { judgeBy, judgeParts, pass, type Verdict } from '../../../model/verdict.ts';
import { type WorkloadItem, workloadItems } from '../../pods/workload-items.ts';
import { isMeantByPolicies } from '../../reach/default-deny/namespace-items.ts';
import { reasonsLeftOut } from '../../reach/enforcement/left-out.ts';
import { policyKind } from '../../reach/explain/explanation-text.ts';
import { type PolicyItem, policyItemReads, policyItems } from '../../reach/policy-items.ts';
import { possibleEngines, verdictsForEvery } from '../../reach/profiles/possible-engines.ts';
import { profileNamed } from '../../reach/profiles/profile.ts';

export const enforcedPolicies = control({
  id: 'NET-14',
  title: 'The engine of the cluster knows every network policy and acts on every pod',
  domain: 'network',
  severity: 'high',
  reachMax: 'cluster',
  rationale:
    'A policy that the engine does not know is stored and ignored, and a pod that it leaves out is ' +
    'open to everyone, whatever policies select it.',
  remediation:
    'Write the policy as a kind that the engine enforces, and delete the other. Run the pod on Linux ' +
    'on an EC2 node, as part of a Deployment or another workload: the VPC CNI enforces nothing on ' +
    'Fargate and Windows and supports no pods without an owner.',
  snippets: [
    {
      form: 'kubectl',
      text: `kubectl api-resources | grep --ignore-case networkpolic
kubectl delete POLICY_KIND POLICY --namespace NAMESPACE`,
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
    matchLabels: {app: SERVER}
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:
            matchLabels: {app: CLIENT}
      ports:
        - {protocol: TCP, port: 8080}`,
    },
    {
      form: 'yaml',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: WORKLOAD
  namespace: NAMESPACE
spec:
  selector:
    matchLabels: {app: WORKLOAD}
  template:
    metadata:
      labels: {app: WORKLOAD}
    spec:
      nodeSelector: {kubernetes.io/os: linux}
      containers:
        - {name: CONTAINER, image: IMAGE}`,
    },
  ],
  subjectReads: [...policyItemReads.subjectReads, 'pods', ...workloadReadIds],
  judgementReads: ['daemonsets'],
  consultedReads: [
    'nodes',
    'configmaps/kube-system/amazon-vpc-cni',
    'configmaps/kube-system/cilium-config',
    'eks:DescribeAddon',
    'eks:DescribeCluster',
  ],
  items: (snapshot): readonly (PolicyItem | WorkloadItem)[] => [
    ...policyItems(snapshot),
    ...workloadItems(snapshot),
  ],
  judge: (item, snapshot) =>
    'ref' in item ? judgePolicy(item, snapshot) : judgeWorkload(item, snapshot),
});

const engineNames = { 'aws-vpc-cni': 'the VPC CNI', calico: 'Calico', cilium: 'Cilium' } as const;

function judgePolicy({ ref, reach }: PolicyItem, snapshot: Snapshot): readonly Verdict[] {
  return verdictsForEvery(possibleEngines(snapshot), ({ engines }) => {
    // Where nothing enforces, all policies are paper for one and the same reason: NET-05 tells it.
    if (engines.length === 0)
      return { outcome: 'notApplicable', why: 'no engine enforces policies' };
    const knows = engines.some((name) => profileNamed(name).families.includes(ref.family));
    if (knows) return pass;
    const names = engines.map((name) => engineNames[name]).join(' and ');
    return judgeBy(
      [{ path: 'kind', value: `unknown to ${names}: ${policyKind(ref.family)}` }],
      reach,
    );
  });
}

/**
 * Judged whether a policy selects the pod or not, and as the VPC CNI acts where nothing does: neither
 * a policy more nor an engine switched on may look like a change for the worse.
 */
function judgeWorkload({ pods }: WorkloadItem, snapshot: Snapshot): readonly Verdict[] {
  const subject = pods.filter(isMeantByPolicies);
  if (subject.length === 0) {
    return [{ outcome: 'notApplicable', why: 'no pods that network policies apply to' }];
  }
  return verdictsForEvery(possibleEngines(snapshot), ({ engines }) => {
    if (!engines.every((name) => name === 'aws-vpc-cni')) return pass;
    const reasons = new Set(subject.flatMap((pod) => reasonsLeftOut(pod, snapshot)));
    return judgeParts(
      {
        evidence: [...reasons].map((value) => ({ path: 'pods', value })),
        missing: unseenOf(subject, snapshot),
      },
      'namespace',
    );
  });
}

/** The labels of a node may tell what the pod does not. */
function unseenOf(pods: readonly Pod[], snapshot: Snapshot): readonly string[] {
  const isPlaced = pods.some(({ nodeName }) => nodeName !== undefined);
  return isPlaced ? gapsIn(snapshot, ['nodes']).map(gapText) : [];
}
