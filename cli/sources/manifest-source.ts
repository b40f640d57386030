import { basename, resolve } from 'node:path';
import * as z from 'zod';
import { type ClusterRef, clusterId } from '../../functions/model/cluster.ts';
import { manifestClusters } from '../../functions/platform/manifests/manifest-clusters.ts';
import {
  type Manifests,
  readManifests,
} from '../../functions/platform/manifests/manifest-objects.ts';
import { clusterRefNamed } from '../cluster-naming.ts';
import { fleetOf, type Naming, type ScanSource } from './scan-source.ts';

type ManifestQuestion = Naming & { readonly namespace: string };

/** Manifests as one cluster, named after its described ARN or after its folder. */
export async function manifestSource(
  paths: readonly string[],
  { clusterName, namespace }: ManifestQuestion,
): Promise<ScanSource> {
  const manifests = await readManifests(paths, namespace);
  const arn = describedArn(manifests);
  const cluster = clusterRefNamed(arn ?? basename(resolve(paths[0] ?? '.')), clusterName);
  return {
    fleet: fleetOf(cluster),
    clusters: manifestClusters(manifests, { namespace }),
    warnings: [...manifests.faults.map(({ text }) => text), ...manifests.warnings],
    ...(arn === undefined && clusterName === undefined && { filing: namedAfterFolder(cluster) }),
  };
}

/** Another folder of the same name would go on with its history. */
function namedAfterFolder(cluster: ClusterRef): string {
  return `filed as ${clusterId(cluster)} after the folder; --cluster-name gives it a name of its own`;
}

const described = z.looseObject({ cluster: z.looseObject({ arn: z.string() }) });

function describedArn({ awsAnswers }: Manifests): string | undefined {
  const [arn] = awsAnswers.flatMap((answer) => {
    const parsed = described.safeParse(answer);
    return parsed.success ? [parsed.data.cluster.arn] : [];
  });
  return arn;
}
