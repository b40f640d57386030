import { control } from '../../../model/control.ts';
import type { NamespaceSecurity } from '../../../model/pod-security.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { namespaceItems } from '../../admission/application-namespaces.ts';
import { judgeNamespace } from '../../admission/judge-namespace.ts';
import { guardReads } from '../../admission/namespace-guards.ts';
import { namespaceSecurity } from '../../pods/standards/namespace-security.ts';

/**
 * Judged whatever the pods of the namespace are: mending the last pod that stands in the way of the
 * label must not look like a new problem. The evidence says where nothing stands in its way.
 */
export const admissionRestricted = control({
  id: 'ADM-02',
  title: 'Every application namespace refuses pods below the restricted standard',
  domain: 'platform',
  severity: 'low',
  reachMax: 'namespace',
  rationale:
    'Pods may run as root and keep capabilities, which is what turns a flaw of an application into ' +
    'an escape from its container.',
  remediation:
    'Label the namespace with pod-security.kubernetes.io/enforce=restricted. Where pods do not pass ' +
    'yet, set warn=restricted, mend what the warnings name, and then enforce.',
  snippets: [
    {
      form: 'kubectl',
      text:
        'kubectl label --dry-run=server --overwrite namespace NAMESPACE \\\n' +
        '  pod-security.kubernetes.io/enforce=restricted\n' +
        'kubectl label --overwrite namespace NAMESPACE \\\n' +
        '  pod-security.kubernetes.io/enforce=restricted',
    },
    {
      form: 'yaml',
      text:
        'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: NAMESPACE\n  labels:\n' +
        '    pod-security.kubernetes.io/enforce: restricted',
    },
  ],
  subjectReads: ['namespaces'],
  judgementReads: [],
  consultedReads: guardReads,
  items: namespaceItems,
  judge: (item, snapshot) => {
    const security = securityOf(snapshot).get(item.namespace.name);
    const isReady = security?.canEnforce === 'restricted';
    return judgeNamespace(item, snapshot, {
      level: 'restricted',
      reach: 'namespace',
      remark: isReady ? ', and all of its pods pass restricted' : '',
    });
  },
});

const known = new WeakMap<Snapshot, ReadonlyMap<string, NamespaceSecurity>>();

function securityOf(snapshot: Snapshot): ReadonlyMap<string, NamespaceSecurity> {
  const found =
    known.get(snapshot) ??
    new Map(namespaceSecurity(snapshot).map((each) => [each.namespace, each] as const));
  known.set(snapshot, found);
  return found;
}
