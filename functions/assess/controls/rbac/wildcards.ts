import { control } from '../../../model/control.ts';
import type { PolicyRule } from '../../../model/rbac-objects.ts';
import { type Grant, grantHolders, judgeGrants } from '../../access/grants.ts';
import { isResourceRule } from '../../access/policy-rule.ts';

export const wildcards = control({
  id: 'RBAC-02',
  title: 'Nobody but the system holds a role with wildcards',
  domain: 'rbac',
  severity: 'critical',
  reachMax: 'cluster',
  rationale:
    'A wildcard grants what nobody asked for, and what the next release of Kubernetes or a ' +
    'custom resource adds.',
  remediation:
    'Replace every "*" in the verbs, resources and apiGroups of the role by the names that its ' +
    'holders use, or bind another role.',
  snippets: [
    {
      form: 'kubectl',
      text: `kubectl auth can-i --list --as USER --namespace NAMESPACE
kubectl get clusterrole ROLE --output=yaml`,
    },
    {
      form: 'yaml',
      text: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ROLE
rules:
  - apiGroups: [""]
    resources: [pods, pods/log, services]
    verbs: [get, list, watch]
  - apiGroups: [apps]
    resources: [deployments, statefulsets]
    verbs: [get, list, watch, patch]`,
    },
  ],
  subjectReads: ['rolebindings', 'clusterrolebindings'],
  judgementReads: ['roles', 'clusterroles'],
  items: grantHolders,
  judge: ({ grants }) => judgeGrants(grants, hasWildcard),
});

function hasWildcard({ role, isClusterWide }: Grant): boolean {
  return role.rules.some(
    (rule) => hasResourceWildcard(rule) || (isClusterWide && hasUrlWildcard(rule)),
  );
}

/** `*` stands for all resources, and a first part of `*` for that subresource of all of them. */
function hasResourceWildcard(rule: PolicyRule): boolean {
  if (!isResourceRule(rule)) return false;
  return (
    rule.verbs.includes('*') ||
    rule.apiGroups.includes('*') ||
    rule.resources.some((name) => name === '*' || name.startsWith('*/'))
  );
}

/** URLs are granted by ClusterRoleBindings alone. */
function hasUrlWildcard({ verbs, nonResourceURLs }: PolicyRule): boolean {
  return nonResourceURLs.length > 0 && verbs.includes('*');
}
