import { type Answer, json, type Kind } from './answers.ts';

/** Requests that every authenticated user may make: the ClusterRole system:discovery has them. */
export const isDiscovery = (path: string): boolean => /^\/apis\/[^/]+(\/[^/]+)?$/.test(path);

/** What is served under a group, or under one of its versions; undefined for any other path. */
export function discoveryAnswer(
  kinds: ReadonlyMap<string, Kind>,
  path: string,
): Answer | undefined {
  if (!isDiscovery(path)) return undefined;
  const [, , group, version] = path.split('/');
  const served = [...kinds].filter(([list]) => list.startsWith(`${path}/`));
  if (group === undefined || served.length === 0) return undefined;
  return version === undefined
    ? groupOf(group, served)
    : resourcesOf(`${group}/${version}`, served);
}

type Served = readonly (readonly [list: string, kind: Kind])[];

function groupOf(name: string, served: Served): Answer {
  const versions = [...new Set(served.map(([, { apiVersion }]) => apiVersion))].map(
    (groupVersion) => ({ groupVersion, version: groupVersion.split('/')[1] }),
  );
  return json(200, {
    kind: 'APIGroup',
    apiVersion: 'v1',
    name,
    versions,
    preferredVersion: versions[0],
  });
}

function resourcesOf(groupVersion: string, served: Served): Answer {
  const resources = served.map(([list, { kind, objects }]) => ({
    name: list.slice(list.lastIndexOf('/') + 1),
    singularName: kind.toLowerCase(),
    namespaced: objects.some(({ metadata }) => metadata.namespace !== undefined),
    kind,
    verbs: ['get', 'list'],
  }));
  return json(200, { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources });
}
