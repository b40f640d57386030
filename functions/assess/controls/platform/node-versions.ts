import { control } from '../../../model/control.ts';
import { gapsIn, gapText } from '../../../model/gaps.ts';
import type { ReadId } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { type Evidence, judgeParts, type PartsFound } from '../../../model/verdict.ts';
import {
  controlPlaneVersion,
  parseVersion,
  skewOf,
  supportOf,
  versionText,
} from '../../platform/kubernetes-versions.ts';
import {
  type NodeGroupItem,
  nodeGroupItems,
  nodeGroupReads,
  unseenOf,
} from '../../platform/node-groups.ts';

/**
 * Nodes in extended support are the business of the control plane's version, which they follow; of
 * nodes it is asked that EKS still releases images for them, and that kubelet and API server are
 * versions that the Kubernetes project tests together.
 */
export const nodeVersions = control({
  id: 'CP-09',
  title: 'Nodes run a version that EKS supports and that fits the control plane',
  domain: 'platform',
  severity: 'medium',
  reachMax: 'node',
  rationale:
    'A kubelet without support gets no security fixes, and one that is too old or newer than the ' +
    'API server behaves in ways that nobody tests.',
  remediation:
    'Update the node group to the version of the control plane; replace nodes that are in no managed ' +
    'group by ones from a current image.',
  snippets: [
    {
      form: 'aws',
      text: `aws eks update-nodegroup-version --region REGION \\
  --cluster-name CLUSTER --nodegroup-name NODEGROUP`,
    },
    {
      form: 'cdk',
      text: `import { CfnNodegroup } from 'aws-cdk-lib/aws-eks';

new CfnNodegroup(this, 'Nodes', { ...PROPS, version: 'VERSION' });`,
    },
  ],
  subjectReads: nodeGroupReads,
  judgementReads: [],
  consultedReads: ['eks:DescribeCluster', 'eks:DescribeClusterVersions'],
  items: nodeGroupItems,
  judge: (item, snapshot) => {
    const found = versionsOf(item).map((version) => judgeVersion(version, snapshot));
    return judgeParts(
      {
        evidence: found.flatMap(({ evidence }) => evidence),
        missing: [
          ...unseenOf(item, snapshot),
          ...unreadOf(item),
          ...found.flatMap(({ missing }) => missing),
        ],
      },
      'node',
    );
  },
});

/** What nodes run, and what a managed group gives the nodes that it starts next, each once. */
function versionsOf({ nodegroup, nodes }: NodeGroupItem): readonly string[] {
  const texts = [nodegroup?.version, ...nodes.map(({ kubeletVersion }) => kubeletVersion)];
  const versions = texts.flatMap((text) => parseVersion(text ?? '') ?? []);
  return [...new Set(versions.map(versionText))].sort();
}

function unreadOf({ nodegroup, nodes }: NodeGroupItem): readonly string[] {
  const isUnread = nodes.some(
    ({ kubeletVersion = '' }) => parseVersion(kubeletVersion) === undefined,
  );
  const isNameless = nodes.length === 0 && parseVersion(nodegroup?.version ?? '') === undefined;
  return [
    ...(isUnread ? ['the kubelet version of a node'] : []),
    ...(isNameless ? ['the Kubernetes version of the node group'] : []),
  ];
}

function judgeVersion(text: string, snapshot: Snapshot): PartsFound {
  const version = parseVersion(text);
  if (version === undefined) return { evidence: [], missing: [text] };
  const apiServer = controlPlaneVersion(snapshot);
  const skew = apiServer && skewOf(version, apiServer);
  if (skew !== undefined) return { evidence: [outOfOrder(text, skew)], missing: [] };
  const support = supportOf(snapshot, version);
  if (support?.is === 'ended') {
    return { evidence: [outOfOrder(text, 'not supported any more')], missing: [] };
  }
  return {
    evidence: [],
    missing: [
      ...(apiServer === undefined
        ? openOr(snapshot, 'eks:DescribeCluster', 'the Kubernetes version of the control plane')
        : []),
      ...(support === undefined
        ? openOr(snapshot, 'eks:DescribeClusterVersions', `how long EKS supports version ${text}`)
        : []),
    ],
  };
}

/** The gap of the read that would have told; where it was made, what it did not tell. */
function openOr(snapshot: Snapshot, read: ReadId, what: string): readonly string[] {
  const gaps = gapsIn(snapshot, [read]);
  return gaps.length > 0 ? gaps.map(gapText) : [what];
}

function outOfOrder(version: string, why: string): Evidence {
  return { path: 'nodes.status.nodeInfo.kubeletVersion', value: `${version}: ${why}` };
}
