import type { Pod } from '../../functions/model/snapshot.ts';
import { type PodEnd, podEndOf, type Question, runningPods } from './question.ts';

/** A protocol and the ports of it from first to last; all ports where none are given. */
export function isPort(
  { protocol, port }: Question,
  wanted: { readonly protocol: string; readonly first?: number; readonly last?: number },
): boolean {
  if (protocol !== wanted.protocol) return false;
  if (wanted.first === undefined) return true;
  return wanted.first <= port && port <= (wanted.last ?? wanted.first);
}

/**
 * A port by its name on the destination, which must be a pod. The VPC CNI opens, on every pod that
 * a policy selects, the numbers that the name has on any of them.
 */
export function isNamedPort(
  question: Question,
  wanted: { readonly name: string; readonly protocol?: string },
  isSelected: (end: PodEnd) => boolean,
): boolean {
  const { protocol, port } = question;
  return podsWithTheName(question, isSelected).some((pod) =>
    portsOfPod(pod).some(
      (given) =>
        given.name === wanted.name &&
        given.containerPort === port &&
        given.protocol === protocol &&
        (wanted.protocol === undefined || wanted.protocol === protocol),
    ),
  );
}

function podsWithTheName(
  { snapshot, dialect, direction, destination }: Question,
  isSelected: (end: PodEnd) => boolean,
): readonly Pod[] {
  if (direction === 'ingress' && dialect.isVpcCni) {
    return runningPods(snapshot).filter((pod) => isSelected(podEndOf(snapshot, dialect, pod)));
  }
  return destination.kind === 'pod' ? [destination.pod] : [];
}

/** Containers, and init containers that keep running beside them. */
function portsOfPod({ spec }: Pod) {
  const sidecars = spec.initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...spec.containers, ...sidecars].flatMap(({ ports }) => ports);
}
