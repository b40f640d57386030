import * as z from 'zod';
import type { KubernetesRead } from '../../model/reads.ts';
import { ReadFailure } from '../../model/world.ts';
import type { KubeAccess } from './kube-access.ts';
import { answerKind } from './kube-answer.ts';
import { kubeGet, refusal } from './kube-get.ts';

/**
 * Tells why a kind that is not built in answered 404: not installed, or served at another version
 * only, which would look the same. Each group is asked once.
 */
export function kubeDiscovery(
  access: KubeAccess,
): (read: KubernetesRead, notServed: ReadFailure) => Promise<ReadFailure> {
  const groups = new Map<string, Promise<GroupDiscovery>>();
  return async (read, notServed) => {
    const { apiGroup, resource } = read;
    const discovery = groups.get(apiGroup) ?? discoverGroup(access, apiGroup);
    groups.set(apiGroup, discovery);
    try {
      return verdict(await discovery, read) ?? notServed;
    } catch (error) {
      if (!(error instanceof ReadFailure)) throw error;
      const question = `whether ${resource} of ${apiGroup} is served at another version`;
      const detail = `${question} could not be asked: ${error.message}`;
      return new ReadFailure(error.reason, detail, { cause: error });
    }
  };
}

type Version = { readonly groupVersion: string; readonly resources: ReadonlySet<string> };

type GroupDiscovery = {
  /** None where the group is not installed. */
  readonly versions: readonly Version[];
  /** How many the group has, of which no more than a bound are looked at. */
  readonly total: number;
};

function verdict(
  { versions, total }: GroupDiscovery,
  { apiGroup, version, resource }: KubernetesRead,
): ReadFailure | undefined {
  const serving = versions
    .filter(({ resources }) => resources.has(resource))
    .map(({ groupVersion }) => groupVersion);
  const ours = `${apiGroup}/${version}`;
  if (serving.includes(ours)) {
    const detail = `${ours} lists ${resource}, and yet its list answered 404`;
    return new ReadFailure('unreadable', detail);
  }
  if (serving.length > 0) {
    const where = serving.join(' and ');
    const detail = `served only as ${where}, which this version of Ringfence does not read`;
    return new ReadFailure('unreadable', detail);
  }
  if (total === versions.length) return undefined;
  const detail = `${apiGroup} has ${total} versions, of which only ${versionsMax} were looked at`;
  return new ReadFailure('unreadable', detail);
}

async function discoverGroup(access: KubeAccess, apiGroup: string): Promise<GroupDiscovery> {
  const path = `/apis/${apiGroup}`;
  const response = await kubeGet(access, { path, accept });
  if (response.status === 404) return { versions: [], total: 0 };
  if (response.status !== 200) throw refusal(response);
  const group = answerKind(response, groupSchema, 'APIGroup');
  const versions: Version[] = [];
  for (const { groupVersion } of group.versions.slice(0, versionsMax)) {
    versions.push({ groupVersion, resources: await resourcesOf(access, groupVersion) });
  }
  return { versions, total: group.versions.length };
}

async function resourcesOf(access: KubeAccess, groupVersion: string): Promise<ReadonlySet<string>> {
  const response = await kubeGet(access, { path: `/apis/${groupVersion}`, accept });
  if (response.status === 404) {
    // A version that its own group names is there: its absence here says nothing about the kind.
    throw new ReadFailure('unreadable', `${groupVersion} is listed by its group and answers 404`);
  }
  if (response.status !== 200) throw refusal(response);
  const { resources } = answerKind(response, resourcesSchema, 'APIResourceList');
  return new Set(resources.map(({ name }) => name));
}

const groupSchema = z.object({
  kind: z.literal('APIGroup'),
  versions: z.array(z.object({ groupVersion: z.string() })),
});

const resourcesSchema = z.object({
  kind: z.literal('APIResourceList'),
  resources: z.array(z.object({ name: z.string() })),
});

const accept = 'application/json';
const versionsMax = 10;
