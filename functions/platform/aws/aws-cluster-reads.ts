import type { AwsReadId } from '../../model/reads.ts';
import type { AskedOfAws } from '../../model/world.ts';
import { accessEntryReads } from './access-entry-reads.ts';
import type { AwsSubject } from './aws-subject.ts';
import { ecrReads } from './ecr-reads.ts';
import { eksReads } from './eks-reads.ts';
import { guardDutyReads } from './guardduty-reads.ts';
import { logReads } from './log-reads.ts';
import { networkReads } from './network-reads.ts';

/** The AWS side of one cluster, read by read. Serial: nodes that join need the same APIs. */
export function awsClusterReads(subject: AwsSubject) {
  const { nodegroups, ...eks } = eksReads(subject);
  const reads = {
    ...eks,
    ...accessEntryReads(subject),
    ...logReads(subject),
    ...networkReads(subject, nodegroups),
    ...guardDutyReads(subject),
    ...ecrReads(subject),
  } satisfies Record<AwsReadId, (asked: AskedOfAws) => Promise<readonly unknown[]>>;
  return (read: AwsReadId, asked: AskedOfAws): Promise<readonly unknown[]> => reads[read](asked);
}
