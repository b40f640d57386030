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
      resources: ['*'],
      whyWildcard: 'The action has no resource: IAM allows it on all clusters or on none.',
    });
  },
  snapshot: ({ role, evidence, config }) => {
    evidence.grantWrite(role, [keys.snapshot]);
    for (const { id, resource } of awsReads) {
      grant(role, {
        actions: [id],
        resources: eksResources(role, resource, config),
        whyWildcard: 'Clusters come and go; their account and region are fixed.',
      });
    }
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

type EksResource = (typeof awsReads)[number]['resource'];

/** Names within a region: clusters come and go, so only their account and region are known. */
const eksNames = {
  cluster: '*',
  addon: '*/vpc-cni/*',
  'access-entry': '*',
} as const satisfies Record<EksResource, string>;

function eksResources(role: Role, resource: EksResource, config: HubConfig): readonly string[] {
  const stack = Stack.of(role);
  const { account } = config;
  return config.scannedRegions.map((region) =>
    stack.formatArn({
      service: 'eks',
      region,
      account,
      resource,
      resourceName: eksNames[resource],
    }),
  );
}
