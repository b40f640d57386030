import { builtIn, clusterScoped, type KubernetesRead } from './kubernetes-read.ts';

const rbac = 'rbac.authorization.k8s.io';

/** Who may do what over the Kubernetes API. */
export const accessReads = [
  builtIn(rbac, 'roles', 'Role'),
  clusterScoped(builtIn(rbac, 'clusterroles', 'ClusterRole')),
  builtIn(rbac, 'rolebindings', 'RoleBinding'),
  clusterScoped(builtIn(rbac, 'clusterrolebindings', 'ClusterRoleBinding')),
] as const satisfies readonly KubernetesRead[];
