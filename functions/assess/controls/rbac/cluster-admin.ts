import { control } from '../../../model/control.ts';
import type { PolicyRule } from '../../../model/snapshot.ts';
import { judgeBy } from '../../../model/verdict.ts';
import { type Grant, grantEvidence, grantHolders } from '../../access/grants.ts';

export const clusterAdminHolders = control({
  id: 'RBAC-01',
  title: 'Nobody but the system holds cluster-admin',
  domain: 'rbac',
  severity: 'critical',
  rationale:
    'Whoever steals one credential of a cluster-admin owns every workload and secret of the ' +
    'cluster.',
  remediation:
    'Delete the ClusterRoleBinding (kubectl delete clusterrolebinding NAME) and bind a role that ' +
    'names the verbs and resources its holders use.',
  mappings: ['cis-eks-1.8.0:4.1.1', 'nist-800-53r5:CM-6', 'nist-800-53r5:CM-8(3)'],
  subjectReads: ['clusterrolebindings'],
  judgementReads: ['clusterroles'],
  items: (snapshot) =>
    grantHolders(snapshot)
      .map(({ subject, grants }) => ({
        subject,
        grants: grants.filter(({ isClusterWide }) => isClusterWide),
      }))
      .filter(({ grants }) => grants.length > 0),
  judge: ({ grants }) => judgeBy(grants.filter(allowsAll).map(grantEvidence), 'cluster'),
});

/**
 * Whether a role allows everything. Only a single rule of three wildcards covers a verb, group and
 * resource that no rule names, so no union of lesser rules comes to the same.
 */
function allowsAll({ role }: Grant): boolean {
  return role.rules.some(isUnlimited);
}

function isUnlimited({ verbs, apiGroups, resources, resourceNames }: PolicyRule): boolean {
  const hasWildcards = [verbs, apiGroups, resources].every((names) => names.includes('*'));
  return hasWildcards && resourceNames.length === 0;
}
