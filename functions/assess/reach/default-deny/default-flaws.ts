import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import { type PartsFound, subjectText } from '../../../model/verdict.ts';
import { clusterReach } from '../cluster-reach.ts';
import type { Direction } from '../policies/policy.ts';
import type { Certainty } from '../profiles/profile.ts';
import { type Crowd, crowds, exceeds, isOpen, openingTo } from './everyone.ts';
import { everyoneStanding } from './everyone-standing.ts';
import type { PodsItem } from './namespace-items.ts';
import { newPods } from './new-pods.ts';

/** Whom a rule that opens everything lets through: egress to every pod leaves the rest denied. */
const crowdsOf: Readonly<Record<Direction, readonly Crowd[]>> = {
  ingress: crowds,
  egress: ['IPv4', 'IPv6'],
};

/** What is wrong in one direction, as sentences, and what cannot be told. */
export type Flaws = { readonly values: readonly string[]; readonly missing: readonly string[] };

/**
 * Why a namespace does not deny a direction by default. It does where nothing is let through to a
 * new pod without labels that no rule names, and every pod of today is isolated. A rule that opens
 * some of the pods to everyone does not count.
 */
export function flawsOfDefault(
  { namespace, pods }: PodsItem,
  direction: Direction,
  snapshot: Snapshot,
): Flaws {
  const newPod = newPods(snapshot).newPodIn(namespace);
  const openPods = openByDefault(pods, direction, snapshot);
  const isNewOpen = isolation(newPod, direction, snapshot);
  const noPolicy = isNewOpen.isolated === 'no' && openPods.values.length === 0;
  const rules = flawsOfRules([newPod], direction, snapshot);
  return joinedFlaws([
    openPods,
    { values: noPolicy ? ['no policy selects every pod'] : [], missing: isNewOpen.missing },
    rules,
  ]);
}

/** Policies that let everyone through to one of the pods, by rules and not by default. */
export function flawsOfRules(
  pods: readonly Pod[],
  direction: Direction,
  snapshot: Snapshot,
): Flaws {
  const { standing, sentences, reasons } = everyoneStanding(snapshot);
  const asked = crowdsOf[direction];
  const flaws = pods.map((pod): Flaws => {
    const { byRules, perhapsByRules, doubtful } = standing(pod, direction);
    const [sure, perhaps] = [openingTo(asked, byRules), openingTo(asked, perhapsByRules)];
    const isDoubtful = isOpen(openingTo(asked, doubtful)) || exceeds(perhaps, sure);
    return {
      values: isOpen(sure) ? sentences(pod, direction, asked) : [],
      missing: isDoubtful ? reasons(pod, direction) : [],
    };
  });
  return joinedFlaws(flaws);
}

/** Workloads whose pods everyone reaches, or that reach everyone, because nothing decides about it. */
function openByDefault(pods: readonly Pod[], direction: Direction, snapshot: Snapshot): Flaws {
  const found = new Map<string, Flaws>();
  for (const pod of pods) {
    const owner = subjectText({ ...pod.owner, namespace: undefined });
    const { isolated, missing } = isolation(pod, direction, snapshot);
    const values = isolated === 'no' ? [`${owner} is isolated by no ${direction} policy`] : [];
    if (values.length + missing.length > 0) found.set(`${isolated} ${owner}`, { values, missing });
  }
  return joinedFlaws([...found.values()]);
}

type Isolation = {
  readonly isolated: Certainty;
  /** Why it is not certain. */
  readonly missing: readonly string[];
};

/** Whether a pod is denied what no rule allows. */
export function isolation(pod: Pod, direction: Direction, snapshot: Snapshot): Isolation {
  const { standing, reasons } = everyoneStanding(snapshot);
  const { byDefault } = standing(pod, direction);
  if (byDefault === 'no') return { isolated: 'yes', missing: [] };
  const { doubts } = clusterReach(snapshot);
  if (doubts.isDefaultOpen === 'undefined') return { isolated: 'undefined', missing: doubts.texts };
  if (byDefault === 'yes') return { isolated: 'no', missing: [] };
  return { isolated: 'undefined', missing: reasons(pod, direction) };
}

export function joinedFlaws(flaws: readonly Flaws[]): Flaws {
  return {
    values: [...new Set(flaws.flatMap(({ values }) => values))].sort(),
    missing: [...new Set(flaws.flatMap(({ missing }) => missing))].sort(),
  };
}

export function partsAt(path: string, { values, missing }: Flaws): PartsFound {
  return { evidence: values.map((value) => ({ path, value })), missing };
}
