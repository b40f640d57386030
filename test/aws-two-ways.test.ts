import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { ClusterReader } from '../functions/model/world.ts';
import { manifestClusters } from '../functions/platform/manifests/manifest-clusters.ts';
import { readManifests } from '../functions/platform/manifests/manifest-objects.ts';
import { collect } from '../functions/snapshot/collect.ts';
import { normalize } from '../functions/snapshot/normalize.ts';
import { closeLater, eksWorld } from './eks-api/eks-world.ts';
import type { KubeObject } from './kube-api/answers.ts';

type Json = Readonly<Record<string, unknown>>;

const examples = join(import.meta.dirname, '..', 'examples');

/** Times on the wire are seconds, where the command line writes text. */
const asOnTheWire = (json: string): Json =>
  JSON.parse(json, (key, value) =>
    /(Date|At|Time)$/.test(key) && typeof value === 'string' ? Date.parse(value) / 1_000 : value,
  );

function outputsOf(name: string): readonly Json[] {
  const folder = join(examples, name, 'aws');
  return readdirSync(folder).map((file) => asOnTheWire(readFileSync(join(folder, file), 'utf8')));
}

const lowerFirst = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(lowerFirst);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key.replace(/^./, (first) => first.toLowerCase()),
      lowerFirst(part),
    ]),
  );
};

/** The AWS of which these are the outputs. */
function accountOf(outputs: readonly Json[]) {
  const all = (key: string) => outputs.flatMap((output) => (output[key] as Json[]) ?? []);
  const named = (key: string, name: string) =>
    Object.fromEntries(all(key).map((item) => [String(item[name]), item]));
  const [detectorId] = outputs.flatMap((output) => (output['DetectorIds'] as string[]) ?? []);
  const detector = outputs.find((output) => 'Features' in output);
  const policies = outputs.filter((output) => typeof output['policyText'] === 'string');
  const entries = outputs.filter((output) => 'associatedAccessPolicies' in output);
  return {
    versions: all('clusterVersions'),
    eks: {
      addons: named('addon', 'addonName'),
      nodegroups: named('nodegroup', 'nodegroupName'),
      insights: all('insights'),
      accessEntries: Object.fromEntries(
        entries.map((entry) => [entry['principalArn'], entry['associatedAccessPolicies']]),
      ) as Record<string, Json[]>,
    },
    account: {
      logGroups: all('logGroups'),
      subscriptionFilters: all('subscriptionFilters'),
      subnets: all('Subnets'),
      securityGroups: all('SecurityGroups'),
      detectors: detectorId === undefined ? {} : { [detectorId]: lowerFirst(detector) as Json },
      repositories: all('repositories'),
      scanningConfiguration: all('scanningConfiguration')[0] ?? {},
      repositoryPolicies: Object.fromEntries(
        policies.map((policy) => [policy['repositoryName'], policy['policyText']]),
      ) as Record<string, string>,
    },
    description: all('cluster')[0] ?? {},
  };
}

/** What a snapshot has of AWS. */
async function awsPartsOf(reader: ClusterReader, place: readonly [string, string, string]) {
  const [region, account, name] = place;
  const collected = await collect(reader, () => new Date(0), { account, region, name });
  const snapshot = normalize(collected);
  return {
    gaps: snapshot.gaps.filter(({ read }) => read.includes(':')),
    eksCluster: snapshot.eksCluster,
    vpcCniAddon: snapshot.vpcCniAddon,
    accessEntries: snapshot.accessEntries,
    eksVersions: snapshot.eksVersions,
    addons: snapshot.addons,
    nodegroups: snapshot.nodegroups,
    insights: snapshot.insights,
    logGroups: snapshot.logGroups,
    subscriptionFilters: snapshot.subscriptionFilters,
    subnets: snapshot.subnets,
    securityGroups: snapshot.securityGroups,
    detectors: snapshot.detectors,
    ecrRepositories: snapshot.ecrRepositories,
    ecrScanning: snapshot.ecrScanning,
    ecrRepositoryPolicies: snapshot.ecrRepositoryPolicies,
  };
}

test.each(['ledger', 'shop', 'legacy'])(
  '%s is the same read from AWS as from outputs of the command line',
  async (name) => {
    const manifests = await readManifests([join(examples, name)]);
    const { description, eks, ...rest } = accountOf(outputsOf(name));
    const [, , , region = '', account = ''] = String(description['arn']).split(':');
    const place = [region, account, name] as const;
    const kube = { objects: manifests.objects.map(({ raw }) => raw as KubeObject) };
    const world = await eksWorld({ kube, description, eks: { ...eks, name }, ...rest });
    const live = await world.clusters.open({ account, region, name });
    closeLater(live);
    const written = manifestClusters(manifests, { namespace: 'default' });
    const described = await awsPartsOf(await written.open({ account, region, name }), place);
    expect(described.gaps).toEqual([]);
    expect(described.nodegroups.length).toBeGreaterThan(0);
    expect(described.ecrRepositories.length).toBeGreaterThan(0);
    expect(await awsPartsOf(live, place)).toEqual(described);
  },
);
