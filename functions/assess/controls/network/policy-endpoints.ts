import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { gapsIn, gapText } from '../../../model/gaps.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { NetworkPolicy, Snapshot } from '../../../model/snapshot.ts';
import {
  type Evidence,
  judgeBy,
  type Subject,
  unknown,
  type Verdict,
} from '../../../model/verdict.ts';
import { type WorkloadItem, workloadItems } from '../../pods/workload-items.ts';
import { policyEndpointFlaws } from '../../reach/enforcement/policy-endpoints.ts';
import { portsMax, tooManyPorts } from '../../reach/enforcement/too-many-ports.ts';
import { possibleEngines, verdictsForEvery } from '../../reach/profiles/possible-engines.ts';

const endpointsRead = 'policyendpoints.networking.k8s.aws';

type PolicyOfController = { readonly subject: Subject; readonly policy: NetworkPolicy };
type Unseen = { readonly subject: Subject };
type Item = PolicyOfController | WorkloadItem | Unseen;

export const policyEndpoints = control({
  id: 'NET-24',
  title: 'PolicyEndpoints are what the network policies ask for',
  domain: 'network',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'Nodes enforce the PolicyEndpoints that the controller of the VPC CNI makes and not the ' +
    'policies: where one is missing, stale or too large, pods are open or cut off unnoticed.',
  remediation:
    'Scan again first: pods and PolicyEndpoints are read one after the other, and a pod may start in ' +
    'between. Then look at the events of the policy, touch it so that the controller works it out ' +
    'again, and join ports to ranges where there are more than 24 for an address.',
  snippets: [
    {
      form: 'kubectl',
      text: `kubectl describe networkpolicy POLICY --namespace NAMESPACE
kubectl get policyendpoints --namespace NAMESPACE --output=yaml
kubectl annotate --overwrite networkpolicy POLICY --namespace NAMESPACE touched="$(date +%s)"`,
    },
    {
      form: 'yaml',
      text: `ingress:
  - from:
      - podSelector:
          matchLabels: {app: CLIENT}
    ports:
      - {protocol: TCP, port: 8000, endPort: 8100}`,
    },
  ],
  subjectReads: ['networkpolicies'],
  judgementReads: ['namespaces', 'pods', ...workloadReadIds],
  consultedReads: [
    endpointsRead,
    'nodes',
    'configmaps/kube-system/amazon-vpc-cni',
    'configmaps/kube-system/cilium-config',
    'eks:DescribeAddon',
    'eks:DescribeCluster',
  ],
  items: (snapshot): readonly Item[] => [
    ...snapshot.networkPolicies.map((policy) => ({ subject: subjectOf(policy), policy })),
    ...workloadItems(snapshot).filter((item) => portsOf(item, snapshot).length > 0),
    ...(gapsIn(snapshot, [endpointsRead]).length > 0
      ? [{ subject: clusterSubject(snapshot) }]
      : []),
  ],
  judge: (item, snapshot) =>
    verdictsForEvery(possibleEngines(snapshot), ({ engines }) =>
      engines.includes('aws-vpc-cni')
        ? judgeEndpoints(item, snapshot)
        : { outcome: 'notApplicable', why: 'the VPC CNI does not enforce policies' },
    ),
});

function subjectOf({ namespace, name }: NetworkPolicy): Subject {
  return { kind: 'NetworkPolicy', namespace, name };
}

function judgeEndpoints(item: Item, snapshot: Snapshot): Verdict {
  const [gap] = gapsIn(snapshot, [endpointsRead]);
  if (gap !== undefined) return unknown(gapText(gap));
  // The controller makes them, so that nobody keeps them among manifests.
  if (snapshot.source === 'manifests' && snapshot.policyEndpoints.length === 0) {
    return { outcome: 'notApplicable', why: 'manifests hold no PolicyEndpoints' };
  }
  return judgeBy('policy' in item ? flawsOf(item, snapshot) : portsOf(item, snapshot), 'namespace');
}

function flawsOf({ policy }: PolicyOfController, snapshot: Snapshot): readonly Evidence[] {
  return policyEndpointFlaws(policy, snapshot).map(({ kind, text }) => ({
    path: `policyEndpoints.${kind}`,
    value: text,
  }));
}

function portsOf(item: WorkloadItem | Unseen, snapshot: Snapshot): readonly Evidence[] {
  const pods = 'pods' in item ? item.pods : [];
  return pods.flatMap((pod) =>
    tooManyPorts(pod, snapshot).map(({ direction, cidr, count }) => ({
      path: `policyEndpoints.${direction}.ports`,
      value: `${count} combinations of protocol and port for ${cidr}, ${portsMax} at most`,
    })),
  );
}
