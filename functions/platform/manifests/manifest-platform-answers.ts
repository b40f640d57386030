import * as z from 'zod';
import { type AwsAnswer, answersIn, awsAnswerShapes as shapes } from './aws-answer-shapes.ts';
import { notCollected, required } from './not-collected.ts';

type Answers = readonly AwsAnswer[];

/** What a cluster stands on: its nodes, its network, its logs and who watches them. */
export const platformAnswers = {
  'logs:DescribeLogGroups': logGroups,
  'logs:DescribeSubscriptionFilters': subscriptionFilters,
  'ec2:DescribeSubnets': subnets,
  'ec2:DescribeSecurityGroups': securityGroups,
  'guardduty:ListDetectors': detectorIds,
  'guardduty:GetDetector': detectors,
};

export function nodegroupNames(answers: Answers): readonly string[] {
  const lists = required(answersIn(shapes.nodegroups, answers), 'aws eks list-nodegroups');
  return lists.flatMap(({ nodegroups }) => nodegroups);
}

export function describedNodegroups(answers: Answers): readonly unknown[] {
  const described = nodegroupsIn(answers);
  const given = new Set(described.map(({ nodegroupName }) => nodegroupName));
  const missing = nodegroupNames(answers).find((name) => !given.has(name));
  if (missing === undefined) return described;
  throw notCollected(`aws eks describe-nodegroup --nodegroup-name ${missing}`);
}

const nodegroupsIn = (answers: Answers) =>
  answersIn(shapes.nodegroup, answers).map(({ nodegroup }) => nodegroup);

const clusterShape = z.looseObject({
  cluster: z.looseObject({
    name: z.string().nullish(),
    arn: z.string().nullish(),
    resourcesVpcConfig: z
      .looseObject({
        subnetIds: z.array(z.string()).nullish(),
        clusterSecurityGroupId: z.string().nullish(),
        securityGroupIds: z.array(z.string()).nullish(),
      })
      .nullish(),
  }),
});

const clusterIn = (answers: Answers) => answersIn(clusterShape, answers)[0]?.cluster;

/** The name of the log group of the cluster, or of that of any cluster where none is described. */
function isLogGroup(answers: Answers): (name: string) => boolean {
  const cluster = clusterIn(answers);
  const clusterName = cluster?.name ?? cluster?.arn?.split('/')[1];
  return clusterName === undefined
    ? (name) => /^\/aws\/eks\/[^/]+\/cluster$/.test(name)
    : (name) => name === `/aws/eks/${clusterName}/cluster`;
}

const logGroupPrefix = '--log-group-name-prefix /aws/eks/';

function logGroups(answers: Answers) {
  const isWanted = isLogGroup(answers);
  const command = `aws logs describe-log-groups ${logGroupPrefix}`;
  return required(answersIn(shapes.logGroups, answers), command)
    .flatMap((answer) => answer.logGroups)
    .filter(({ logGroupName }) => isWanted(logGroupName));
}

/** Nobody can subscribe to a log group that is not there; the command fails on it. */
function subscriptionFilters(answers: Answers): readonly unknown[] {
  const isWanted = isLogGroup(answers);
  const given = answersIn(shapes.subscriptionFilters, answers);
  if (given.length === 0 && logGroups(answers).length === 0) return [];
  return required(given, 'aws logs describe-subscription-filters')
    .flatMap((answer) => answer.subscriptionFilters)
    .filter(({ logGroupName }) => isWanted(logGroupName));
}

/** Of the cluster and its node groups; all that are given where no cluster is described. */
function subnets(answers: Answers): readonly unknown[] {
  const cluster = clusterIn(answers);
  const given = required(answersIn(shapes.subnets, answers), 'aws ec2 describe-subnets');
  const ids = new Set([
    ...(cluster?.resourcesVpcConfig?.subnetIds ?? []),
    ...nodegroupsIn(answers).flatMap((nodegroup) => nodegroup.subnets ?? []),
  ]);
  return given
    .flatMap((answer) => answer.Subnets)
    .filter(({ SubnetId }) => cluster === undefined || ids.has(SubnetId));
}

function securityGroups(answers: Answers): readonly unknown[] {
  const cluster = clusterIn(answers);
  const { clusterSecurityGroupId, securityGroupIds } = cluster?.resourcesVpcConfig ?? {};
  const command = 'aws ec2 describe-security-groups';
  const given = required(answersIn(shapes.securityGroups, answers), command);
  const ids = new Set([
    clusterSecurityGroupId,
    ...(securityGroupIds ?? []),
    ...nodegroupsIn(answers).map(({ resources }) => resources?.remoteAccessSecurityGroup),
  ]);
  return given
    .flatMap((answer) => answer.SecurityGroups)
    .filter(({ GroupId }) => cluster === undefined || ids.has(GroupId));
}

function detectorIds(answers: Answers): readonly string[] {
  const lists = required(answersIn(shapes.detectorIds, answers), 'aws guardduty list-detectors');
  return lists.flatMap(({ DetectorIds }) => DetectorIds);
}

/** A region has at most one detector; the answer about it does not name it. */
function detectors(answers: Answers): readonly unknown[] {
  const described = answersIn(shapes.detector, answers);
  return detectorIds(answers).map((DetectorId, index) => {
    const detector = described[index];
    if (detector !== undefined) return { ...detector, DetectorId };
    throw notCollected(`aws guardduty get-detector --detector-id ${DetectorId}`);
  });
}
