import type { Control } from '../../model/control.ts';
import { gapsIn, gapText } from '../../model/gaps.ts';
import { otherPolicyReadIds, policyObjectReadIds, type ReadId } from '../../model/reads.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { PolicyFamily, PolicyRef } from './policies/policy.ts';
import { type DetectedProfile, detectedProfile } from './profiles/detect.ts';
import { possibleEngines } from './profiles/possible-engines.ts';
import { type Profile, profileNamed } from './profiles/profile.ts';
import { type Reach, reachOf } from './reach.ts';

/**
 * Every policy counts, with the objects it names and the labels of namespaces: without one of these
 * reads an answer may be any. What tells the engine is weighed by `EngineDoubts`.
 */
export const reachReads = {
  judgementReads: [
    'namespaces',
    'networkpolicies',
    ...otherPolicyReadIds,
    ...policyObjectReadIds,
  ] as const,
  consultedReads: [
    'daemonsets',
    'nodes',
    'configmaps/kube-system/amazon-vpc-cni',
    'configmaps/kube-system/cilium-config',
    'nodeclasses.eks.amazonaws.com',
    'eks:DescribeAddon',
    'eks:DescribeCluster',
  ] as const,
} satisfies Pick<Control, 'judgementReads' | 'consultedReads'>;

/** Who can talk to whom in a cluster, as the engine that enforces its policies reads them. */
export type ClusterReach = {
  readonly reach: Reach;
  readonly detected: DetectedProfile;
  readonly doubts: EngineDoubts;
};

/** What would be otherwise under another engine that may be the one that enforces. */
export type EngineDoubts = {
  /** Families that act under some of these engines and under others do not. */
  readonly families: ReadonlySet<PolicyFamily>;
  /** Whether pods that no policy selects may be closed as well as open. */
  readonly isDefaultOpen: 'yes' | 'no' | 'undefined';
  /** Whether policies are read in one way, whichever engine it is. */
  readonly isReadingKnown: boolean;
  /** What is missing to tell the engine. */
  readonly texts: readonly string[];
};

const known = new WeakMap<Snapshot, ClusterReach>();

export function clusterReach(snapshot: Snapshot): ClusterReach {
  const before = known.get(snapshot);
  if (before !== undefined) return before;
  const detected = detectedProfile(snapshot);
  const reach = reachOf(snapshot, detected.profile);
  const found = { reach, detected, doubts: engineDoubts(snapshot, detected) };
  known.set(snapshot, found);
  return found;
}

/** Why it cannot be told whether a policy acts; empty where it can be. */
export function doubtsAbout({ family }: PolicyRef, { families, texts }: EngineDoubts) {
  return families.has(family) ? texts : [];
}

/** The same for all policies that may act on the pods of a namespace. */
export function doubtsIn(namespace: string, { reach, doubts }: ClusterReach): readonly string[] {
  if (doubts.families.size === 0) return [];
  const isDoubtful = [...reach.policies, ...reach.idle].some(
    ({ ref }) =>
      doubts.families.has(ref.family) &&
      (ref.namespace === undefined || ref.namespace === namespace),
  );
  return isDoubtful ? doubts.texts : [];
}

function engineDoubts(snapshot: Snapshot, { profile, doubts }: DetectedProfile): EngineDoubts {
  const { profiles, texts } = possibleProfiles(snapshot);
  const strictness = doubts.filter((doubt) => !texts.includes(doubt));
  const all = [profile, ...profiles];
  const inAny = new Set(all.flatMap(({ families }) => families));
  const families = [...inAny].filter((family) =>
    all.some((other) => !other.families.includes(family)),
  );
  const defaults = new Set(all.map(({ unselectedPods }) => unselectedPods));
  const isOpen = profile.unselectedPods === 'open' ? 'yes' : 'no';
  return {
    families: new Set(families),
    isDefaultOpen: defaults.size > 1 || strictness.length > 0 ? 'undefined' : isOpen,
    isReadingKnown: new Set(all.map((each) => JSON.stringify(each))).size === 1,
    texts: [...texts, ...strictness],
  };
}

type PossibleProfiles = {
  readonly profiles: readonly Profile[];
  readonly texts: readonly string[];
};

const everyProfile: readonly Profile[] = [
  profileNamed('spec'),
  profileNamed('calico'),
  ...(['aws-vpc-cni', 'cilium'] as const).flatMap((name) => inBothModes(profileNamed(name))),
];

function possibleProfiles(snapshot: Snapshot): PossibleProfiles {
  const [unlisted] = gapsIn(snapshot, ['daemonsets']);
  if (unlisted !== undefined) return { profiles: everyProfile, texts: [gapText(unlisted)] };
  const { possibilities, doubts } = possibleEngines(snapshot);
  const given = possibilities.map(({ profile }) => profile);
  const [gap] = gapsIn(snapshot, modeReads(snapshot, given));
  return {
    profiles: gap === undefined ? given : given.flatMap(inBothModes),
    texts: [...(given.length > 1 ? doubts : []), ...(gap === undefined ? [] : [gapText(gap)])],
  };
}

/** Where the engines that may enforce say whether they deny what no policy selects. */
function modeReads({ eksCluster }: Snapshot, profiles: readonly Profile[]): readonly ReadId[] {
  const names = profiles.map(({ name }) => name);
  const isPerhapsAutoMode = eksCluster === undefined || eksCluster.isAutoMode;
  return [
    ...(names.includes('cilium') ? (['configmaps/kube-system/cilium-config'] as const) : []),
    ...(names.includes('aws-vpc-cni') && isPerhapsAutoMode
      ? (['nodeclasses.eks.amazonaws.com'] as const)
      : []),
  ];
}

function inBothModes(profile: Profile): readonly Profile[] {
  if (profile.name !== 'aws-vpc-cni' && profile.name !== 'cilium') return [profile];
  return [
    profile,
    { ...profile, unselectedPods: 'open' },
    { ...profile, unselectedPods: 'closed' },
  ];
}
