import { control } from '../../../model/control.ts';
import { administers } from '../../access/administration.ts';
import { type Grant, grantHolders, judgeGrants } from '../../access/grants.ts';

/**
 * A ClusterRoleBinding lets an account into every namespace, and so counts like a RoleBinding in one
 * of them: what narrows a grant must not look like a new problem. Only rights to administer count,
 * because to read across namespaces is what metrics and dashboards are for. Accounts of kube-system
 * serve the whole cluster.
 */
export const foreignServiceAccounts = control({
  id: 'NS-05',
  title: 'Service accounts administer no namespace but their own',
  domain: 'rbac',
  severity: 'medium',
  reachMax: 'cluster',
  rationale:
    'Whoever takes over a pod with such an account goes on to the workloads and secrets of another ' +
    'namespace, past its boundary.',
  remediation:
    'Move what needs the right into the namespace where it works and bind its own account there, or ' +
    'bind a Role that names the few objects and verbs that it needs.',
  snippets: [
    {
      form: 'kubectl',
      text:
        'kubectl auth can-i --list --namespace NAMESPACE \\\n' +
        '  --as=system:serviceaccount:OTHER_NAMESPACE:ACCOUNT\n' +
        'kubectl create rolebinding NAME --namespace NAMESPACE --role=ROLE \\\n' +
        '  --serviceaccount=NAMESPACE:ACCOUNT\n' +
        'kubectl delete rolebinding BINDING --namespace NAMESPACE',
    },
  ],
  subjectReads: ['rolebindings', 'clusterrolebindings'],
  judgementReads: ['roles', 'clusterroles'],
  items: (snapshot) =>
    grantHolders(snapshot).filter(
      ({ subject }) => subject.kind === 'ServiceAccount' && subject.namespace !== 'kube-system',
    ),
  judge: ({ grants }) => judgeGrants(grants.filter(isElsewhere), ({ role }) => administers(role)),
});

function isElsewhere({ subject, binding, isClusterWide }: Grant): boolean {
  return isClusterWide || binding.namespace !== subject.namespace;
}
