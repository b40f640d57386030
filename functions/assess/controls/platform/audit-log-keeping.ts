import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import type { LogGroup } from '../../../model/platform-objects.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { type Evidence, judgeBy } from '../../../model/verdict.ts';

/**
 * PCI DSS 4.0.1, 10.5.1: twelve months of audit logs, of which the last three are at hand, and
 * 10.3.3: a copy on a central log server. What leaves the log group by a subscription may be kept
 * elsewhere, so then three months in the group are enough; how long the receiver keeps them is not
 * visible. A log group without a retention keeps everything.
 *
 * A log group that is missing lacks all three, so that making it never adds a finding. Whether the
 * audit log is written to it is another control.
 */
const daysKept = { alone: 365, withCopy: 90 };

export const auditLogKeeping = control({
  id: 'CP-03',
  title: 'The audit log is kept for a year, under a customer key, with a copy elsewhere',
  domain: 'platform',
  severity: 'medium',
  reachMax: 'cluster',
  rationale:
    'An audit log that ends too soon, that nothing receives, or whose key nobody controls does not ' +
    'show an intrusion, and whoever takes over the account deletes it.',
  remediation:
    'On the log group /aws/eks/CLUSTER/cluster set a retention of at least 365 days, associate a ' +
    'KMS key of your own, and add a subscription filter that sends the log to a log archive in ' +
    'another account.',
  snippets: [
    {
      form: 'aws',
      text: `aws logs put-retention-policy --region REGION \\
  --log-group-name /aws/eks/CLUSTER/cluster --retention-in-days 365
aws logs associate-kms-key --region REGION \\
  --log-group-name /aws/eks/CLUSTER/cluster --kms-key-id KEY_ARN
aws logs put-subscription-filter --region REGION \\
  --log-group-name /aws/eks/CLUSTER/cluster --filter-name log-archive \\
  --filter-pattern '' --destination-arn DESTINATION_ARN`,
    },
    {
      form: 'cdk',
      text: `import { CfnSubscriptionFilter, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';

// Before the cluster: EKS makes the group itself where there is none.
const logs = new LogGroup(this, 'ControlPlaneLogs', {
  logGroupName: '/aws/eks/CLUSTER/cluster',
  retention: RetentionDays.ONE_YEAR,
  encryptionKey: KEY,
});
new CfnSubscriptionFilter(this, 'LogArchive', {
  logGroupName: logs.logGroupName,
  filterPattern: '',
  destinationArn: 'DESTINATION_ARN',
});`,
    },
  ],
  subjectReads: [],
  judgementReads: ['logs:DescribeLogGroups', 'logs:DescribeSubscriptionFilters'],
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, snapshot) => {
    const name = `/aws/eks/${snapshot.cluster.name}/cluster`;
    const group = snapshot.logGroups.find((each) => each.name === name);
    if (group === undefined) return judgeBy(lackOf(`there is no log group ${name}`), 'cluster');
    return judgeBy(problemsOf(group, snapshot), 'cluster');
  },
});

const fields = {
  retention: 'logGroup.retentionInDays',
  key: 'logGroup.kmsKeyId',
  filters: 'logGroup.subscriptionFilters',
};

function lackOf(value: string): readonly Evidence[] {
  return Object.values(fields).map((path) => ({ path, value }));
}

function problemsOf(group: LogGroup, { subscriptionFilters }: Snapshot): readonly Evidence[] {
  const hasCopy = subscriptionFilters.some(({ logGroup }) => logGroup === group.name);
  const isShort =
    group.retentionInDays !== undefined &&
    group.retentionInDays < (hasCopy ? daysKept.withCopy : daysKept.alone);
  return [
    ...(isShort ? [{ path: fields.retention, value: String(group.retentionInDays) }] : []),
    ...(group.kmsKeyId === undefined ? [{ path: fields.key, value: 'none' }] : []),
    ...(hasCopy ? [] : [{ path: fields.filters, value: 'none' }]),
  ];
}
