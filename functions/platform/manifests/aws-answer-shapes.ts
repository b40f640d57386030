import * as z from 'zod';

/** A document in the shape of an answer of the aws command line. */
export type AwsAnswer = Readonly<Record<string, unknown>>;

const list = z.array(z.unknown());
const names = z.array(z.string());
const onOrOff = z.enum(['ENABLED', 'DISABLED']);

/*
 * What tells one answer from another, and from any other JSON that lies beside manifests: words such
 * as `repositories` or `Features` stand in many files, so what is in them is looked at too.
 */
export const awsAnswerShapes = {
  cluster: z.looseObject({ cluster: z.looseObject({}) }),
  clusterVersions: z.looseObject({
    clusterVersions: z.array(z.looseObject({ clusterVersion: z.string() })),
  }),
  addons: z.looseObject({ addons: names }),
  addon: z.looseObject({ addon: z.looseObject({ addonName: z.string() }) }),
  nodegroups: z.looseObject({ nodegroups: names }),
  nodegroup: z.looseObject({
    nodegroup: z.looseObject({
      nodegroupName: z.string(),
      subnets: names.nullish(),
      resources: z.looseObject({ remoteAccessSecurityGroup: z.string().nullish() }).nullish(),
    }),
  }),
  insights: z.looseObject({
    insights: z.array(z.looseObject({ name: z.string(), insightStatus: z.looseObject({}) })),
  }),
  accessEntries: z.looseObject({ accessEntries: names }),
  associatedPolicies: z.looseObject({
    principalArn: z.string(),
    associatedAccessPolicies: list,
  }),
  logGroups: z.looseObject({ logGroups: z.array(z.looseObject({ logGroupName: z.string() })) }),
  subscriptionFilters: z.looseObject({
    subscriptionFilters: z.array(z.looseObject({ logGroupName: z.string() })),
  }),
  subnets: z.looseObject({ Subnets: z.array(z.looseObject({ SubnetId: z.string() })) }),
  securityGroups: z.looseObject({
    SecurityGroups: z.array(z.looseObject({ GroupId: z.string() })),
  }),
  detectorIds: z.looseObject({ DetectorIds: names }),
  detector: z.looseObject({
    Status: onOrOff,
    Features: z.array(z.looseObject({ Name: z.string(), Status: onOrOff })),
  }),
  repositories: z.looseObject({
    repositories: z.array(
      z.looseObject({
        repositoryArn: z.string(),
        registryId: z.string(),
        repositoryName: z.string(),
      }),
    ),
  }),
  scanning: z.looseObject({ scanningConfiguration: z.looseObject({ scanType: z.string() }) }),
  repositoryPolicy: z.looseObject({
    registryId: z.string(),
    repositoryName: z.string(),
    /** null, written by hand, for a repository without a policy: AWS gives an error, no answer. */
    policyText: z.string().nullable(),
  }),
} as const;

/** Whether a document is an answer that is read. */
export function isAwsAnswer(document: AwsAnswer): boolean {
  return Object.values(awsAnswerShapes).some((shape) => shape.safeParse(document).success);
}

/** The answers of one shape, in the order of the files. */
export function answersIn<Shape extends z.ZodType>(
  shape: Shape,
  answers: readonly AwsAnswer[],
): z.output<Shape>[] {
  return answers.flatMap((answer) => {
    const parsed = shape.safeParse(answer);
    return parsed.success ? [parsed.data] : [];
  });
}
