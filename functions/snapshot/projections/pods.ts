import * as z from 'zod';
import { jsonObject, listOf, maybe } from '../../model/kube-schema.ts';
import type { PodSpec } from '../../model/pod-spec.ts';
import type { Pod } from '../../model/snapshot.ts';
import { isJsonMap, isSameExcept, isSameJson, isSameList, type JsonMap } from '../same-json.ts';
import type { ShareSpec } from '../shared-specs.ts';
import {
  controllerOf,
  type OwnerReference,
  objectMetadata,
  securityAnnotations,
} from './metadata.ts';
import { isSameName, podSpecOf } from './pod-spec.ts';
import { rawPodSpec } from './raw-pod-spec.ts';

/** A pod as listed, before its owner chain is followed to the top. */
export type ListedPod = Omit<Pod, 'owner' | 'isRepresentative'> & {
  readonly controller: OwnerReference | undefined;
};

const rawPod = z.object({
  metadata: objectMetadata.extend({ annotations: securityAnnotations }),
  spec: jsonObject,
  status: maybe(
    z.object({
      phase: maybe(z.string()),
      podIP: maybe(z.string()),
      podIPs: listOf(z.object({ ip: z.string() })),
    }),
  ),
});

/** The API server fills in both; manifests by hand often give the one that came first. */
function addressesIn(status: z.output<typeof rawPod>['status']): string[] {
  const all = status?.podIPs.map(({ ip }) => ip) ?? [];
  return all.length === 0 && status?.podIP !== undefined ? [status.podIP] : all;
}

const rawSpecs = z.object({ spec: rawPodSpec });

/** Projects the pods of one page; `share` gives one object for the equal specs of an owner. */
export function podsOfPage(share: ShareSpec): (item: unknown) => ListedPod {
  const specOf = specsOfPage(share);
  return (item) => {
    const { metadata, spec, status } = rawPod.parse(item);
    const { nodeName } = spec;
    const namespace = metadata.namespace ?? 'default';
    const controller = controllerOf(metadata.ownerReferences);
    return {
      namespace,
      name: metadata.name,
      labels: metadata.labels,
      annotations: metadata.annotations,
      controller,
      phase: status?.phase,
      nodeName: typeof nodeName === 'string' ? nodeName : undefined,
      podIPs: addressesIn(status),
      spec: specOf(spec, controller && `${namespace}/${controller.kind}/${controller.name}`),
    };
  };
}

type RawSpec = JsonMap;

type LastSpec = { readonly ownerKey: string; readonly raw: RawSpec; readonly kept: PodSpec };

/**
 * Lists come in order of names, so a replica follows its like, and need not be taken apart again
 * where it is the same. The raw spec it is compared with goes when the page goes.
 */
function specsOfPage(share: ShareSpec): (raw: RawSpec, ownerKey: string | undefined) => PodSpec {
  let last: LastSpec | undefined;
  return (raw, ownerKey) => {
    if (ownerKey === undefined) return podSpecOf(rawSpecs.parse({ spec: raw }).spec);
    if (last?.ownerKey === ownerKey && isSameWhereKept(raw, last.raw)) return last.kept;
    const kept = share(ownerKey, podSpecOf(rawSpecs.parse({ spec: raw }).spec));
    last = { ownerKey, raw, kept };
    return kept;
  };
}

const containerLists = ['initContainers', 'containers', 'ephemeralContainers'];
const otherKeys = Object.keys(rawPodSpec.shape).filter(
  (key) => key !== 'volumes' && !containerLists.includes(key),
);

function isSameWhereKept(a: RawSpec, b: RawSpec): boolean {
  return (
    otherKeys.every((key) => isSameJson(a[key], b[key])) &&
    isSameListOrNone(a['volumes'], b['volumes'], isSameButForName) &&
    containerLists.every((key) => isSameListOrNone(a[key], b[key], isSameContainer))
  );
}

type IsSame = (a: unknown, b: unknown) => boolean;

function isSameListOrNone(a: unknown, b: unknown, isSame: IsSame): boolean {
  return Array.isArray(a) ? isSameList(a, b, isSame) : isSameJson(a, b);
}

/** Only volumes and their mounts have names that are made anew for each pod. */
function isSameButForName(a: unknown, b: unknown): boolean {
  if (!isJsonMap(a) || !isJsonMap(b)) return false;
  return isSameName(a['name'], b['name']) && isSameExcept('name', a, b);
}

function isSameContainer(a: unknown, b: unknown): boolean {
  if (!isJsonMap(a) || !isJsonMap(b)) return false;
  return (
    isSameExcept('volumeMounts', a, b) &&
    isSameListOrNone(a['volumeMounts'], b['volumeMounts'], isSameButForName)
  );
}
