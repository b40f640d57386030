import {
  DescribeAddonCommand,
  DescribeClusterVersionsCommand,
  DescribeNodegroupCommand,
  type EKSClient,
  ListAddonsCommand,
  ListInsightsCommand,
  ListNodegroupsCommand,
  type Nodegroup,
} from '@aws-sdk/client-eks';
import { allPages, answerTo, answerToEach, askedOnce, type Call } from './aws-calls.ts';
import type { AwsSubject } from './aws-subject.ts';

/** A cluster as EKS describes it, with its parts. `nodegroups` is for those who need them too. */
export function eksReads(subject: AwsSubject) {
  const addonNames = askedOnce(() => listAddons(subject));
  const nodegroupNames = askedOnce(() => listNodegroups(subject));
  const nodegroups = askedOnce(async () => describeNodegroups(subject, await nodegroupNames()));
  return {
    nodegroups,
    'eks:DescribeCluster': async () => [subject.cluster],
    'eks:DescribeClusterVersions': () => versionsOfRegion(subject),
    'eks:ListAddons': addonNames,
    'eks:DescribeAddon': async () => describeAddons(subject, await addonNames()),
    'eks:ListNodegroups': nodegroupNames,
    'eks:DescribeNodegroup': nodegroups,
    'eks:ListInsights': () => listInsights(subject),
  };
}

/** Asked once by a process, which lives for hours: versions come and go by the month. */
async function versionsOfRegion({ clients, deadline }: AwsSubject): Promise<readonly unknown[]> {
  const action = 'eks:DescribeClusterVersions';
  const known = clients.answersOfRegion.get(action);
  if (known !== undefined) return known;
  const versions = await describeVersions(clients.eks, { action, deadline });
  clients.answersOfRegion.set(action, versions);
  return versions;
}

/** Those too that are not supported any more: a cluster stays on one until EKS upgrades it. */
function describeVersions(client: EKSClient, call: Call): Promise<readonly unknown[]> {
  return allPages(call, async (nextToken, options) => {
    const input = { includeAll: true, maxResults: pageSize, nextToken };
    const answer = await client.send(new DescribeClusterVersionsCommand(input), options);
    return { items: answer.clusterVersions, nextToken: answer.nextToken };
  });
}

function listAddons({ clients, cluster, deadline }: AwsSubject): Promise<readonly string[]> {
  return allPages({ action: 'eks:ListAddons', deadline }, async (nextToken, options) => {
    const input = { clusterName: cluster.name, maxResults: pageSize, nextToken };
    const answer = await clients.eks.send(new ListAddonsCommand(input), options);
    return { items: answer.addons, nextToken: answer.nextToken };
  });
}

async function describeAddons(
  { clients, cluster, deadline }: AwsSubject,
  names: readonly string[],
): Promise<readonly unknown[]> {
  const call = { action: 'eks:DescribeAddon', deadline };
  return answerToEach(call, { of: 'add-ons', names }, async (addonName) => {
    const command = new DescribeAddonCommand({ clusterName: cluster.name, addonName });
    const { addon } = await answerTo(call, (options) => clients.eks.send(command, options));
    return addon;
  });
}

function listNodegroups({ clients, cluster, deadline }: AwsSubject): Promise<readonly string[]> {
  return allPages({ action: 'eks:ListNodegroups', deadline }, async (nextToken, options) => {
    const input = { clusterName: cluster.name, maxResults: pageSize, nextToken };
    const answer = await clients.eks.send(new ListNodegroupsCommand(input), options);
    return { items: answer.nodegroups, nextToken: answer.nextToken };
  });
}

async function describeNodegroups(
  { clients, cluster, deadline }: AwsSubject,
  names: readonly string[],
): Promise<readonly Nodegroup[]> {
  const call = { action: 'eks:DescribeNodegroup', deadline };
  return answerToEach(call, { of: 'node groups', names }, async (nodegroupName) => {
    const command = new DescribeNodegroupCommand({ clusterName: cluster.name, nodegroupName });
    const { nodegroup } = await answerTo(call, (options) => clients.eks.send(command, options));
    return nodegroup ?? {};
  });
}

function listInsights({ clients, cluster, deadline }: AwsSubject): Promise<readonly unknown[]> {
  return allPages({ action: 'eks:ListInsights', deadline }, async (nextToken, options) => {
    const input = { clusterName: cluster.name, maxResults: pageSize, nextToken };
    const answer = await clients.eks.send(new ListInsightsCommand(input), options);
    return { items: answer.insights, nextToken: answer.nextToken };
  });
}

const pageSize = 100;
