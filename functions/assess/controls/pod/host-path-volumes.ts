import { control } from '../../../model/control.ts';
import type { Evidence } from '../../../model/verdict.ts';
import { type HostPath, hostPathItems, hostPathReads, hostPathsOf } from '../../pods/host-paths.ts';
import { judgePodParts } from '../../pods/judge-pods.ts';

/**
 * The volume as such, as Baseline forbids it, whatever stands there: by a hostPath of the pod, and
 * by a claim on a PersistentVolume of type hostPath or local, which Pod Security Admission does not
 * see. What the mount does with it is POD-11, and a way to the container runtime POD-12; so this
 * one is about the tie to the node alone, and milder than they are. A narrower path, or one that is
 * mounted read-only, fails fewer of the three and never another one.
 */
export const hostPathVolumes = control({
  id: 'POD-10',
  title: 'No workload has a volume from the file system of its node',
  domain: 'pod',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'A host path shows a container files that belong to the node or to other pods, past every ' +
    'boundary between them.',
  remediation:
    'Use a volume that belongs to the pod: emptyDir for scratch files, configMap or projected for ' +
    'configuration, a claim on an EBS or EFS volume for data that stays.',
  snippets: [
    {
      form: 'yaml',
      text: [
        'spec:',
        '  template:',
        '    spec:',
        '      volumes:',
        '        - name: VOLUME',
        '          persistentVolumeClaim:',
        '            claimName: CLAIM',
        '---',
        'apiVersion: v1',
        'kind: PersistentVolumeClaim',
        'metadata:',
        '  name: CLAIM',
        '  namespace: NAMESPACE',
        'spec:',
        '  accessModes: [ReadWriteOnce]',
        '  storageClassName: gp3',
        '  resources:',
        '    requests:',
        '      storage: 10Gi',
      ].join('\n'),
    },
  ],
  ...hostPathReads,
  items: hostPathItems,
  judge: (item) =>
    judgePodParts(item, 'namespace', (pod) => {
      const { paths, missing } = hostPathsOf(pod, item.storage);
      return { evidence: paths.map(evidenceOf), missing };
    }),
});

function evidenceOf({ volume, written, persistentVolume }: HostPath): Evidence {
  const path = `spec.volumes[name=${volume}]`;
  if (persistentVolume === undefined) return { path: `${path}.hostPath`, value: written };
  return {
    path: `${path}.persistentVolumeClaim`,
    value: `${written} by PersistentVolume ${persistentVolume}`,
  };
}
