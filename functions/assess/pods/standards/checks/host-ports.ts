import type { Container, PodSpec } from '../../../../model/pod-spec.ts';
import type { Check, Fault, PlacedContainer } from '../check.ts';
import { faultAt } from '../faults.ts';

/** Pod Security Standards, baseline, "Host Ports", from v1.0. */
export const hostPorts: Check = {
  id: 'hostPorts',
  level: 'baseline',
  reason: 'hostPort',
  versions: [
    {
      since: 0,
      faultsIn: ({ containers, spec }) => containers.flatMap((place) => hostPortsOf(place, spec)),
    },
  ],
};

function hostPortsOf(place: PlacedContainer, spec: PodSpec): readonly Fault[] {
  return place.container.ports.flatMap((port): readonly Fault[] => {
    const hostPort = hostPortOf(port, spec);
    if (hostPort === 0) return [];
    const field = `ports[containerPort=${port.containerPort}].hostPort`;
    const detail = `${place.name}: hostPort=${hostPort}`;
    return [{ ...faultAt(place, field, String(hostPort)), detail }];
  });
}

/**
 * The API server gives every port of a pod in the network of its node the same host port
 * (Pod, `hostPort`). Ephemeral containers have no ports.
 */
function hostPortOf({ hostPort, containerPort }: Container['ports'][number], spec: PodSpec) {
  return hostPort || (spec.hostNetwork ? containerPort : 0);
}
