import * as z from 'zod';
import type { AwsReadId, KubernetesRead } from '../../model/reads.ts';
import {
  type ClusterReader,
  type Clusters,
  type ListRecord,
  type PageSink,
  ReadFailure,
} from '../../model/world.ts';
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
    readAws: async (id) => awsAnswersTo(id, manifests.awsAnswers),
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

const describedAddon = z.looseObject({ addon: z.looseObject({ addonName: z.string() }) });
const listedAddons = z.looseObject({ addons: z.array(z.string()) });
const listedEntries = z.looseObject({ accessEntries: z.array(z.string()) });
const associated = z.looseObject({
  principalArn: z.string(),
  associatedAccessPolicies: z.array(z.unknown()),
});

type Answers = Manifests['awsAnswers'];

function awsAnswersTo(id: AwsReadId, answers: Answers): readonly unknown[] {
  switch (id) {
    case 'eks:DescribeCluster':
      return required(
        answers.flatMap(({ cluster }) => (cluster === undefined ? [] : [cluster])),
        'aws eks describe-cluster',
      );
    case 'eks:DescribeAddon':
      return vpcCniAddon(answers);
    case 'eks:ListAccessEntries':
      return principals(answers);
    case 'eks:ListAssociatedAccessPolicies':
      return associations(answers);
  }
}

function vpcCniAddon(answers: Answers): readonly unknown[] {
  const described = parsedBy(describedAddon, answers)
    .map(({ addon }) => addon)
    .filter(({ addonName }) => addonName === 'vpc-cni');
  const isListedWithout = parsedBy(listedAddons, answers).some(
    ({ addons }) => !addons.includes('vpc-cni'),
  );
  return isListedWithout && described.length === 0
    ? []
    : required(described, 'aws eks describe-addon --addon-name vpc-cni');
}

function principals(answers: Answers): readonly string[] {
  const lists = parsedBy(listedEntries, answers);
  return required(lists, 'aws eks list-access-entries').flatMap(
    ({ accessEntries }) => accessEntries,
  );
}

function associations(answers: Answers): readonly unknown[] {
  const given = parsedBy(associated, answers);
  const answered = new Set(given.map(({ principalArn }) => principalArn));
  const missing = principals(answers).find((principal) => !answered.has(principal));
  if (missing === undefined) return given;
  throw notCollected(`aws eks list-associated-access-policies --principal-arn ${missing}`);
}

function parsedBy<Shape extends z.ZodType>(shape: Shape, answers: Answers): z.output<Shape>[] {
  return answers.flatMap((answer) => {
    const parsed = shape.safeParse(answer);
    return parsed.success ? [parsed.data] : [];
  });
}

function required<Answer>(answers: readonly Answer[], command: string): readonly Answer[] {
  if (answers.length === 0) throw notCollected(command);
  return answers;
}

function notCollected(command: string): ReadFailure {
  return new ReadFailure('notCollected', `no output of "${command}" stands beside the manifests`);
}
