import { control } from '../../../model/control.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import { judgeParts, type PartsFound, type Verdict } from '../../../model/verdict.ts';
import { isRunByEks } from '../../pods/eks-add-ons.ts';
import { type WorkloadItem, workloadItems } from '../../pods/workload-items.ts';
import { reachReads } from '../../reach/cluster-reach.ts';
import { newPods } from '../../reach/default-deny/new-pods.ts';
import { isOnFargate } from '../../reach/enforcement/left-out.ts';
import { hasEnded } from '../../reach/engine/units.ts';
import { engineDoubts } from '../../reach/engine-doubts.ts';
import { policyDoubts } from '../../reach/policy-doubts.ts';
import type { OpenFact } from '../../reach/ways/fact.ts';
import { toInstanceMetadata } from '../../reach/ways/ways-out.ts';

/**
 * Pods on the host network are the node to a policy and always get there: they fail by a path of
 * their own, for no policy mends it. Left out are pods that Amazon EKS runs, some of which work
 * with the node's role, and pods on Fargate, where there is no such service. Which pods the engine
 * leaves out is told by a control of its own; here policies are judged as if they acted on every
 * pod.
 */
export const instanceMetadataReach = control({
  id: 'NET-07',
  title: 'No pod can reach the instance metadata service of its node',
  domain: 'network',
  severity: 'high',
  reachMax: 'node',
  rationale:
    'The instance metadata service gives whoever asks the credentials of the IAM role of the node, ' +
    'where no hop limit of 1 (which is not read here) keeps pods away.',
  remediation:
    'Isolate egress of the pods and leave 169.254.169.254/32 and fd00:ec2::254/128 out of what it ' +
    'allows, as exceptions of wider blocks, and take pods off the host network. Give workloads that ' +
    'call AWS a role of their own by EKS Pod Identity.',
  snippets: [
    {
      form: 'yaml',
      text: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: known-egress
  namespace: NAMESPACE
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - ipBlock: {cidr: VPC_CIDR}
      ports:
        - {protocol: TCP, port: 443}
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
      text: `egress:
  - to:
      - ipBlock:
          cidr: 0.0.0.0/0
          except: [169.254.169.254/32]
      - ipBlock:
          cidr: "::/0"
          except: ["fd00:ec2::254/128"]`,
    },
    {
      form: 'aws',
      text: `aws eks create-pod-identity-association --region REGION --cluster-name CLUSTER \\
  --namespace NAMESPACE --service-account SERVICE_ACCOUNT --role-arn ROLE_ARN`,
    },
    {
      form: 'cdk',
      text: `import { CfnPodIdentityAssociation } from 'aws-cdk-lib/aws-eks';

new CfnPodIdentityAssociation(this, 'WorkloadRole', {
  clusterName: 'CLUSTER',
  namespace: 'NAMESPACE',
  serviceAccount: 'SERVICE_ACCOUNT',
  roleArn: 'ROLE_ARN',
});`,
    },
  ],
  ...reachReads,
  subjectReads: ['pods', ...workloadReadIds],
  items: workloadItems,
  judge: (item, snapshot) => judgeWorkload(item, snapshot),
});

function judgeWorkload({ pods }: WorkloadItem, snapshot: Snapshot): Verdict | readonly Verdict[] {
  const judged = pods.filter(
    (pod) => !hasEnded(pod) && !isRunByEks(pod) && !isOnFargate(pod, snapshot),
  );
  if (judged.length === 0) {
    const why = 'no pods but those of Amazon EKS, on Fargate, or that have ended';
    return { outcome: 'notApplicable', why };
  }
  const onHost = judged.some(({ spec }) => spec.hostNetwork);
  const byPolicy = pathsOut(
    judged.filter(({ spec }) => !spec.hostNetwork),
    snapshot,
  );
  const evidence = [
    ...(onHost ? [{ path: 'spec.hostNetwork', value: 'true' }] : []),
    ...byPolicy.evidence,
  ];
  return judgeParts({ ...byPolicy, evidence }, 'node');
}

function pathsOut(pods: readonly Pod[], snapshot: Snapshot): PartsFound {
  const doubts = engineDoubts(pods, 'egress', snapshot);
  if (doubts.length > 0) return { evidence: [], missing: doubts };
  const facts = pods.map((pod) => metadataFact(pod, snapshot));
  const reasons = (answer: OpenFact['answer']): readonly string[] => [
    ...new Set(facts.flatMap((fact) => (fact.answer === answer ? fact.reason : []))),
  ];
  return {
    evidence: reasons('yes').map((value) => ({ path: 'egress', value })),
    missing: [
      ...reasons('undefined'),
      ...(reasons('yes').length > 0 ? policyDoubts(pods, 'egress', snapshot) : []),
    ],
  };
}

const known = new WeakMap<Snapshot, Map<number, OpenFact>>();

/** Pods of one class get to the same places. */
function metadataFact(pod: Pod, snapshot: Snapshot): OpenFact {
  const { reach } = newPods(snapshot);
  const place = reach.classOf(pod);
  if (place === undefined) throw new Error(`${pod.namespace}/${pod.name} is no peer`);
  const facts = known.get(snapshot) ?? new Map<number, OpenFact>();
  known.set(snapshot, facts);
  const fact = facts.get(place) ?? toInstanceMetadata({ reach, place, pod }, snapshot);
  facts.set(place, fact);
  return fact;
}
