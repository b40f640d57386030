import {
  DescribeLogGroupsCommand,
  DescribeSubscriptionFiltersCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { allPages, saysNotFound } from './aws-calls.ts';
import type { AwsSubject } from './aws-subject.ts';

/** Where the control plane writes its logs, and who is sent them. */
export function logReads(subject: AwsSubject) {
  return {
    'logs:DescribeLogGroups': () => logGroupOf(subject),
    'logs:DescribeSubscriptionFilters': () => subscriptionsOf(subject),
  };
}

const logGroupName = ({ cluster }: AwsSubject): string => `/aws/eks/${cluster.name}/cluster`;

/** The call takes only the beginning of a name, which other log groups may have too. */
async function logGroupOf(subject: AwsSubject): Promise<readonly unknown[]> {
  const { clients, deadline } = subject;
  const wanted = logGroupName(subject);
  const call = { action: 'logs:DescribeLogGroups', deadline };
  const groups = await allPages(call, async (nextToken, options) => {
    const input = { logGroupNamePrefix: wanted, limit: pageSize, nextToken };
    const answer = await clients.logs.send(new DescribeLogGroupsCommand(input), options);
    return { items: answer.logGroups, nextToken: answer.nextToken };
  });
  return groups.filter((group) => group.logGroupName === wanted);
}

async function subscriptionsOf(subject: AwsSubject): Promise<readonly unknown[]> {
  const { clients, deadline } = subject;
  const call = { action: 'logs:DescribeSubscriptionFilters', deadline };
  try {
    return await allPages(call, async (nextToken, options) => {
      const input = { logGroupName: logGroupName(subject), limit: pageSize, nextToken };
      const command = new DescribeSubscriptionFiltersCommand(input);
      const answer = await clients.logs.send(command, options);
      return { items: answer.subscriptionFilters, nextToken: answer.nextToken };
    });
  } catch (error) {
    // EKS makes the log group with the first log: where none is on, there is nothing to send.
    if (saysNotFound(error)) return [];
    throw error;
  }
}

/** The most that CloudWatch Logs gives at once. */
const pageSize = 50;
