import type { Container, PodSpec, Volume } from '../../../model/pod-spec.ts';
import type { Place, PlacedContainer, PlacedSpec, StandardsPod } from './check.ts';

export const podPlace: Place = { path: 'spec', name: 'pod' };

/** A pod with everything in it that can set something at its place. */
export function placedSpec({ annotations, spec }: StandardsPod): PlacedSpec {
  const containers = containersIn(spec);
  const { securityContext } = spec;
  return {
    annotations,
    spec,
    containers,
    setters: [{ ...podPlace, securityContext }, ...containers],
  };
}

/**
 * Every container in the order that Kubernetes visits them: init containers, which sidecars are,
 * then normal ones, then ephemeral ones (pod-security-admission, policy/visitor.go).
 */
export function containersIn({
  initContainers,
  containers,
  ephemeralContainers,
}: PodSpec): readonly PlacedContainer[] {
  return [
    ...initContainers.map((container) =>
      placed(container, `spec.initContainers[name=${container.name}]`),
    ),
    ...containers.map((container) => placed(container, `spec.containers[name=${container.name}]`)),
    ...ephemeralContainers.map((container) => placed(container, 'spec.ephemeralContainers[*]')),
  ];
}

function placed(container: Container, path: string): PlacedContainer {
  const { name, securityContext } = container;
  return { path, name: `container ${name}`, container, securityContext };
}

export function volumePlace({ name }: Volume): Place {
  return { path: `spec.volumes[name=${name}]`, name: `volume ${name}` };
}
