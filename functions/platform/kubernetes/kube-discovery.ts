import * as z from 'zod';
import type { KubernetesRead } from '../../model/reads.ts';
import { ReadFailure } from '../../model/world.ts';
import type { KubeAccess } from './kube-access.ts';
import { answerKind } from './kube-answer.ts';
import { kubeGet, refusal } from './kube-get.ts';

/**
 * Finds a kind that is not built in and answered 404 at another version with the same fields. Throws
 * why it cannot be read: `notServed` where it is not installed, and something else where it may be,
 * which would look the same. Each group is asked once.
 */
export function kubeDiscovery(
  access: KubeAccess,
): (read: KubernetesRead, notServed: ReadFailure) => Promise<KubernetesRead> {
  const groups = new Map<string, Promise<GroupDiscovery>>();
  return async (read, notServed) => {
    const discoveries: GroupDiscovery[] = [];
    for (const apiGroup of groupsOf(read)) {
      const discovery = groups.get(apiGroup) ?? discoverGroup(access, apiGroup);
      groups.set(apiGroup, discovery);
      discoveries.push(await answered(discovery, apiGroup, read));
    }
    const place = placeOf(discoveries, read);
    if (place === undefined) throw notServed;
    return place;
  };
}

/** The failure of a read at a version that discovery lists. */
export function listedInVain({ apiGroup, version, resource }: KubernetesRead): ReadFailure {
  const detail = `${apiGroup}/${version} lists ${resource}, and yet its list answered 404`;
  return new ReadFailure('unreadable', detail);
}

/** Its own group first. A kind that is served by another group alone is there all the same. */
function groupsOf({ apiGroup, alsoIn = [] }: KubernetesRead): ReadonlySet<string> {
  return new Set([apiGroup, ...alsoIn.map((apiVersion) => apiVersion.split('/')[0] ?? '')]);
}

async function answered(
  discovery: Promise<GroupDiscovery>,
  apiGroup: string,
  { resource }: KubernetesRead,
): Promise<GroupDiscovery> {
  try {
    return await discovery;
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error;
    const question = `whether ${resource} of ${apiGroup} is served at another version`;
    const detail = `${question} could not be asked: ${error.message}`;
    throw new ReadFailure(error.reason, detail, { cause: error });
  }
}

type Version = { readonly groupVersion: string; readonly resources: ReadonlySet<string> };

type GroupDiscovery = {
  readonly apiGroup: string;
  /** None where the group is not installed. */
  readonly versions: readonly Version[];
  /** How many the group has, of which no more than a bound are looked at. */
  readonly total: number;
};

/** Undefined where the kind is not served at all. */
function placeOf(
  discoveries: readonly GroupDiscovery[],
  read: KubernetesRead,
): KubernetesRead | undefined {
  const { apiGroup, version, resource, alsoIn = [] } = read;
  const serving = discoveries
    .flatMap(({ versions }) => versions)
    .filter(({ resources }) => resources.has(resource))
    .map(({ groupVersion }) => groupVersion);
  if (serving.includes(`${apiGroup}/${version}`)) throw listedInVain(read);
  const same = alsoIn.find((each) => each.startsWith(`${apiGroup}/`) && serving.includes(each));
  if (same !== undefined) return { ...read, version: same.slice(apiGroup.length + 1) };
  if (serving.length > 0) {
    const where = serving.join(' and ');
    const detail = `served only as ${where}, which this version of Ringfence does not read`;
    throw new ReadFailure('unreadable', detail);
  }
  const cut = discoveries.find(({ versions, total }) => total > versions.length);
  if (cut === undefined) return undefined;
  const looked = `${cut.apiGroup} has ${cut.total} versions, of which only ${versionsMax}`;
  throw new ReadFailure('unreadable', `${looked} were looked at`);
}

async function discoverGroup(access: KubeAccess, apiGroup: string): Promise<GroupDiscovery> {
  const path = `/apis/${apiGroup}`;
  const response = await kubeGet(access, { path, accept });
  if (response.status === 404) return { apiGroup, versions: [], total: 0 };
  if (response.status !== 200) throw refusal(response);
  const group = answerKind(response, groupSchema, 'APIGroup');
  const versions: Version[] = [];
  for (const { groupVersion } of group.versions.slice(0, versionsMax)) {
    versions.push({ groupVersion, resources: await resourcesOf(access, groupVersion) });
  }
  return { apiGroup, versions, total: group.versions.length };
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
