import type { Ingress, IngressClass } from '../../../model/network-objects.ts';
import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import { hasEnded } from '../engine/units.ts';

/** What acts on an Ingress. */
export type IngressController =
  /** Application Load Balancers of the AWS Load Balancer Controller or of EKS Auto Mode. */
  | { readonly kind: 'alb'; readonly isAutoMode: boolean; readonly hasParameters: boolean }
  /** Pods that take the requests and send their own. */
  | { readonly kind: 'pods'; readonly name: string; readonly pods: readonly Pod[] }
  | { readonly kind: 'unknown'; readonly why: string };

type KnownController = {
  readonly controller: RegExp;
  /** What people call its class where no IngressClass is given. */
  readonly className: string;
  /** `app.kubernetes.io/name` of its pods, as its installation has it. */
  readonly podName: string;
};

const inCluster: readonly KnownController[] = [
  // A second installation has a name of its own, such as k8s.io/internal-ingress-nginx.
  { controller: /^k8s\.io\/.*ingress-nginx$/, className: 'nginx', podName: 'ingress-nginx' },
  { controller: /^nginx\.org\/ingress-controller/, className: '', podName: 'nginx-ingress' },
  { controller: /^traefik\.io\/ingress-controller$/, className: 'traefik', podName: 'traefik' },
  { controller: /^ingress-controllers\.konghq\.com\/kong$/, className: 'kong', podName: 'kong' },
];

const albControllers: Readonly<Record<string, { readonly isAutoMode: boolean }>> = {
  'ingress.k8s.aws/alb': { isAutoMode: false },
  'eks.amazonaws.com/alb': { isAutoMode: true },
};

export function ingressController(snapshot: Snapshot, ingress: Ingress): IngressController {
  const found = classOf(snapshot, ingress);
  if ('why' in found) return { kind: 'unknown', why: found.why };
  const { controller, className, hasParameters = false } = found;
  const alb = albControllers[controller ?? (className === 'alb' ? 'ingress.k8s.aws/alb' : '')];
  if (alb !== undefined) return { kind: 'alb', ...alb, hasParameters };
  const known = inCluster.find((each) =>
    controller === undefined ? each.className === className : each.controller.test(controller),
  );
  if (known === undefined) {
    return { kind: 'unknown', why: `the controller of class ${className} is not known` };
  }
  return { kind: 'pods', name: known.podName, pods: podsOf(snapshot, known.podName) };
}

type FoundClass = Pick<IngressClass, 'controller' | 'hasParameters'> & {
  readonly className: string;
};

/** A class that is not in the snapshot is known by its name alone. */
function classOf(
  { ingressClasses }: Snapshot,
  { className }: Ingress,
): FoundClass | { readonly why: string } {
  if (className !== undefined) {
    return { ...ingressClasses.find(({ name }) => name === className), className };
  }
  const [first, ...others] = ingressClasses.filter(({ isDefault }) => isDefault);
  if (first !== undefined && others.length === 0) return { ...first, className: first.name };
  const defaults = first === undefined ? 'no IngressClass is' : 'several IngressClasses are';
  return { why: `it names no class, and ${defaults} the default` };
}

const known = new WeakMap<Snapshot, ReadonlyMap<string | undefined, readonly Pod[]>>();

function podsOf(snapshot: Snapshot, name: string): readonly Pod[] {
  const byName = known.get(snapshot) ?? proxiesByName(snapshot);
  known.set(snapshot, byName);
  return byName.get(name) ?? [];
}

/** Beside its proxies an installation has pods for other work, which say so. */
function proxiesByName({ pods }: Snapshot) {
  const proxies = pods.filter(
    (pod) =>
      !hasEnded(pod) &&
      ['controller', undefined].includes(pod.labels['app.kubernetes.io/component']),
  );
  return Map.groupBy(proxies, ({ labels }) => labels['app.kubernetes.io/name']);
}
