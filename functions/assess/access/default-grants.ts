import type { Role } from '../../model/snapshot.ts';
import type { Subject } from '../../model/verdict.ts';

type Granted = { readonly subject: Subject; readonly role: Pick<Role, 'name' | 'labels'> };

export const clusterAdmin = 'cluster-admin';

/** Groups that hold everybody, or every pod: what is bound to them is nobody's default. */
const openGroups = ['system:authenticated', 'system:unauthenticated', 'system:serviceaccounts'];
const openGroupPrefix = 'system:serviceaccounts:';
const anonymousUser = 'system:anonymous';

/** Roles for people: Kubernetes brings them and binds them to nobody but system:masters. */
const rolesForPeople = [clusterAdmin, 'admin', 'edit'];

/** Whether Kubernetes or EKS made this grant for its own components. */
export function isDefaultGrant({ subject, role }: Granted): boolean {
  const { kind, namespace, name } = subject;
  if (kind === 'ServiceAccount') return namespace === 'kube-system' && isSystemRole(role);
  if (name.startsWith('eks:')) return true;
  if (!name.startsWith('system:') || isOpen(name)) return false;
  // system:masters may do everything without any binding; nobody else has cluster-admin by default.
  return name === 'system:masters' || role.name !== clusterAdmin;
}

function isOpen(name: string): boolean {
  return openGroups.includes(name) || name.startsWith(openGroupPrefix) || name === anonymousUser;
}

function isSystemRole({ name, labels }: Granted['role']): boolean {
  if (name.startsWith('system:') || name.startsWith('eks:')) return true;
  const isBootstrapped = labels['kubernetes.io/bootstrapping'] === 'rbac-defaults';
  return isBootstrapped && !rolesForPeople.includes(name);
}
