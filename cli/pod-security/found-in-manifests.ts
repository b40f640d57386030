import * as z from 'zod';
import type { StandardsPod } from '../../functions/assess/pods/standards/standards.ts';
import {
  groupOf,
  type ManifestObject,
  type Manifests,
} from '../../functions/platform/manifests/manifest-objects.ts';
import { securityAnnotations } from '../../functions/snapshot/projections/metadata.ts';
import { podSpecOf } from '../../functions/snapshot/projections/pod-spec.ts';
import { rawPodSpec } from '../../functions/snapshot/projections/raw-pod-spec.ts';
import type { FoundPod } from './security-row.ts';

type PodKind = {
  readonly group: string;
  /** Where its pod stands: `spec.template` holds `metadata` and `spec`. */
  readonly template: readonly string[];
};

const inSpec: readonly string[] = ['spec', 'template'];

/** The kinds that Pod Security Admission looks at (admission.go), at any version of their group. */
const podKinds: ReadonlyMap<string, PodKind> = new Map([
  ['Pod', { group: '', template: [] }],
  ['PodTemplate', { group: '', template: ['template'] }],
  ['ReplicationController', { group: '', template: inSpec }],
  ['ReplicaSet', { group: 'apps', template: inSpec }],
  ['Deployment', { group: 'apps', template: inSpec }],
  ['StatefulSet', { group: 'apps', template: inSpec }],
  ['DaemonSet', { group: 'apps', template: inSpec }],
  ['Job', { group: 'batch', template: inSpec }],
  ['CronJob', { group: 'batch', template: ['spec', 'jobTemplate', 'spec', 'template'] }],
]);

/** The group that workloads were in before `apps`. */
const formerGroup = 'extensions';

export type FoundInManifests = {
  readonly pods: readonly FoundPod[];
  /** What was passed over or is odd, one line each. */
  readonly warnings: readonly string[];
  /** Whether pods may stand in what could not be read at all. */
  readonly isPartial: boolean;
};

/** Every pod and pod template of manifests in the order read; nothing counts only once. */
export function foundInManifests(
  { objects, faults, warnings }: Manifests,
  namespace: string,
): FoundInManifests {
  const pods = objects.flatMap((object): readonly (FoundPod & Placed)[] => {
    const found = foundPod(object, namespace);
    return found === undefined ? [] : [{ ...found, place: object.place }];
  });
  const unread = pods.flatMap((pod) =>
    'unreadable' in pod
      ? [`${pod.place} is no ${pod.kind} that can be read: ${pod.unreadable}`]
      : [],
  );
  return {
    pods,
    warnings: [
      ...faults.map(({ text }) => text),
      ...unread,
      ...objects.flatMap(customTemplate),
      ...warnings,
    ],
    isPartial: faults.some(
      ({ kinds }) => kinds.length === 0 || kinds.some((kind) => podKinds.has(kind)),
    ),
  };
}

type Placed = { readonly place: string };

const named = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string().nullish() }),
});

function foundPod(
  { apiVersion, kind, raw, place }: ManifestObject,
  fallback: string,
): FoundPod | undefined {
  const podKind = podKinds.get(kind);
  if (podKind === undefined || !isOfKubernetes(apiVersion)) return undefined;
  const { metadata } = named.parse(raw);
  const identity = {
    file: place.replace(/:\d+$/, ''),
    kind,
    namespace: metadata.namespace || fallback,
    name: metadata.name,
  };
  if (!isInGroup(apiVersion, podKind)) {
    return { ...identity, unreadable: `${apiVersion} is no group of that kind` };
  }
  return { ...identity, ...templateIn(raw, podKind.template) };
}

/** Other groups may have kinds of the same name. */
function isOfKubernetes(apiVersion: string): boolean {
  return /^[^.]*$|\.k8s\.io$/.test(groupOf(apiVersion));
}

function isInGroup(apiVersion: string, { group }: PodKind): boolean {
  const given = groupOf(apiVersion);
  return given === group || (group === 'apps' && given === formerGroup);
}

const annotations = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((given): unknown => withoutNulls(given ?? {}))
  .pipe(securityAnnotations);

const podTemplate = z.object({
  metadata: z.object({ annotations }).nullish(),
  spec: rawPodSpec,
});

/** Kubernetes reads null as an empty text. */
function withoutNulls(given: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value ?? '']));
}

type Template = { readonly pod: StandardsPod } | { readonly unreadable: string };

function templateIn(raw: ManifestObject['raw'], path: readonly string[]): Template {
  const parsed = podTemplate.safeParse(partAt(raw, path));
  if (!parsed.success) return { unreadable: fault(parsed.error, path) };
  const { metadata, spec } = parsed.data;
  // The API server refuses a pod without containers, of which nearly every check would hold.
  if (!spec.containers?.length) {
    return { unreadable: `${[...path, 'spec', 'containers'].join('.')}: expected a container` };
  }
  return { pod: { annotations: metadata?.annotations ?? {}, spec: podSpecOf(spec) } };
}

const map = z.record(z.string(), z.unknown());

function partAt(whole: unknown, path: readonly string[]): unknown {
  return path.reduce((part, key) => map.safeParse(part).data?.[key], whole);
}

/** Names the field and never the value, which could be a secret in the wrong place. */
function fault({ issues: [issue] }: z.ZodError, path: readonly string[]): string {
  const field = [...path, ...(issue?.path ?? [])].map(String).join('.');
  return `${field}: ${expectation(issue)}`;
}

function expectation(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_type') return `expected ${issue.expected}`;
  return issue?.code === 'custom' ? issue.message : (issue?.code ?? 'invalid');
}

const withTemplate = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({ spec: z.looseObject({ containers: z.array(z.unknown()) }) }),
  }),
});

function customTemplate({ apiVersion, kind, raw, place }: ManifestObject): readonly string[] {
  const isJudged = podKinds.has(kind) && isOfKubernetes(apiVersion);
  if (isJudged || !withTemplate.safeParse(raw).success) return [];
  return [`${place} is a ${kind}, of which Kubernetes judges the pods and not the template`];
}
