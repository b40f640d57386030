import type { Namespace, Pod, Snapshot } from '../../../model/snapshot.ts';
import { clusterReach } from '../cluster-reach.ts';
import { Bits } from '../engine/bits.ts';
import { futurePod } from '../future/future-pod.ts';
import { type Witness, witnessesOf } from '../future/witness.ts';
import { always, namespaceNameKey } from '../policies/conditions.ts';
import type { Condition, Policy } from '../policies/policy.ts';
import { type Reach, reachOf } from '../reach.ts';

/**
 * The map of a cluster with pods that are not there yet: what a policy denies by default shows in
 * those that its author did not think of.
 */
export type NewPods = {
  /** With the pods below, and as if the engine acted on every pod, and none was on the host network. */
  readonly reach: Reach;
  /** The classes of pods that no policy can name: of a new namespace, and all without labels. */
  readonly strangers: Bits;
  /** A new pod without labels. */
  readonly newPodIn: (namespace: string) => Pod;
  /** For each policy of a namespace that opens egress a pod that it is written for. */
  readonly meantIn: (namespace: string) => readonly Pod[];
};

const known = new WeakMap<Snapshot, NewPods>();

/** Worked out once for a snapshot, with the new pods of all namespaces at once. */
export function newPods(snapshot: Snapshot): NewPods {
  const pods = known.get(snapshot) ?? findNewPods(snapshot);
  known.set(snapshot, pods);
  return pods;
}

const strangersHome = 'ringfence-strangers';

/** Whoever lets in pods by a block of addresses lets in both only where it is all addresses. */
const farApart = ['0.0.0.1', '255.255.255.254'];

function findNewPods(snapshot: Snapshot): NewPods {
  const { reach } = clusterReach(snapshot);
  const strangers = farApart.map((address, index) =>
    futurePod({
      namespace: strangersHome,
      name: `ringfence-stranger-${index}`,
      labels: {},
      podIPs: [address],
    }),
  );
  const unlabelled = new Map(
    snapshot.namespaces.map(({ name }) => [
      name,
      futurePod({ namespace: name, name: 'ringfence-new-pod', labels: {} }),
    ]),
  );
  const meant = meantPods(reach.policies, snapshot.namespaces);
  const home = {
    name: strangersHome,
    labels: { [namespaceNameKey]: strangersHome },
    isImplied: false,
  };
  const widened: Snapshot = {
    ...snapshot,
    namespaces: [...snapshot.namespaces, home],
    pods: [...snapshot.pods, ...strangers, ...unlabelled.values(), ...[...meant.values()].flat()],
  };
  // Which pods an engine leaves out, and which are on the host network, is told by controls of their
  // own; here policies are judged.
  const leavesOut = { fargateAndWindows: false, unowned: false };
  const hostNetwork = { subject: 'pod', peer: 'pod' } as const;
  const wide = reachOf(widened, { ...reach.profile, leavesOut, hostNetwork });
  return {
    reach: wide,
    strangers: Bits.of(strangers.flatMap((pod) => wide.classOf(pod) ?? [])),
    newPodIn: (namespace) => {
      const pod = unlabelled.get(namespace);
      if (pod === undefined) throw new Error(`${namespace} is no namespace of the snapshot`);
      return pod;
    },
    meantIn: (namespace) => meant.get(namespace) ?? [],
  };
}

/** One pod for each set of labels that policies of a namespace select for egress. */
function meantPods(
  policies: readonly Policy[],
  namespaces: readonly Namespace[],
): ReadonlyMap<string, readonly Pod[]> {
  const labels = new Map(namespaces.map((namespace) => [namespace.name, namespace.labels]));
  const found = new Map<string, Map<string, Pod>>();
  for (const { ref, subject, egress } of policies) {
    const place = labels.get(ref.namespace ?? '');
    if (ref.namespace === undefined || place === undefined) continue;
    if (egress === undefined || egress.rules.every(({ action }) => action !== 'allow')) continue;
    const pods = found.get(ref.namespace) ?? new Map<string, Pod>();
    found.set(ref.namespace, pods);
    const witness = witnessesOf(withoutUnknown(subject)).find((each) => fits(each, place));
    if (witness === undefined) continue;
    const key = JSON.stringify(witness.pod);
    const name = `ringfence-meant-pod-${pods.size}`;
    if (pods.has(key)) continue;
    pods.set(key, futurePod({ namespace: ref.namespace, name, labels: witness.pod }));
  }
  return new Map([...found].map(([namespace, pods]) => [namespace, [...pods.values()]]));
}

function fits({ namespace }: Witness, labels: Namespace['labels']): boolean {
  return Object.entries(namespace).every(([key, value]) => labels[key] === value);
}

/** A part that is not understood may hold: the pod is then one that the policy may select. */
function withoutUnknown(condition: Condition): Condition {
  switch (condition.op) {
    case 'unknown':
      return always;
    case 'not':
      return holdsUnknown(condition.operand) ? always : condition;
    case 'and':
    case 'or':
      return { ...condition, operands: condition.operands.map(withoutUnknown) };
    default:
      return condition;
  }
}

function holdsUnknown(condition: Condition): boolean {
  switch (condition.op) {
    case 'unknown':
      return true;
    case 'not':
      return holdsUnknown(condition.operand);
    case 'and':
    case 'or':
      return condition.operands.some(holdsUnknown);
    default:
      return false;
  }
}
