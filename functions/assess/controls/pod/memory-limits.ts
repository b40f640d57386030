import { control } from '../../../model/control.ts';
import { gapsIn, gapText } from '../../../model/gaps.ts';
import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import type { PartsFound } from '../../../model/verdict.ts';
import { judgePodParts } from '../../pods/judge-pods.ts';
import { containersIn } from '../../pods/standards/setters.ts';
import { containerSnippets } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/**
 * Memory alone. What a container takes of it cannot be taken back: the kernel kills processes, of
 * other pods too. CPU that gets scarce is shared by requests, and a limit on it slows down what harms
 * nobody.
 *
 * Running pods have the defaults of a LimitRange in them. A template does not: one that limits memory
 * in its namespace gives its containers a limit, or refuses the pod. Ephemeral containers cannot have
 * limits.
 */
export const memoryLimits = control({
  id: 'POD-20',
  title: 'Every container has a memory limit',
  domain: 'pod',
  severity: 'low',
  reachMax: 'namespace',
  rationale:
    'A container without a limit can take all memory of its node, and the kernel then kills ' +
    'processes of other pods.',
  remediation:
    'Set resources.limits.memory on every container, equal to its request, or a default for the ' +
    'namespace with a LimitRange.',
  snippets: [
    ...containerSnippets({
      resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '256Mi' } },
    }),
    {
      form: 'yaml',
      text: [
        'apiVersion: v1',
        'kind: LimitRange',
        'metadata:',
        '  name: memory',
        '  namespace: NAMESPACE',
        'spec:',
        '  limits:',
        '    - type: Container',
        '      default:',
        '        memory: 256Mi',
        '      defaultRequest:',
        '        memory: 256Mi',
      ].join('\n'),
    },
  ],
  ...workloadItemReads,
  consultedReads: ['limitranges'],
  items: (snapshot) => {
    const defaults = memoryDefaults(snapshot);
    return workloadItems(snapshot).map((item) => ({ ...item, defaults }));
  },
  judge: (item) => judgePodParts(item, 'namespace', (pod) => limitsOf(pod, item.defaults)),
});

/** What gives a limit to the containers of a template. */
type Defaults = {
  readonly unseen: readonly string[];
  /** Namespaces with a LimitRange on memory. */
  readonly namespaces: ReadonlySet<string>;
};

function memoryDefaults(snapshot: Snapshot): Defaults {
  const onMemory = snapshot.limits.filter(
    ({ kind, resources }) => kind === 'LimitRange' && resources.includes('memory'),
  );
  return {
    unseen: gapsIn(snapshot, ['limitranges']).map(gapText),
    namespaces: new Set(onMemory.map(({ namespace }) => namespace)),
  };
}

function limitsOf({ spec, namespace, isRepresentative }: Pod, defaults: Defaults): PartsFound {
  if (spec.limits?.includes('memory') === true) return { evidence: [], missing: [] };
  const evidence = containersIn({ ...spec, ephemeralContainers: [] })
    .filter(({ container }) => !container.limits.includes('memory'))
    .map(({ path }) => ({ path: `${path}.resources.limits.memory`, value: 'unset' }));
  if (evidence.length === 0 || !isRepresentative) return { evidence, missing: [] };
  if (defaults.namespaces.has(namespace)) return { evidence: [], missing: [] };
  return defaults.unseen.length === 0
    ? { evidence, missing: [] }
    : { evidence: [], missing: defaults.unseen };
}
