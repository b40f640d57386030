import * as z from 'zod';
import type { KubernetesRead } from '../../model/reads.ts';
import type { ClusterReader, Clusters, ListRecord, PageSink } from '../../model/world.ts';
import { awsAnswersTo } from './manifest-aws-answers.ts';
import type { ManifestObject, Manifests } from './manifest-objects.ts';
import {
  apiVersionOf,
  isInReadVersion,
  isOfKind,
  strayText,
  unmirroredText,
} from './manifest-strays.ts';

type ManifestOptions = {
  /** Where objects without a namespace go. */
  readonly namespace: string;
};

/** Manifests as a cluster: what stands in the files is all there is. */
export function manifestClusters(manifests: Manifests, options: ManifestOptions): Clusters {
  return { open: async () => manifestReader(manifests, options) };
}

function manifestReader(manifests: Manifests, { namespace }: ManifestOptions): ClusterReader {
  return {
    source: 'manifests',
    kubernetesVersion: undefined,
    readKubernetes: async (read, sink) => deliver(read, { ...manifests, namespace }, sink),
    readAws: async (id, asked) => awsAnswersTo(id, manifests.awsAnswers, asked),
    close: async () => {},
  };
}

function deliver(
  read: KubernetesRead,
  { objects, faults, namespace }: Manifests & ManifestOptions,
  sink: PageSink,
): ListRecord {
  const ofKind = objects.filter((object) => isOfKind(object, read));
  const placed = ofKind.map(({ raw, ...rest }) => ({
    ...rest,
    raw: read.isNamespaced === false ? raw : inNamespace(raw, namespace),
  }));
  const wanted = placed.filter(({ raw }) => isWanted(raw, read));
  sink.page(lastOfEach(wanted.filter((object) => isInReadVersion(object, read))));
  const other = wanted.find((object) => !isInReadVersion(object, read));
  const [fault] = faults.filter(({ kinds }) => kinds.length === 0 || kinds.includes(read.kind));
  const [stray] = objects.flatMap((object) => strayText(object, read) ?? []);
  const [unmirrored] = objects.flatMap((object) => unmirroredText(object, read) ?? []);
  const detail =
    fault?.text ??
    (other && notRead(other, read)) ??
    stray ??
    (ofKind.length === 0 ? unmirrored : undefined);
  return detail === undefined
    ? { pages: 1 }
    : { pages: 1, incomplete: { reason: 'unreadable', detail } };
}

function notRead({ kind, apiVersion, place }: ManifestObject, read: KubernetesRead): string {
  return `${place} is a ${kind} in ${apiVersion}, of which only ${apiVersionOf(read)} is read`;
}

/** The same object can stand in two versions of its kind, as an export of all of them has it. */
function lastOfEach(objects: readonly ManifestObject[]): readonly ManifestObject['raw'][] {
  const byName = new Map(
    objects.map(({ raw }) => {
      const { metadata } = metadataOf.parse(raw);
      return [`${metadata.namespace ?? ''}/${metadata.name}`, raw];
    }),
  );
  return [...byName.values()];
}

const metadataOf = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string().nullish() }),
});

function inNamespace(raw: ManifestObject['raw'], fallback: string): ManifestObject['raw'] {
  const { metadata } = metadataOf.parse(raw);
  return { ...raw, metadata: { ...metadata, namespace: metadata.namespace || fallback } };
}

function isWanted(raw: ManifestObject['raw'], { object }: KubernetesRead): boolean {
  if (object === undefined) return true;
  const { metadata } = metadataOf.parse(raw);
  return metadata.name === object.name && metadata.namespace === object.namespace;
}
