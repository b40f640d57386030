import type { Check } from '../check.ts';
import { faultAt } from '../faults.ts';
import { podPlace } from '../setters.ts';

const fields = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

/** Pod Security Standards, baseline, "Host Namespaces", from v1.0. */
export const hostNamespaces: Check = {
  id: 'hostNamespaces',
  level: 'baseline',
  reason: 'host namespaces',
  versions: [
    {
      since: 0,
      faultsIn: ({ spec }) =>
        fields.filter((field) => spec[field]).map((field) => faultAt(podPlace, field, 'true')),
    },
  ],
};
