import { oneLine } from '../../../model/one-line.ts';
import type { Container, PodSpec, Volume } from '../../../model/pod-spec.ts';
import type { Fault } from './check.ts';

/** Where something can be set: in the pod itself, in a container or in a volume. */
export type Place = {
  /** Without generated names: every ephemeral container is `spec.ephemeralContainers[*]`. */
  readonly path: string;
  /** `pod`, `container app`, `volume data`. */
  readonly name: string;
};

export type PlacedContainer = Place & { readonly container: Container };

export const podPlace: Place = { path: 'spec', name: 'pod' };

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
    ...initContainers.map((container) => placed(container, 'spec.initContainers')),
    ...containers.map((container) => placed(container, 'spec.containers')),
    ...ephemeralContainers.map((container) => ({
      ...placed(container, ''),
      path: 'spec.ephemeralContainers[*]',
    })),
  ];
}

function placed(container: Container, list: string): PlacedContainer {
  const { name } = container;
  return { path: `${list}[name=${name}]`, name: `container ${name}`, container };
}

export function volumePlace({ name }: Volume): Place {
  return { path: `spec.volumes[name=${name}]`, name: `volume ${name}` };
}

type SharedContext = PodSpec['securityContext'] | Container['securityContext'];

/** The pod and its containers with what both of them can set. */
export function settersIn(
  spec: PodSpec,
): readonly (Place & { readonly securityContext: SharedContext })[] {
  return [
    { ...podPlace, securityContext: spec.securityContext },
    ...containersIn(spec).map(({ path, name, container }) => ({
      path,
      name,
      securityContext: container.securityContext,
    })),
  ];
}

/** A field that has a forbidden value, or lacks the one that is required. */
export function faultAt({ path, name }: Place, field: string, value?: string): Fault {
  const text = oneLine(value ?? 'unset');
  const short = field.replace(/^securityContext\./, '');
  return {
    path: `${path}.${field}`,
    value: text,
    detail: oneLine(`${name}: ${short}${value === undefined ? ' is unset' : `=${text}`}`),
  };
}

/** An annotation with a value that is not allowed. */
export function annotationFault(annotation: string, value: string): Fault {
  const path = `metadata.annotations[${annotation}]`;
  const text = oneLine(value);
  return { path, value: text, detail: oneLine(`annotation ${annotation}=${text}`) };
}
