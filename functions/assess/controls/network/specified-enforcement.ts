import { control } from '../../../model/control.ts';
import { gapsIn, gapText } from '../../../model/gaps.ts';
import { type ReadId, workloadReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import {
  type Evidence,
  type Reach as FailureReach,
  judgeBy,
  unknown,
  type Verdict,
} from '../../../model/verdict.ts';
import { type WorkloadItem, workloadItems } from '../../pods/workload-items.ts';
import { textOfPorts } from '../../reach/algebra/port-set.ts';
import { reachReads } from '../../reach/cluster-reach.ts';
import { shortList } from '../../reach/conflicts/peer-list.ts';
import {
  type WorkloadDisagreement,
  workloadDisagreements,
} from '../../reach/conflicts/workload-disagreements.ts';
import {
  type Possibility,
  possibleEngines,
  verdictsForEvery,
} from '../../reach/profiles/possible-engines.ts';
import type { Profile } from '../../reach/profiles/profile.ts';
import { reachOf } from '../../reach/reach.ts';

export const specifiedEnforcement = control({
  id: 'NET-15',
  title: 'The engine enforces what the specification of network policies says',
  domain: 'network',
  severity: 'medium',
  reachMax: 'node',
  rationale:
    'People write and review policies by the specification; where the engine reads them otherwise, ' +
    'a connection is open that everybody believes closed, or the reverse.',
  remediation:
    'Write the policy so that both readings agree: port numbers instead of names, selectors instead ' +
    'of address blocks for pods, and one rule a policy where the order of rules matters.',
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
        - namespaceSelector:
            matchLabels: {kubernetes.io/metadata.name: CLIENT_NAMESPACE}
          podSelector:
            matchLabels: {app: CLIENT}
      ports:
        - {protocol: TCP, port: 8080}`,
    },
    {
      form: 'kubectl',
      text: `kubectl get pods --namespace NAMESPACE \\
  --output='custom-columns=NAME:.metadata.name,PORTS:.spec.containers[*].ports'`,
    },
  ],
  subjectReads: ['pods', ...workloadReadIds],
  judgementReads: [...reachReads.judgementReads, 'nodes', 'daemonsets'],
  consultedReads: [
    'configmaps/kube-system/amazon-vpc-cni',
    'configmaps/kube-system/cilium-config',
    'nodeclasses.eks.amazonaws.com',
    'eks:DescribeAddon',
    'eks:DescribeCluster',
  ],
  items: workloadItems,
  judge: (item, snapshot) =>
    verdictsForEvery(possibleEngines(snapshot), (possibility) =>
      judgeUnder(possibility, item, snapshot),
    ),
});

function judgeUnder(
  { engines, profile }: Possibility,
  { subject }: WorkloadItem,
  snapshot: Snapshot,
): Verdict {
  // Nothing enforces, or several engines do: either way NET-05 tells it.
  if (engines.length !== 1) return { outcome: 'notApplicable', why: 'no engine enforces alone' };
  const found = workloadDisagreements(reachOf(snapshot, profile), snapshot, subject);
  const [gap] = gapsIn(snapshot, modeReads(snapshot, profile));
  // A strict mode takes connections away from both readings, and so may take any of these.
  if (gap !== undefined && found.length > 0) return unknown(gapText(gap));
  const isWide = found.some((given) => isOpenedToOthers(given, subject.namespace));
  const reach: FailureReach = isWide ? 'node' : 'namespace';
  return judgeBy(evidenceOf(found), reach);
}

function modeReads({ eksCluster }: Snapshot, { name }: Profile): readonly ReadId[] {
  const isAutoMode = name === 'aws-vpc-cni' && eksCluster?.isAutoMode === true;
  return isAutoMode ? ['nodeclasses.eks.amazonaws.com'] : [];
}

/** What is closed by mistake harms nobody but the workload itself. */
function isOpenedToOthers(
  { kind, peers }: WorkloadDisagreement,
  namespace: string | undefined,
): boolean {
  return kind === 'opened' && peers.some((peer) => peer.namespace !== namespace);
}

const preposition = { ingress: 'from', egress: 'to' } as const;

const shownMax = 10;

function evidenceOf(found: readonly WorkloadDisagreement[]): readonly Evidence[] {
  const paths = Map.groupBy(found, ({ direction, kind }) => `${direction}.${kind}`);
  return [...paths].flatMap(([path, same]) => {
    const values = same.map(disagreementText).sort();
    const rest = values.length - shownMax;
    const shown = rest > 0 ? [...values.slice(0, shownMax), `and ${rest} more`] : values;
    return shown.map((value) => ({ path, value }));
  });
}

function disagreementText({ direction, peers, ports, because }: WorkloadDisagreement): string {
  const why = because.map(({ text, point }) => `${text} (point ${point})`).join('; ');
  return `${textOfPorts(ports)} ${preposition[direction]} ${shortList(peers)}: ${why}`;
}
