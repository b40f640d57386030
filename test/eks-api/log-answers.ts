import { type Answer, type Fields, json11, pageOf } from './wire.ts';

export type FakeLogs = {
  readonly logGroups?: readonly Fields[];
  readonly subscriptionFilters?: readonly Fields[];
};

/** The read calls of CloudWatch Logs: JSON 1.1. */
export function logsAnswer(
  { logGroups = [], subscriptionFilters = [] }: FakeLogs,
  action: string,
  input: Fields,
): Answer {
  const sizeMax = Number(input['limit'] ?? 50);
  if (sizeMax > 50) return refused('InvalidParameterException', 'limit is at most 50');
  if (action === 'DescribeLogGroups') {
    const prefix = String(input['logGroupNamePrefix'] ?? '');
    const named = logGroups.filter(({ logGroupName }) => String(logGroupName).startsWith(prefix));
    const { items, nextToken } = pageOf(named, sizeMax, input['nextToken']);
    return json11.answer({ logGroups: items, nextToken });
  }
  const name = input['logGroupName'];
  if (!logGroups.some(({ logGroupName }) => logGroupName === name)) {
    return refused('ResourceNotFoundException', 'The specified log group does not exist.');
  }
  const filters = subscriptionFilters.filter(({ logGroupName }) => logGroupName === name);
  const { items, nextToken } = pageOf(filters, sizeMax, input['nextToken']);
  return json11.answer({ subscriptionFilters: items, nextToken });
}

const refused = (type: string, message: string): Answer =>
  json11.error({ status: 400, type, message });
