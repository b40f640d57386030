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
import { awsFailureKind, awsReadFailure } from './aws-failure.ts';

type EksSubject = { readonly client: EKSClient; readonly cluster: Cluster };

/** The AWS side of one cluster, call by call. Serial: nodes that join need the same API. */
export function eksReads({
  client,
  cluster,
}: EksSubject): (read: AwsReadId) => Promise<readonly unknown[]> {
  const clusterName = cluster.name ?? '';
  let entries: Promise<readonly string[]> | undefined;
  const principals = (): Promise<readonly string[]> => {
    entries ??= listPrincipals({ client, cluster });
    return entries;
  };
  const reads = {
    'eks:DescribeCluster': async () => [cluster],
    'eks:DescribeAddon': () => describeVpcCni(client, clusterName),
    'eks:ListAccessEntries': principals,
    'eks:ListAssociatedAccessPolicies': async () => {
      const found: unknown[] = [];
      for (const principalArn of await principals()) {
        found.push(await associatedPolicies(client, clusterName, principalArn));
      }
      return found;
    },
  } satisfies Record<AwsReadId, () => Promise<readonly unknown[]>>;
  return (read) => reads[read]();
}

async function describeVpcCni(client: EKSClient, clusterName: string): Promise<unknown[]> {
  try {
    const { addon } = await client.send(
      new DescribeAddonCommand({ clusterName, addonName: 'vpc-cni' }),
    );
    return addon === undefined ? [] : [addon];
  } catch (error) {
    // The cluster is there, so it is the add-on that is not: the plugin is not managed by EKS.
    if (awsFailureKind(error) === 'notFound') return [];
    throw awsReadFailure('eks:DescribeAddon', error);
  }
}

async function listPrincipals({ client, cluster }: EksSubject): Promise<readonly string[]> {
  const mode = cluster.accessConfig?.authenticationMode;
  // In this mode only the ConfigMap aws-auth grants access: there are no entries, and none is the
  // full answer. The call would be refused.
  if (mode === 'CONFIG_MAP') return [];
  const action = 'eks:ListAccessEntries';
  try {
    return await allPages(action, async (nextToken) => {
      const input = { clusterName: cluster.name, nextToken, maxResults: pageSize };
      const page = await client.send(new ListAccessEntriesCommand(input));
      return { items: page.accessEntries ?? [], nextToken: page.nextToken };
    });
  } catch (error) {
    // Clusters older than access entries name no mode, and work like CONFIG_MAP.
    if (mode === undefined && errorCode(error) === 'InvalidRequestException') return [];
    throw error instanceof ReadFailure ? error : awsReadFailure(action, error);
  }
}

async function associatedPolicies(
  client: EKSClient,
  clusterName: string,
  principalArn: string,
): Promise<unknown> {
  const action = 'eks:ListAssociatedAccessPolicies';
  try {
    const associatedAccessPolicies = await allPages(action, async (nextToken) => {
      const input = { clusterName, principalArn, nextToken, maxResults: pageSize };
      const page = await client.send(new ListAssociatedAccessPoliciesCommand(input));
      return { items: page.associatedAccessPolicies ?? [], nextToken: page.nextToken };
    });
    return { principalArn, associatedAccessPolicies };
  } catch (error) {
    throw error instanceof ReadFailure ? error : awsReadFailure(action, error);
  }
}

type Page<Item> = { readonly items: readonly Item[]; readonly nextToken: string | undefined };

async function allPages<Item>(
  action: string,
  getPage: (nextToken: string | undefined) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page = await getPage(token);
    items.push(...page.items);
    if (!page.nextToken) return items;
    token = page.nextToken;
  }
  throw new ReadFailure('cutOff', `${action}: there were more than ${pagesMax} pages`);
}

const pageSize = 100;
const pagesMax = 50;
