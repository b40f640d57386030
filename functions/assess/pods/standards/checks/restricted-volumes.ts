import type { Volume } from '../../../../model/pod-spec.ts';
import type { Check, Fault } from '../check.ts';
import { volumePlace } from '../setters.ts';

const allowed: readonly string[] = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/**
 * Pod Security Standards, restricted, "Volume Types", from v1.0. API servers from 1.33 on allow
 * image volumes in every version of the standards.
 */
export const restrictedVolumes: Check = {
  id: 'restrictedVolumes',
  level: 'restricted',
  reason: 'restricted volume types',
  versions: [
    {
      since: 0,
      overrides: ['hostPathVolumes'],
      faultsIn: ({ spec }) => spec.volumes.filter((volume) => !isAllowed(volume)).map(volumeFault),
    },
  ],
};

function volumeFault(volume: Volume): Fault {
  const { path, name } = volumePlace(volume);
  const type = volume.hostPath === undefined ? volume.type : 'hostPath';
  return { path, value: type, detail: `${name}: ${type}` };
}

function isAllowed({ type, hostPath }: Volume): boolean {
  return allowed.includes(type) && hostPath === undefined;
}
