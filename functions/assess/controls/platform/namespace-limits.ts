import { control } from '../../../model/control.ts';
import { gapsIn, gapText, notAmongManifests } from '../../../model/gaps.ts';
import type { Limit } from '../../../model/namespace-objects.ts';
import { judgeBy, pass, unknown } from '../../../model/verdict.ts';
import {
  exemption,
  inhabitedNamespaces,
  inhabitedReads,
} from '../../admission/application-namespaces.ts';

/**
 * A ResourceQuota bounds the namespace, a LimitRange each of its containers: either counts, if it
 * is about what nodes run out of and not about, say, load balancers.
 */
export const namespaceLimits = control({
  id: 'NS-04',
  title: 'Every application namespace has limits on what its workloads use',
  domain: 'platform',
  severity: 'low',
  reachMax: 'node',
  rationale:
    'One workload that runs away, or is made to, takes the memory and CPU of nodes from the ' +
    'workloads of all other namespaces.',
  remediation:
    'Create a ResourceQuota for CPU and memory in the namespace, and a LimitRange that gives limits ' +
    'to containers that name none, because the quota refuses those.',
  snippets: [
    {
      form: 'yaml',
      text:
        'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: compute\n  namespace: NAMESPACE\n' +
        'spec:\n  hard:\n    requests.cpu: "10"\n    requests.memory: 20Gi\n    limits.memory: 40Gi\n' +
        '---\napiVersion: v1\nkind: LimitRange\nmetadata:\n  name: containers\n' +
        '  namespace: NAMESPACE\nspec:\n  limits:\n    - type: Container\n' +
        '      defaultRequest: {cpu: 100m, memory: 128Mi}\n      default: {memory: 256Mi}',
    },
  ],
  subjectReads: inhabitedReads,
  judgementReads: [],
  consultedReads: ['resourcequotas', 'limitranges'],
  items: inhabitedNamespaces,
  judge: ({ namespace }, snapshot) => {
    const exempt = exemption(namespace);
    if (exempt !== undefined) return exempt;
    const limits = snapshot.limits.filter((limit) => limit.namespace === namespace.name);
    if (limits.some(limitsUse)) return pass;
    const [first, ...more] = gapsIn(snapshot, ['resourcequotas', 'limitranges']).map(gapText);
    if (first !== undefined) return unknown(first, ...more);
    if (namespace.isImplied && snapshot.source === 'manifests') {
      return unknown(notAmongManifests('resourcequotas', `Namespace ${namespace.name} is`));
    }
    const values = limits.map(({ kind, name }) => `${kind} ${name} limits neither CPU nor memory`);
    return judgeBy(
      (values.length === 0 ? ['none'] : values).map((value) => ({ path: 'limits', value })),
      'node',
    );
  },
});

/** `cpu`, `requests.memory`. A number of pods alone limits nothing that they use. */
function limitsUse({ resources }: Limit): boolean {
  return resources.some((resource) => /^((requests|limits)\.)?(cpu|memory)$/.test(resource));
}
