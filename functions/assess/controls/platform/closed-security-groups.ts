import { control } from '../../../model/control.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeParts, unknown } from '../../../model/verdict.ts';
import { openIngress } from '../../platform/open-ingress.ts';

/**
 * The groups of the cluster are those of the network interfaces of its control plane, and of the
 * nodes of managed groups. Load balancers have groups of their own, so nothing has to be open here,
 * not even 443. Groups that a launch template names are not among them.
 */
export const closedSecurityGroups = control({
  id: 'CP-12',
  title: 'Security groups of the cluster let nothing in from every address',
  domain: 'platform',
  severity: 'medium',
  reachMax: 'cluster',
  rationale:
    'A rule for every address leaves kubelets, NodePorts and the API server to routing alone: one ' +
    'public address or peered network later they are reachable.',
  remediation:
    'Replace the rule by one that names the security group or the ranges that need the port. For ' +
    'traffic from the internet open the group of the load balancer, and let that group in here.',
  snippets: [
    {
      form: 'aws',
      text: `aws ec2 describe-security-group-rules --region REGION --filters Name=group-id,Values=GROUP_ID
aws ec2 revoke-security-group-ingress --region REGION \\
  --group-id GROUP_ID --security-group-rule-ids RULE_ID
aws ec2 authorize-security-group-ingress --region REGION \\
  --group-id GROUP_ID --protocol tcp --port PORT --source-group SOURCE_GROUP_ID`,
    },
    {
      form: 'cdk',
      text: `import { Peer, Port } from 'aws-cdk-lib/aws-ec2';

CLUSTER.clusterSecurityGroup.addIngressRule(Peer.securityGroupId('SOURCE_GROUP_ID'), Port.tcp(443));`,
    },
  ],
  subjectReads: ['eks:DescribeCluster'],
  judgementReads: ['ec2:DescribeSecurityGroups'],
  items: (snapshot: Snapshot) =>
    (snapshot.eksCluster?.securityGroupIds ?? []).map((id) => ({
      subject: { kind: 'SecurityGroup', name: id },
      group: snapshot.securityGroups.find((each) => each.id === id),
    })),
  judge: ({ group, subject }) =>
    group === undefined
      ? unknown(`the rules of ${subject.name}`)
      : judgeParts(openIngress(group), 'cluster'),
});
