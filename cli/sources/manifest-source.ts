import { basename, resolve } from 'node:path';
import * as z from 'zod';
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
  const manifests = await readManifests(paths);
  const described = describedArn(manifests) ?? basename(resolve(paths[0] ?? '.'));
  return {
    fleet: fleetOf(clusterRefNamed(described, clusterName)),
    clusters: manifestClusters(manifests, { namespace }),
    warnings: [...manifests.faults.map(({ text }) => text), ...manifests.warnings],
  };
}

const described = z.looseObject({ cluster: z.looseObject({ arn: z.string() }) });

function describedArn({ awsAnswers }: Manifests): string | undefined {
  const [arn] = awsAnswers.flatMap((answer) => {
    const parsed = described.safeParse(answer);
    return parsed.success ? [parsed.data.cluster.arn] : [];
  });
  return arn;
}
