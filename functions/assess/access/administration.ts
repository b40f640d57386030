import type { PolicyRule } from '../../model/rbac-objects.ts';
import type { GrantedRole } from './granted-role.ts';

/** What runs in a namespace, with which secrets, and who may decide about it. */
const administered: Readonly<Record<string, readonly string[]>> = {
  '': ['pods', 'pods/exec', 'pods/attach', 'pods/ephemeralcontainers', 'replicationcontrollers'],
  apps: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'],
  batch: ['jobs', 'cronjobs'],
  'rbac.authorization.k8s.io': ['roles', 'rolebindings'],
};

const changes = ['create', 'update', 'patch', 'delete', 'deletecollection', '*'];

/** ClusterRoles of every cluster; manifests need not hold them. */
const administrators: ReadonlySet<string> = new Set(['admin', 'edit']);

/**
 * Whether a role lets its holder change the workloads or the grants of a namespace, or do anything
 * with its Secrets. Rules for named objects do not count: somebody weighed them one by one.
 */
export function administers({ kind, name, rules }: GrantedRole): boolean {
  return (kind === 'ClusterRole' && administrators.has(name)) || rules.some(isAdministrative);
}

function isAdministrative(rule: PolicyRule): boolean {
  const { verbs, resourceNames } = rule;
  if (resourceNames.length > 0) return false;
  if (verbs.length > 0 && covers(rule, '', 'secrets')) return true;
  if (!verbs.some((verb) => changes.includes(verb))) return false;
  return Object.entries(administered).some(([group, resources]) =>
    resources.some((resource) => covers(rule, group, resource)),
  );
}

/** `*` stands for all resources with their subresources, and before a slash for every resource. */
function covers({ apiGroups, resources }: PolicyRule, group: string, resource: string): boolean {
  const [, subresource] = resource.split('/');
  const names = [resource, '*', ...(subresource === undefined ? [] : [`*/${subresource}`])];
  return (
    [group, '*'].some((each) => apiGroups.includes(each)) &&
    names.some((each) => resources.includes(each))
  );
}
