import * as z from 'zod';
import { type KubernetesRead, kubernetesReads } from '../../model/reads.ts';
import { groupOf, type ManifestObject } from './manifest-objects.ts';

/** Groups that served a kind before it moved to where it is now: an old manifest still means it. */
const formerGroups: Readonly<Record<string, readonly string[]>> = {
  apps: ['extensions'],
  'networking.k8s.io': ['extensions'],
  // Calico takes policies under this group and stores them under the other.
  'crd.projectcalico.org': ['projectcalico.org'],
};

/** Whether an object is of the kind of a read, at whatever version. */
export function isOfKind({ apiVersion, kind }: ManifestObject, read: KubernetesRead): boolean {
  if (kind !== read.kind) return false;
  const group = groupOf(apiVersion);
  return group === read.apiGroup || (formerGroups[read.apiGroup] ?? []).includes(group);
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
