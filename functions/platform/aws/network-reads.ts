import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import type { Nodegroup } from '@aws-sdk/client-eks';
import { ReadFailure } from '../../model/world.ts';
import { allPages } from './aws-calls.ts';
import type { AwsSubject } from './aws-subject.ts';
import { batchesOf } from './batches.ts';

type Nodegroups = () => Promise<readonly Nodegroup[]>;

/** The network that a cluster and its node groups are in. */
export function networkReads(subject: AwsSubject, nodegroups: Nodegroups) {
  const { resourcesVpcConfig } = subject.cluster;
  return {
    'ec2:DescribeSubnets': async () => {
      const ofNodes = (await readable(nodegroups)).flatMap(({ subnets }) => subnets ?? []);
      return subnetsOf(subject, [...(resourcesVpcConfig?.subnetIds ?? []), ...ofNodes]);
    },
    'ec2:DescribeSecurityGroups': async () => {
      const { clusterSecurityGroupId, securityGroupIds = [] } = resourcesVpcConfig ?? {};
      const ofNodes = (await readable(nodegroups)).flatMap(
        ({ resources }) => resources?.remoteAccessSecurityGroup ?? [],
      );
      return securityGroupsOf(subject, [
        ...(clusterSecurityGroupId === undefined ? [] : [clusterSecurityGroupId]),
        ...securityGroupIds,
        ...ofNodes,
      ]);
    },
  };
}

/** Node groups that may not be read are gaps of their own; the network of the cluster is read. */
async function readable(nodegroups: Nodegroups): Promise<readonly Nodegroup[]> {
  try {
    return await nodegroups();
  } catch (error) {
    if (error instanceof ReadFailure) return [];
    throw error;
  }
}

/** By a filter: asked by their ids, all would be refused for one that was deleted. */
async function subnetsOf(
  { clients, deadline }: AwsSubject,
  ids: readonly string[],
): Promise<readonly unknown[]> {
  const call = { action: 'ec2:DescribeSubnets', deadline };
  const found: unknown[] = [];
  for (const Values of batchesOf(filterValuesMax, ids)) {
    const Filters = [{ Name: 'subnet-id', Values }];
    const subnets = await allPages(call, async (NextToken, options) => {
      const command = new DescribeSubnetsCommand({ Filters, MaxResults, NextToken });
      const answer = await clients.ec2.send(command, options);
      return { items: answer.Subnets, nextToken: answer.NextToken };
    });
    found.push(...subnets);
  }
  return found;
}

async function securityGroupsOf(
  { clients, deadline }: AwsSubject,
  ids: readonly string[],
): Promise<readonly unknown[]> {
  const call = { action: 'ec2:DescribeSecurityGroups', deadline };
  const found: unknown[] = [];
  for (const Values of batchesOf(filterValuesMax, ids)) {
    const Filters = [{ Name: 'group-id', Values }];
    const groups = await allPages(call, async (NextToken, options) => {
      const command = new DescribeSecurityGroupsCommand({ Filters, MaxResults, NextToken });
      const answer = await clients.ec2.send(command, options);
      return { items: answer.SecurityGroups, nextToken: answer.NextToken };
    });
    found.push(...groups);
  }
  return found;
}

/** The most values that EC2 takes in one filter. */
const filterValuesMax = 200;
const MaxResults = 200;
