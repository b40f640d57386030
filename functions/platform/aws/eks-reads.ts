import {
  type Cluster,
  DescribeAddonCommand,
  type EKSClient,
  ListAccessEntriesCommand,
  ListAssociatedAccessPoliciesCommand,
} from '@aws-sdk/client-eks';
import type { AwsReadId } from '../../model/reads.ts';
import { ReadFailure } from '../../model/world.ts';
import { errorCode } from '../error-code.ts';
import { outOfTime } from '../kubernetes/kube-access.ts';
import { awsFailureKind, awsReadFailure } from './aws-failure.ts';
import { type CallOptions, withinDeadline } from './within-deadline.ts';

type EksSubject = {
  readonly client: EKSClient;
  readonly cluster: Cluster;
  /** The end of all work on the cluster. */
  readonly deadline: AbortSignal;
};

/** The AWS side of one cluster, call by call. Serial: nodes that join need the same API. */
export function eksReads(subject: EksSubject): (read: AwsReadId) => Promise<readonly unknown[]> {
  let entries: Promise<readonly string[]> | undefined;
  const principals = (): Promise<readonly string[]> => {
    entries ??= listPrincipals(subject);
    return entries;
  };
  const reads = {
    'eks:DescribeCluster': async () => [subject.cluster],
    'eks:DescribeAddon': () => describeVpcCni(subject),
    'eks:ListAccessEntries': principals,
    'eks:ListAssociatedAccessPolicies': async () => listPolicies(subject, await principals()),
  } satisfies Record<AwsReadId, () => Promise<readonly unknown[]>>;
  return (read) => reads[read]();
}

async function describeVpcCni({ client, cluster, deadline }: EksSubject): Promise<unknown[]> {
  const input = { clusterName: cluster.name, addonName: 'vpc-cni' };
  try {
    const { addon } = await withinDeadline(deadline, (options) =>
      client.send(new DescribeAddonCommand(input), options),
    );
    return addon === undefined ? [] : [addon];
  } catch (error) {
    // The cluster is there, so it is the add-on that is not: the plugin is not managed by EKS.
    if (awsFailureKind(error) === 'notFound') return [];
    const action = 'eks:DescribeAddon';
    throw deadline.aborted ? outOfTimeAt(action) : awsReadFailure(action, error);
  }
}

async function listPrincipals({
  client,
  cluster,
  deadline,
}: EksSubject): Promise<readonly string[]> {
  const mode = cluster.accessConfig?.authenticationMode;
  // In this mode only the ConfigMap aws-auth grants access: there are no entries, and none is the
  // full answer. The call would be refused.
  if (mode === 'CONFIG_MAP') return [];
  try {
    return await allPages({ action: 'eks:ListAccessEntries', deadline }, async (page, options) => {
      const input = { clusterName: cluster.name, ...page };
      const answer = await client.send(new ListAccessEntriesCommand(input), options);
      return { items: answer.accessEntries ?? [], nextToken: answer.nextToken };
    });
  } catch (error) {
    // Clusters older than access entries name no mode, and work like CONFIG_MAP.
    const isRefused = errorCode(causeOf(error)) === 'InvalidRequestException';
    if (mode === undefined && isRefused) return [];
    throw error;
  }
}

const policiesAction = 'eks:ListAssociatedAccessPolicies';

async function listPolicies(
  subject: EksSubject,
  principals: readonly string[],
): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (const [done, principalArn] of principals.entries()) {
    try {
      found.push(await policiesOf(subject, principalArn));
    } catch (error) {
      if (subject.deadline.aborted) {
        const progress = `after the policies of ${done} of ${principals.length} access entries`;
        throw outOfTimeAt(policiesAction, progress);
      }
      // The access entry was deleted since it was listed: it grants nothing any more.
      if (awsFailureKind(causeOf(error)) !== 'notFound') throw error;
    }
  }
  return found;
}

async function policiesOf(
  { client, cluster, deadline }: EksSubject,
  principalArn: string,
): Promise<unknown> {
  const list = { action: policiesAction, deadline };
  const associatedAccessPolicies = await allPages(list, async (page, options) => {
    const input = { clusterName: cluster.name, principalArn, ...page };
    const answer = await client.send(new ListAssociatedAccessPoliciesCommand(input), options);
    return { items: answer.associatedAccessPolicies ?? [], nextToken: answer.nextToken };
  });
  return { principalArn, associatedAccessPolicies };
}

type List = { readonly action: string; readonly deadline: AbortSignal };
type Asked = { readonly nextToken: string | undefined; readonly maxResults: number };
type Page<Item> = { readonly items: readonly Item[]; readonly nextToken: string | undefined };

/** Throws a ReadFailure. */
async function allPages<Item>(
  { action, deadline }: List,
  getPage: (asked: Asked, options: CallOptions) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let nextToken: string | undefined;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const asked = { nextToken, maxResults: pageSize };
    const page = await withinDeadline(deadline, (options) => getPage(asked, options)).catch(
      (error: unknown) => {
        throw deadline.aborted
          ? outOfTimeAt(action, `after ${pages} page${pages === 1 ? '' : 's'}`)
          : awsReadFailure(action, error);
      },
    );
    items.push(...page.items);
    if (!page.nextToken) return items;
    nextToken = page.nextToken;
  }
  throw new ReadFailure('cutOff', `${action}: there were more than ${pagesMax} pages`);
}

function outOfTimeAt(action: string, progress?: string): ReadFailure {
  const end = progress === undefined ? '' : ` (${progress})`;
  return new ReadFailure('timeout', `${action}: ${outOfTime}${end}`);
}

const causeOf = (error: unknown): unknown =>
  error instanceof ReadFailure ? error.cause : undefined;

const pageSize = 100;
const pagesMax = 50;
