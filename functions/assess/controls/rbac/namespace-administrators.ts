import { control } from '../../../model/control.ts';
import { administers } from '../../access/administration.ts';
import { grantHolders, judgeGrants } from '../../access/grants.ts';

/**
 * That workloads share a namespace is no fault by itself: a cluster may have one application. What
 * makes namespaces no boundary is a grant that holds in all of them. Service accounts are judged by
 * NS-05.
 */
export const namespaceAdministrators = control({
  id: 'NS-03',
  title: 'Users and groups administer workloads namespace by namespace',
  domain: 'rbac',
  severity: 'low',
  reachMax: 'cluster',
  rationale:
    'A boundary between namespaces is none to somebody who may change the workloads of all of them, ' +
    'and neither is it to a thief of those credentials.',
  remediation:
    'Replace the ClusterRoleBinding by a RoleBinding in each namespace that the user or group ' +
    'answers for; it may refer to the same ClusterRole.',
  snippets: [
    {
      form: 'kubectl',
      text:
        'kubectl create rolebinding NAME --namespace NAMESPACE --clusterrole=edit --group=GROUP\n' +
        'kubectl delete clusterrolebinding BINDING',
    },
  ],
  subjectReads: ['rolebindings', 'clusterrolebindings'],
  judgementReads: ['roles', 'clusterroles'],
  items: (snapshot) =>
    grantHolders(snapshot).filter(({ subject }) => subject.kind !== 'ServiceAccount'),
  judge: ({ grants }) =>
    judgeGrants(
      grants.filter(({ isClusterWide }) => isClusterWide),
      ({ role }) => administers(role),
    ),
});
