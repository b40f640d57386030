import type { Pod } from '../../../model/snapshot.ts';
import { serviceAccountKey } from '../policies/policy.ts';
import type { Labels } from './witness.ts';

type FuturePod = {
  readonly namespace: string;
  readonly name: string;
  /** As conditions ask for them: the service account is among them. */
  readonly labels: Labels;
  readonly podIPs?: readonly string[];
};

/** A pod that is not there yet, of a Deployment of its own. */
export function futurePod({ namespace, name, labels, podIPs = [] }: FuturePod): Pod {
  const { [serviceAccountKey]: serviceAccountName = 'default', ...podLabels } = labels;
  return {
    namespace,
    name,
    labels: podLabels,
    annotations: {},
    owner: { kind: 'Deployment', namespace, name },
    isRepresentative: true,
    podIPs: [...podIPs],
    spec: { ...emptySpec, serviceAccountName },
  };
}

const emptySpec: Pod['spec'] = {
  serviceAccountName: 'default',
  hostNetwork: false,
  hostPID: false,
  hostIPC: false,
  securityContext: { sysctls: [] },
  initContainers: [],
  containers: [],
  ephemeralContainers: [],
  volumes: [],
};
