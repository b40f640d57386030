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
 * Running pods have the defaults of a LimitRange in them. A template does not, and a LimitRange does
 * not show here whether it sets a default, so a template in its namespace is not known. Ephemeral
 * containers cannot have limits.
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

/** What may give a limit to the containers of a template. */
type Defaults = {
  readonly unseen: readonly string[];
  /** A LimitRange on memory, by its namespace. */
  readonly byNamespace: ReadonlyMap<string, string>;
};

function memoryDefaults(snapshot: Snapshot): Defaults {
  const onMemory = snapshot.limits.filter(
    ({ kind, resources }) => kind === 'LimitRange' && resources.includes('memory'),
  );
  return {
    unseen: gapsIn(snapshot, ['limitranges']).map(gapText),
    byNamespace: new Map(onMemory.map(({ namespace, name }) => [namespace, name])),
  };
}

function limitsOf({ spec, namespace, isRepresentative }: Pod, defaults: Defaults): PartsFound {
  const unlimited = containersIn({ ...spec, ephemeralContainers: [] })
    .filter(({ container }) => !container.limits.includes('memory'))
    .map(({ path }) => ({ path: `${path}.resources.limits.memory`, value: 'unset' }));
  const limitRange = defaults.byNamespace.get(namespace);
  const missing = [
    ...(limitRange === undefined ? [] : [`whether LimitRange ${limitRange} sets a default`]),
    ...defaults.unseen,
  ];
  if (!isRepresentative || unlimited.length === 0 || missing.length === 0) {
    return { evidence: unlimited, missing: [] };
  }
  return { evidence: [], missing };
}
