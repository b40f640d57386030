import type { Binding, Role } from '../../model/rbac-objects.ts';
import type { Snapshot } from '../../model/snapshot.ts';

/** A role as far as it is known what it grants. */
export type GrantedRole = Pick<Role, 'kind' | 'name' | 'rules'> & {
  /** What of its rules could not be seen. */
  readonly unseen?: string;
};

/** Finds the role that a binding of a snapshot refers to; undefined where it grants nothing. */
export function roleFinder(
  snapshot: Snapshot,
): (binding: Pick<Binding, 'kind' | 'namespace' | 'roleRef'>) => GrantedRole | undefined {
  const roles = new Map(snapshot.roles.map((role) => [roleKey(role), role]));
  const isLive = snapshot.source !== 'manifests';
  return (binding) => {
    const wanted = roleOf(binding);
    if (wanted === undefined) return undefined;
    if (wanted.kind === 'ClusterRole' && wanted.name === everything.name) return everything;
    const role = roles.get(roleKey(wanted));
    // A live cluster shows all of its roles, with the rules that its controllers have filled in.
    return isLive ? role : asManifests(wanted, role);
  };
}

/**
 * The API server restores cluster-admin at every start, so it counts in full even where it was not
 * given.
 */
const everything: GrantedRole = {
  kind: 'ClusterRole',
  name: 'cluster-admin',
  rules: [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
  ],
};

type RoleName = Pick<Role, 'kind' | 'namespace' | 'name'>;

function roleOf({
  kind,
  namespace,
  roleRef,
}: Pick<Binding, 'kind' | 'namespace' | 'roleRef'>): RoleName | undefined {
  const { name } = roleRef;
  if (roleRef.kind === 'ClusterRole') return { kind: 'ClusterRole', name };
  const isRole = roleRef.kind === 'Role' && kind === 'RoleBinding';
  return isRole ? { kind: 'Role', namespace, name } : undefined;
}

/** Manifests need not hold every role of a cluster, nor the rules that the cluster fills in. */
function asManifests(wanted: RoleName, role: Role | undefined): GrantedRole {
  const { kind, namespace, name } = wanted;
  const rules = role?.rules ?? [];
  // A dump of a cluster has the rules that were filled in; a chart has none of them.
  const isWhole = role !== undefined && (!role.isAggregated || rules.length > 0);
  if (isWhole || isHarmlessDefault(wanted)) return { kind, name, rules };
  const why =
    role === undefined
      ? 'which is not among the manifests'
      : 'which the cluster fills in (aggregationRule)';
  const text = namespace === undefined ? name : `${namespace}/${name}`;
  return { kind, name, rules, unseen: `the rules of ${kind} ${text}, ${why}` };
}

/** ClusterRoles that come with every cluster and hold no wildcards. */
const harmlessDefaults: ReadonlySet<string> = new Set([
  'admin',
  'edit',
  'view',
  'eks:node-bootstrapper',
  'system:auth-delegator',
  'system:basic-user',
  'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
  'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient',
  'system:discovery',
  'system:kube-aggregator',
  'system:kube-dns',
  'system:kube-scheduler',
  'system:monitoring',
  'system:node',
  'system:node-bootstrapper',
  'system:node-problem-detector',
  'system:node-proxier',
  'system:persistent-volume-provisioner',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
  'system:volume-scheduler',
]);

function isHarmlessDefault({ kind, namespace, name }: RoleName): boolean {
  if (kind === 'ClusterRole') return harmlessDefaults.has(name);
  return namespace === 'kube-system' && name === 'extension-apiserver-authentication-reader';
}

function roleKey({ kind, namespace, name }: RoleName): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}
