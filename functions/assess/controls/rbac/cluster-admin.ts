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
  snippets: [],
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
