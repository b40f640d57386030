import { control } from '../../../model/control.ts';
import { grantHolders, judgeGrants } from '../../access/grants.ts';
import { allowEverything } from '../../access/policy-rule.ts';

export const clusterAdminHolders = control({
  id: 'RBAC-01',
  title: 'Nobody but the system holds cluster-admin',
  domain: 'rbac',
  severity: 'critical',
  reachMax: 'cluster',
  rationale:
    'Whoever steals one credential of a cluster-admin owns every workload and secret of the ' +
    'cluster.',
  remediation:
    'Delete the ClusterRoleBinding (kubectl delete clusterrolebinding NAME) and bind a role that ' +
    'names the verbs and resources its holders use.',
  snippets: [
    {
      form: 'kubectl',
      text: `kubectl get clusterrolebinding BINDING --output=yaml
kubectl delete clusterrolebinding BINDING`,
    },
    {
      form: 'yaml',
      text: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: deployer
  namespace: NAMESPACE
rules:
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [get, list, watch, patch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: deployer
  namespace: NAMESPACE
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: deployer
subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: GROUP`,
    },
  ],
  subjectReads: ['clusterrolebindings'],
  judgementReads: ['clusterroles'],
  items: (snapshot) =>
    grantHolders(snapshot)
      .map(({ subject, grants }) => ({
        subject,
        grants: grants.filter(({ isClusterWide }) => isClusterWide),
      }))
      .filter(({ grants }) => grants.length > 0),
  judge: ({ grants }) => judgeGrants(grants, ({ role }) => allowEverything(role.rules)),
});
