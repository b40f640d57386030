import * as z from 'zod';
import { type KubernetesRead, kubernetesReads } from '../../model/reads.ts';
import { groupOf, type ManifestObject } from './manifest-objects.ts';

/** Groups that served a kind before it moved to where it is now: an old manifest still means it. */
const formerGroups: Readonly<Record<string, readonly string[]>> = {
  apps: ['extensions'],
  'networking.k8s.io': ['extensions'],
};

/** Whether an object is of the kind of a read, at whatever version. */
export function isOfKind({ apiVersion, kind }: ManifestObject, read: KubernetesRead): boolean {
  if (kind !== read.kind) return false;
  const { apiGroup, alsoIn = [] } = read;
  const groups = [apiGroup, ...alsoIn.map(groupOf), ...(formerGroups[apiGroup] ?? [])];
  return groups.includes(groupOf(apiVersion));
}

/** Whether an object is in an API version that is read, rather than in a former or a later one. */
export function isInReadVersion({ apiVersion }: ManifestObject, read: KubernetesRead): boolean {
  return apiVersion === apiVersionOf(read) || (read.alsoIn ?? []).includes(apiVersion);
}

export function apiVersionOf({ apiGroup, version }: KubernetesRead): string {
  return apiGroup === '' ? version : `${apiGroup}/${version}`;
}

/** Why an object may be one that a read looks for, although nothing says so for certain. */
export function strayText(object: ManifestObject, read: KubernetesRead): string | undefined {
  const { apiVersion, kind, place } = object;
  if (kind === read.kind && read.isBuiltIn && isMistaken(object)) {
    return `${place} is a ${kind} in ${apiVersion}, which is no group of that kind`;
  }
  if (read.id === 'pods' && hasUnreadTemplate(object)) {
    return `${place} is a ${kind}, and the pods of such are not read from manifests`;
  }
  return undefined;
}

/** A cluster mirrors Endpoints that somebody wrote as EndpointSlices; manifests alone do not. */
export function unmirroredText(
  { apiVersion, kind, place }: ManifestObject,
  { id }: KubernetesRead,
): string | undefined {
  const isEndpoints = id === 'endpointslices' && kind === 'Endpoints' && apiVersion === 'v1';
  return isEndpoints
    ? `${place} is an Endpoints, of which only EndpointSlices are read`
    : undefined;
}

const kubernetesGroup = /^[^.]*$|\.k8s\.io$/;

/** Other groups may have kinds of the same name; those of Kubernetes itself are known. */
function isMistaken(object: ManifestObject): boolean {
  const isKnown = kubernetesReads.some((read) => isOfKind(object, read));
  return !isKnown && kubernetesGroup.test(groupOf(object.apiVersion));
}

const withTemplate = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({ spec: z.looseObject({ containers: z.array(z.unknown()) }) }),
  }),
});

function hasUnreadTemplate(object: ManifestObject): boolean {
  const isRead = kubernetesReads.some(({ kind }) => kind === object.kind);
  return !isRead && withTemplate.safeParse(object.raw).success;
}
