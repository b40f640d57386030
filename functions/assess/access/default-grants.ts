import type { Binding } from '../../model/rbac-objects.ts';
import type { Subject } from '../../model/verdict.ts';
import type { GrantedRole } from './granted-role.ts';
import { allowEverything } from './policy-rule.ts';

type Granted = {
  readonly subject: Subject;
  readonly binding: Pick<Binding, 'kind' | 'name'>;
  readonly role: GrantedRole;
};

/**
 * Whether Kubernetes or EKS makes this grant for its own components: one of a binding, a role and a
 * subject that belong together. Labels tell nothing, and neither does a name alone: anybody can
 * choose them. A default grant without wildcards needs no mention here, because it passes.
 */
export function isDefaultGrant(granted: Granted): boolean {
  return (
    isAdminGrant(granted) || (isOfOneComponent(granted) && !allowEverything(granted.role.rules))
  );
}

/** The two bindings of cluster-admin that come with a cluster: of Kubernetes and of EKS. */
const adminGrants: Readonly<Record<string, Pick<Subject, 'kind' | 'name'>>> = {
  'cluster-admin': { kind: 'Group', name: 'system:masters' },
  'eks:addon-cluster-admin': { kind: 'User', name: 'eks:addon-manager' },
};

function isAdminGrant({ subject, binding, role }: Granted): boolean {
  if (binding.kind !== 'ClusterRoleBinding' || role.name !== 'cluster-admin') return false;
  const holder = Object.hasOwn(adminGrants, binding.name) ? adminGrants[binding.name] : undefined;
  return holder?.kind === subject.kind && holder.name === subject.name;
}

const controlPlaneUsers = ['system:kube-controller-manager', 'system:kube-scheduler'];

/** The controllers of Kubernetes that hold wildcards; every other one is a holder like any. */
const controllersWithWildcards: ReadonlySet<string> = new Set([
  'disruption-controller',
  'generic-garbage-collector',
  'horizontal-pod-autoscaler',
  'namespace-controller',
  'resourcequota-controller',
  'storage-version-migrator-controller',
]);

/** A binding, role and subject of one component; none of them may do everything. */
function isOfOneComponent({ subject, binding, role }: Granted): boolean {
  const { kind, namespace, name } = subject;
  const isOf = (component: string): boolean =>
    binding.kind === 'ClusterRoleBinding' && binding.name === component && role.name === component;
  if (kind === 'ServiceAccount') {
    const isController = namespace === 'kube-system' && controllersWithWildcards.has(name);
    return isController && isOf(`system:controller:${name}`);
  }
  if (kind !== 'User') return false;
  if (controlPlaneUsers.includes(name)) return isOf(name);
  return [binding.name, role.name, name].every((given) => given.startsWith('eks:'));
}
