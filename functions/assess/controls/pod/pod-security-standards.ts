import { control } from '../../../model/control.ts';
import type { Pod } from '../../../model/snapshot.ts';
import type { Evidence } from '../../../model/verdict.ts';
import { capabilityName, dangerOf } from '../../pods/capabilities.ts';
import { foundByChecks } from '../../pods/judge-by-standards.ts';
import { judgePods } from '../../pods/judge-pods.ts';
import { templatePart, templatePatch } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/**
 * What the standards refuse and POD-01 to POD-20 do not tell, so that nothing counts twice and no
 * check goes untold: hosts of probes and lifecycle hooks and the less dangerous capabilities
 * (Baseline), and volumes that a pod brings along (Restricted). The level itself is in the
 * assessment of each namespace.
 */
export const podSecurityStandards = control({
  id: 'POD-21',
  title: 'No workload fails a Pod Security Standards check that has no control of its own',
  domain: 'pod',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'A probe can make the kubelet call any host, a further capability widens what a break-in gives, ' +
    'and an inline volume mounts storage that no administrator offered.',
  remediation:
    'Remove host from probes and lifecycle hooks, remove the capability from capabilities.add, and ' +
    'put a PersistentVolumeClaim in the place of the inline volume.',
  snippets: [
    templatePatch({
      spec: {
        containers: [
          {
            name: 'CONTAINER',
            securityContext: { capabilities: { drop: ['ALL'], add: null } },
            livenessProbe: { httpGet: { host: null } },
          },
        ],
      },
    }),
    templatePart({
      volumes: [{ name: 'VOLUME', persistentVolumeClaim: { claimName: 'CLAIM' } }],
    }),
  ],
  ...workloadItemReads,
  items: workloadItems,
  judge: (item) =>
    judgePods(item, 'namespace', (pod) => [
      ...foundByChecks(pod, 'baseline', ['hostProbesAndHostLifecycle']),
      ...otherCapabilities(pod),
      ...otherVolumes(pod),
    ]),
});

/** POD-08 and POD-09 tell of the others. */
function otherCapabilities(pod: Pod): readonly Evidence[] {
  return foundByChecks(pod, 'baseline', ['capabilities_baseline']).filter(
    ({ value }) => dangerOf(value) === undefined && capabilityName(value) !== 'NET_RAW',
  );
}

/** POD-10 tells of host paths. */
function otherVolumes(pod: Pod): readonly Evidence[] {
  return foundByChecks(pod, 'restricted', ['restrictedVolumes']).filter(
    ({ value }) => value !== 'hostPath',
  );
}
