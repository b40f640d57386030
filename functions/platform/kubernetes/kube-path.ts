import type { KubernetesRead } from '../../model/reads.ts';

/** The path of a kind over all namespaces, or of the one object that is read. */
export function kubePath({ apiGroup, version, resource, object }: KubernetesRead): string {
  const root = apiGroup === '' ? `/api/${version}` : `/apis/${apiGroup}/${version}`;
  if (object === undefined) return `${root}/${resource}`;
  return `${root}/namespaces/${object.namespace}/${resource}/${object.name}`;
}
