import { Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { awsReads } from '../functions/model/reads.ts';
import { storeKeys } from '../functions/model/store-keys.ts';
import type { HubConfig } from './config.ts';
import type { EvidenceBucket } from './constructs/evidence-bucket.ts';
import { grant } from './constructs/grant.ts';
import type { StageName } from './stage-settings.ts';

type Grants = {
  readonly role: Role;
  readonly evidence: EvidenceBucket;
  readonly config: HubConfig;
};

/** Gives the role of a stage what the stage uses, and nothing else. */
export function grantStage(stage: StageName, grants: Grants): void {
  stageGrants[stage](grants);
}

const wildcard = '*';
const noResource = 'The action has no resource: IAM allows it on everything or on nothing.';
const anyScan = {
  cluster: { account: wildcard, region: wildcard, name: wildcard },
  scanId: wildcard,
};

/** The artifacts of any scan, as patterns of keys. */
const keys = {
  targets: storeKeys.targets(wildcard),
  summary: storeKeys.summary(wildcard),
  notification: storeKeys.notification(wildcard),
  snapshot: storeKeys.snapshot(anyScan),
  assessment: storeKeys.assessment(anyScan),
  findings: storeKeys.findings(anyScan),
  reportPdf: storeKeys.reportPdf(anyScan),
  manifest: storeKeys.manifest(anyScan),
  latest: storeKeys.latest(anyScan.cluster),
} as const;

const stageGrants: Readonly<Record<StageName, (grants: Grants) => void>> = {
  discover: ({ role, evidence }) => {
    evidence.grantWrite(role, [keys.targets]);
    grant(role, {
      actions: ['eks:ListClusters'],
      resources: [wildcard],
      whyWildcard: noResource,
    });
  },
  snapshot: (grants) => {
    grants.evidence.grantWrite(grants.role, [keys.snapshot]);
    for (const read of awsReads) grantRead(read, grants);
  },
  assess: ({ role, evidence }) => {
    evidence.grantRead(role, [keys.snapshot, keys.latest]);
    evidence.grantWrite(role, [keys.assessment]);
  },
  report: ({ role, evidence }) => {
    evidence.grantRead(role, [keys.targets, keys.snapshot, keys.assessment]);
    evidence.grantWrite(role, [keys.findings, keys.reportPdf, keys.manifest, keys.latest]);
    evidence.grantWrite(role, [keys.summary]);
  },
  notify: ({ role, evidence, config }) => {
    evidence.grantRead(role, [keys.summary, keys.assessment]);
    evidence.grantWrite(role, [keys.notification]);
    if (config.webhookSecretArn === undefined) return;
    const actions = ['secretsmanager:GetSecretValue'];
    grant(role, { actions, resources: [config.webhookSecretArn] });
  },
};

type AwsRead = (typeof awsReads)[number];

/** Resources as ARNs name them, within an account and a region: what is there comes and goes. */
const resourceNames = {
  cluster: 'cluster/*',
  addon: 'addon/*',
  nodegroup: 'nodegroup/*',
  'access-entry': 'access-entry/*',
  'log-group': 'log-group:/aws/eks/*/cluster:*',
  detector: 'detector/*',
  repository: 'repository/*',
} as const satisfies Record<Exclude<AwsRead['resource'], 'none'>, string>;

/** CloudWatch asks IAM about all log groups, whatever the name that is looked for begins with. */
const anyLogGroup = 'log-group:*';

function grantRead({ id, resource }: AwsRead, { role, config }: Grants): void {
  if (resource === 'none') {
    grant(role, { actions: [id], resources: [wildcard], whyWildcard: noResource });
    return;
  }
  const name = id === 'logs:DescribeLogGroups' ? anyLogGroup : resourceNames[resource];
  const { partition } = Stack.of(role);
  const [service] = id.split(':');
  grant(role, {
    actions: [id],
    resources: config.scannedRegions.map(
      (region) => `arn:${partition}:${service}:${region}:${config.account}:${name}`,
    ),
    whyWildcard: 'Clusters and what they use come and go; their account and region are fixed.',
  });
}
