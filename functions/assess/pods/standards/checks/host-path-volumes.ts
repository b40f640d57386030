import type { Check } from '../check.ts';
import { faultAt } from '../faults.ts';
import { volumePlace } from '../setters.ts';

/** Pod Security Standards, baseline, "HostPath Volumes", from v1.0. */
export const hostPathVolumes: Check = {
  id: 'hostPathVolumes',
  level: 'baseline',
  reason: 'hostPath volumes',
  versions: [
    {
      since: 0,
      faultsIn: ({ spec }) =>
        spec.volumes.flatMap((volume) =>
          volume.hostPath === undefined
            ? []
            : [faultAt(volumePlace(volume), 'hostPath', volume.hostPath.path)],
        ),
    },
  ],
};
