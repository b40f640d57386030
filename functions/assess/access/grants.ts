import type { Binding, PolicyRule, RbacSubject, Role, Snapshot } from '../../model/snapshot.ts';
import { type Evidence, type Subject, subjectText } from '../../model/verdict.ts';
import { clusterAdmin, isDefaultGrant } from './default-grants.ts';

/** What one binding gives to one subject. */
export type Grant = {
  readonly subject: Subject;
  readonly binding: Binding;
  readonly role: Pick<Role, 'kind' | 'name' | 'labels' | 'rules'>;
  /** A ClusterRoleBinding holds everywhere, a RoleBinding in its namespace. */
  readonly isClusterWide: boolean;
};

/** A user, group or service account with all that bindings give it. */
export type GrantHolder = { readonly subject: Subject; readonly grants: readonly Grant[] };

/** Everybody who holds a grant, except the grants that Kubernetes and EKS make for themselves. */
export function grantHolders(snapshot: Snapshot): readonly GrantHolder[] {
  const roles = new Map(snapshot.roles.map((role) => [roleKey(role), role]));
  const grants = snapshot.bindings
    .flatMap((binding) => grantsOf(binding, roles))
    .filter((grant) => !isDefaultGrant(grant));
  const bySubject = Map.groupBy(grants, ({ subject }) => subjectText(subject));
  return [...bySubject.values()].flatMap((held) => {
    const [first] = held;
    return first === undefined ? [] : [{ subject: first.subject, grants: held }];
  });
}

/** One path for all grants of a subject: splitting a binding in two makes no second problem. */
export function grantEvidence({ binding, role }: Grant): Evidence {
  const bindingText = subjectText(binding);
  return { path: 'grants', value: `${bindingText} -> ${role.kind} ${role.name}` };
}

/** A rule that allows something: an empty list of verbs, groups or resources allows nothing. */
export function isResourceRule({ verbs, apiGroups, resources }: PolicyRule): boolean {
  return verbs.length > 0 && apiGroups.length > 0 && resources.length > 0;
}

function grantsOf(binding: Binding, roles: ReadonlyMap<string, Role>): readonly Grant[] {
  const role = roleOf(binding, roles);
  if (role === undefined) return [];
  const isClusterWide = binding.kind === 'ClusterRoleBinding';
  return binding.subjects.flatMap((given) => {
    const subject = subjectOf(given, binding);
    return subject === undefined ? [] : [{ subject, binding, role, isClusterWide }];
  });
}

/**
 * The role that a binding refers to; one that does not exist grants nothing. The API server restores
 * cluster-admin at every start, so that one counts in full even where it was not given.
 */
function roleOf(binding: Binding, roles: ReadonlyMap<string, Role>): Grant['role'] | undefined {
  const { kind, name } = binding.roleRef;
  if (kind === 'ClusterRole' && name === clusterAdmin) return everything;
  if (kind === 'ClusterRole') return roles.get(roleKey({ kind, name }));
  if (binding.kind === 'ClusterRoleBinding') return undefined;
  return roles.get(roleKey({ kind, name, namespace: binding.namespace }));
}

const everything: Grant['role'] = {
  kind: 'ClusterRole',
  name: clusterAdmin,
  labels: {},
  rules: [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
  ],
};

const serviceAccountPrefix = 'system:serviceaccount:';

/** Who a binding names; undefined where it names nobody that can exist. */
function subjectOf(given: RbacSubject, binding: Binding): Subject | undefined {
  const { kind, name } = given;
  if (kind === 'ServiceAccount') {
    // Without a namespace it is the binding's own, and a ClusterRoleBinding has none.
    const namespace = given.namespace ?? binding.namespace;
    return namespace === undefined ? undefined : { kind, namespace, name };
  }
  if (kind === 'User') return serviceAccountOf(name) ?? { kind, name };
  return kind === 'Group' ? { kind, name } : undefined;
}

/** The API server knows a service account by a user name as well. */
function serviceAccountOf(userName: string): Subject | undefined {
  if (!userName.startsWith(serviceAccountPrefix)) return undefined;
  const [namespace, name, ...rest] = userName.slice(serviceAccountPrefix.length).split(':');
  if (namespace === undefined || name === undefined || rest.length > 0) return undefined;
  return { kind: 'ServiceAccount', namespace, name };
}

function roleKey({
  kind,
  namespace,
  name,
}: {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}
