import type { Binding, RbacSubject } from '../../model/rbac-objects.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import {
  type Evidence,
  judgeBy,
  type Reach,
  type Subject,
  subjectText,
  unknown,
  type Verdict,
} from '../../model/verdict.ts';
import { isDefaultGrant } from './default-grants.ts';
import { type GrantedRole, roleFinder } from './granted-role.ts';

/** What one binding gives to one subject. */
export type Grant = {
  readonly subject: Subject;
  readonly binding: Binding;
  readonly role: GrantedRole;
  /** A ClusterRoleBinding holds everywhere, a RoleBinding in its namespace. */
  readonly isClusterWide: boolean;
};

/** A user, group or service account with all that bindings give it. */
export type GrantHolder = { readonly subject: Subject; readonly grants: readonly Grant[] };

/** Everybody who holds a grant, except the grants that Kubernetes and EKS make for themselves. */
export function grantHolders(snapshot: Snapshot): readonly GrantHolder[] {
  const roleOf = roleFinder(snapshot);
  const grants = snapshot.bindings
    .flatMap((binding) => grantsOf(binding, roleOf(binding)))
    .filter((grant) => !isDefaultGrant(grant));
  const bySubject = Map.groupBy(grants, ({ subject }) => subjectText(subject));
  return [...bySubject.values()].flatMap((held) => {
    const [first] = held;
    return first === undefined ? [] : [{ subject: first.subject, grants: held }];
  });
}

/** Fails by the grants that exceed; where none does, rules that could not be seen still may. */
export function judgeGrants(grants: readonly Grant[], exceeds: (grant: Grant) => boolean): Verdict {
  const found = grants.filter(exceeds);
  const unseen = new Set(grants.flatMap(({ role }) => role.unseen ?? []));
  const [missing, ...more] = [...unseen].sort();
  if (found.length === 0 && missing !== undefined) return unknown(missing, ...more);
  return judgeBy(found.map(evidenceOf), reachOf(found));
}

function reachOf(grants: readonly Grant[]): Reach {
  return grants.some(({ isClusterWide }) => isClusterWide) ? 'cluster' : 'namespace';
}

/** One path for all grants of a subject: splitting a binding in two makes no second problem. */
function evidenceOf({ binding, role }: Grant): Evidence {
  const bindingText = subjectText(binding);
  return { path: 'grants', value: `${bindingText} -> ${role.kind} ${role.name}` };
}

function grantsOf(binding: Binding, role: GrantedRole | undefined): readonly Grant[] {
  if (role === undefined) return [];
  const isClusterWide = binding.kind === 'ClusterRoleBinding';
  return binding.subjects.flatMap((given) => {
    const subject = subjectOf(given, binding);
    return subject === undefined ? [] : [{ subject, binding, role, isClusterWide }];
  });
}

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
