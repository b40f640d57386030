import { control } from '../../../model/control.ts';
import { gapsIn, gapText } from '../../../model/gaps.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { type Evidence, judgeParts, type PartsFound } from '../../../model/verdict.ts';
import {
  type NodeGroupItem,
  nodeGroupItems,
  nodeGroupReads,
  shareOf,
  unseenOf,
} from '../../platform/node-groups.ts';

/**
 * What nodes have now, and what a node group gives the nodes that it starts next. The subnets of the
 * control plane are no evidence: EKS puts its own network interfaces there, and no node. A launch
 * template can forbid the address that the subnet gives; it is not read, and the subnet still gives
 * one to whatever else starts in it.
 */
export const privateNodes = control({
  id: 'CP-07',
  title: 'Nodes have no public address and start in no subnet that gives them one',
  domain: 'platform',
  severity: 'high',
  reachMax: 'node',
  rationale:
    'A node with a public address is one open port of a security group away from the internet: its ' +
    'kubelet, its NodePorts and the pods in its network.',
  remediation:
    'Move the nodes to private subnets behind a NAT gateway: make a node group there, drain the old ' +
    'one and delete it. Turn off the public addresses that the subnets give.',
  snippets: [
    {
      form: 'aws',
      text: `aws eks create-nodegroup --region REGION --cluster-name CLUSTER --nodegroup-name NODEGROUP \\
  --node-role NODE_ROLE_ARN --subnets PRIVATE_SUBNET_A PRIVATE_SUBNET_B
aws ec2 modify-subnet-attribute --region REGION --subnet-id SUBNET --no-map-public-ip-on-launch`,
    },
    {
      form: 'cdk',
      text: `import { SubnetType } from 'aws-cdk-lib/aws-ec2';

CLUSTER.addNodegroupCapacity('PrivateNodes', {
  subnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
});`,
    },
  ],
  subjectReads: nodeGroupReads,
  judgementReads: [],
  consultedReads: ['ec2:DescribeSubnets'],
  items: nodeGroupItems,
  judge: (item, snapshot) => {
    const subnets = subnetsOf(item, snapshot);
    return judgeParts(
      {
        evidence: [...publicNodesOf(item), ...subnets.evidence],
        missing: [...unseenOf(item, snapshot), ...subnets.missing],
      },
      'node',
    );
  },
});

function publicNodesOf(item: NodeGroupItem): readonly Evidence[] {
  const found = item.nodes.filter(({ externalIPs }) => externalIPs.length > 0);
  const path = 'nodes.status.addresses[type=ExternalIP]';
  return found.length === 0 ? [] : [{ path, value: shareOf(found, item) }];
}

function subnetsOf({ nodegroup }: NodeGroupItem, snapshot: Snapshot): PartsFound {
  const ids = nodegroup?.subnetIds ?? [];
  const flags = ids.map((id) => ({
    id,
    isPublic: snapshot.subnets.find((subnet) => subnet.id === id)?.mapsPublicIpOnLaunch,
  }));
  const gaps = gapsIn(snapshot, ['ec2:DescribeSubnets']).map(gapText);
  const unseen = flags.filter(({ isPublic }) => isPublic === undefined);
  return {
    evidence: flags
      .filter(({ isPublic }) => isPublic)
      .map(({ id }) => ({ path: `subnets[id=${id}].mapPublicIpOnLaunch`, value: 'true' })),
    missing: unseen.flatMap(({ id }) =>
      gaps.length > 0 ? gaps : [`mapPublicIpOnLaunch of subnet ${id}`],
    ),
  };
}
