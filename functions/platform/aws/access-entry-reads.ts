import { ListAccessEntriesCommand, ListAssociatedAccessPoliciesCommand } from '@aws-sdk/client-eks';
import { errorCode } from '../error-code.ts';
import { allPages, answerToEach, askedOnce, causeOf } from './aws-calls.ts';
import type { AwsSubject } from './aws-subject.ts';

/** Who may enter a cluster by an access entry, and with which access policies. */
export function accessEntryReads(subject: AwsSubject) {
  const principals = askedOnce(() => listPrincipals(subject));
  return {
    'eks:ListAccessEntries': principals,
    'eks:ListAssociatedAccessPolicies': async () => listPolicies(subject, await principals()),
  };
}

async function listPrincipals({
  clients,
  cluster,
  deadline,
}: AwsSubject): Promise<readonly string[]> {
  const mode = cluster.accessConfig?.authenticationMode;
  // In this mode only the ConfigMap aws-auth grants access: there are no entries, and none is the
  // full answer. The call would be refused.
  if (mode === 'CONFIG_MAP') return [];
  try {
    const call = { action: 'eks:ListAccessEntries', deadline };
    return await allPages(call, async (nextToken, options) => {
      const input = { clusterName: cluster.name, maxResults: pageSize, nextToken };
      const answer = await clients.eks.send(new ListAccessEntriesCommand(input), options);
      return { items: answer.accessEntries, nextToken: answer.nextToken };
    });
  } catch (error) {
    // Clusters older than access entries name no mode, and work like CONFIG_MAP.
    const isRefused = errorCode(causeOf(error)) === 'InvalidRequestException';
    if (mode === undefined && isRefused) return [];
    throw error;
  }
}

/** An access entry that was deleted since it was listed grants nothing any more. */
async function listPolicies(
  { clients, cluster, deadline }: AwsSubject,
  names: readonly string[],
): Promise<readonly unknown[]> {
  const call = { action: 'eks:ListAssociatedAccessPolicies', deadline };
  return answerToEach(call, { of: 'access entries', names }, async (principalArn) => {
    const associatedAccessPolicies = await allPages(call, async (nextToken, options) => {
      const input = { clusterName: cluster.name, principalArn, maxResults: pageSize, nextToken };
      const command = new ListAssociatedAccessPoliciesCommand(input);
      const answer = await clients.eks.send(command, options);
      return { items: answer.associatedAccessPolicies, nextToken: answer.nextToken };
    });
    return { principalArn, associatedAccessPolicies };
  });
}

const pageSize = 100;
