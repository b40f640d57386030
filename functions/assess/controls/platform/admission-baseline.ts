import { control } from '../../../model/control.ts';
import { namespaceItems } from '../../admission/application-namespaces.ts';
import { judgeNamespace } from '../../admission/judge-namespace.ts';
import { guardReads } from '../../admission/namespace-guards.ts';

/**
 * Judged whether pods run there or not: what is not refused can be created at any time. The label
 * is decided; of policy engines only a rule of Kyverno that names a level of the standards is.
 */
export const admissionBaseline = control({
  id: 'ADM-01',
  title: 'Every application namespace refuses pods below the baseline standard',
  domain: 'platform',
  severity: 'high',
  reachMax: 'node',
  rationale:
    'Whoever may create a pod in the namespace can make it privileged or mount the disk of a node, ' +
    'and so take over the node.',
  remediation:
    'Label the namespace with pod-security.kubernetes.io/enforce=baseline, or restricted. Try it with ' +
    '--dry-run=server first, which names the pods that the label would refuse: those that run stay, ' +
    'their successors are refused.',
  snippets: [
    {
      form: 'kubectl',
      text:
        'kubectl label --dry-run=server --overwrite namespace NAMESPACE \\\n' +
        '  pod-security.kubernetes.io/enforce=baseline\n' +
        'kubectl label --overwrite namespace NAMESPACE \\\n' +
        '  pod-security.kubernetes.io/enforce=baseline \\\n' +
        '  pod-security.kubernetes.io/warn=restricted',
    },
    {
      form: 'yaml',
      text:
        'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: NAMESPACE\n  labels:\n' +
        '    pod-security.kubernetes.io/enforce: baseline\n' +
        '    pod-security.kubernetes.io/warn: restricted',
    },
  ],
  subjectReads: ['namespaces'],
  judgementReads: [],
  consultedReads: guardReads,
  items: namespaceItems,
  judge: (item, snapshot) => judgeNamespace(item, snapshot, { level: 'baseline', reach: 'node' }),
});
