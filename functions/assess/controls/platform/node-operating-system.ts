import { control } from '../../../model/control.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { type Evidence, judgeParts, type Verdict } from '../../../model/verdict.ts';
import {
  type NodeGroupItem,
  nodeGroupItems,
  nodeGroupReads,
  unseenOf,
} from '../../platform/node-groups.ts';
import { amiSystem, type NodeSystem, nodeSystem } from '../../platform/node-systems.ts';

/**
 * CIS EKS 1.4 (3.3.1) asks for an operating system made for containers. The EKS best practices let
 * the images that EKS builds from Amazon Linux stand beside those, and so does this.
 */
export const nodeOperatingSystem = control({
  id: 'CP-13',
  title: 'Nodes run an operating system image that is made for Kubernetes nodes',
  domain: 'platform',
  severity: 'low',
  reachMax: 'node',
  rationale:
    'A general operating system brings packages, services and a writable disk that a container host ' +
    'does not need and that whoever escapes a container can use.',
  remediation:
    'Use Bottlerocket, or the image that EKS builds from Amazon Linux 2023, in a new node group, and ' +
    'drain and delete the old one.',
  snippets: [
    {
      form: 'aws',
      text: `aws eks create-nodegroup --region REGION --cluster-name CLUSTER --nodegroup-name NODEGROUP \\
  --ami-type BOTTLEROCKET_x86_64 --node-role NODE_ROLE_ARN --subnets SUBNET_A SUBNET_B
aws eks delete-nodegroup --region REGION --cluster-name CLUSTER --nodegroup-name OLD_NODEGROUP`,
    },
    {
      form: 'cdk',
      text: `import { NodegroupAmiType } from 'aws-cdk-lib/aws-eks';

CLUSTER.addNodegroupCapacity('BottlerocketNodes', {
  amiType: NodegroupAmiType.BOTTLEROCKET_X86_64,
});`,
    },
  ],
  subjectReads: nodeGroupReads,
  judgementReads: [],
  items: nodeGroupItems,
  judge: judgeGroup,
});

type Found = { readonly system: NodeSystem } & Evidence;

function judgeGroup(item: NodeGroupItem, snapshot: Snapshot): Verdict | readonly Verdict[] {
  const { amiType } = item.nodegroup ?? {};
  const system = amiSystem(amiType);
  // The type of image says it of the whole group; otherwise each node tells for itself.
  if (amiType !== undefined && system !== 'unknown') {
    return judgeSystems([{ system, path: 'amiType', value: amiType }], []);
  }
  return judgeSystems(
    item.nodes.map((node) => ({
      system: nodeSystem(node),
      path: 'nodes.status.nodeInfo.osImage',
      value: node.osImage ?? '',
    })),
    unseenOf(item, snapshot),
  );
}

function judgeSystems(
  found: readonly Found[],
  unseen: readonly string[],
): Verdict | readonly Verdict[] {
  if (unseen.length === 0) {
    if (found.length === 0) return { outcome: 'notApplicable', why: 'it has no nodes' };
    if (found.every(({ system }) => system === 'windows')) {
      return { outcome: 'notApplicable', why: 'its nodes run Windows' };
    }
  }
  const general = found.filter(({ system }) => system === 'general');
  const open = found.filter(({ system }) => system === 'unknown');
  return judgeParts(
    {
      evidence: general.map(({ path, value }) => ({ path, value })),
      missing: [
        ...unseen,
        ...open.map(({ value }) =>
          value === '' ? 'the operating system of a node' : `whether ${value} is made for nodes`,
        ),
      ],
    },
    'node',
  );
}
