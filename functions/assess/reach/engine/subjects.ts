import {
  type Direction,
  networkPolicyFamilies,
  type Policy,
  type PolicyFamily,
} from '../policies/policy.ts';
import type { Certainty, Profile } from '../profiles/profile.ts';
import { portsKey, type UnitClass } from './classes.ts';
import type { Compiled } from './compiled.ts';
import type { NamedPort } from './units.ts';

/** A policy that selects a subject, for sure or perhaps. */
export type Acting = { readonly policy: Policy; readonly place: number; readonly isSure: boolean };

/** Classes that the same policies act on in the same way in one direction. */
export type Subject = {
  readonly classes: readonly number[];
  /** Policies with rules for the direction, in order of tiers. */
  readonly acting: readonly Acting[];
  /** Whether a NetworkPolicy selects it, in whatever direction. */
  readonly isNetworkPolicySubject: Certainty;
  /** Whether any policy at all selects it. */
  readonly isSelected: Certainty;
  readonly isEnforced: Certainty;
  /** Ports that ingress rules can name. */
  readonly namedPorts: readonly NamedPort[];
};

/** For each class the policies that select it, in order of tiers. */
export function selectionsOf({
  classes,
  policies,
  labels,
  profile,
}: Compiled): readonly Acting[][] {
  const selections: Acting[][] = classes.map(() => []);
  policies.forEach((policy, place) => {
    const { must, may } = labels.matching(policy.subject, 'pod');
    may.forEach((member) => {
      const reading = readingOf(classes[member], policy.ref.family, profile);
      if (reading === 'no') return;
      const isSure = reading === 'yes' && must.has(member);
      selections[member]?.push({ policy, place, isSure });
    });
  });
  return selections;
}

/** Whether a policy of this family can select a class, on the host network or not (point 42). */
function readingOf(
  given: UnitClass | undefined,
  family: PolicyFamily,
  { hostNetwork }: Profile,
): Certainty {
  if (given === undefined || given.unit.isEnforced === 'no') return 'no';
  if (!given.unit.isHost || hostNetwork.subject === 'pod') return 'yes';
  const isOpen = hostNetwork.subject === 'undefined' && networkPolicyFamilies.includes(family);
  return isOpen ? 'undefined' : 'no';
}

export function subjectsOf(
  direction: Direction,
  selections: readonly (readonly Acting[])[],
  { classes, profile, mentions: { portNames } }: Compiled,
): readonly Subject[] {
  const subjects = new Map<string, Subject & { readonly classes: number[] }>();
  selections.forEach((selection, index) => {
    const unit = classes[index]?.unit;
    if (unit === undefined) return;
    const acting = selection.filter(({ policy }) => policy[direction] !== undefined);
    const ofNetwork = selection.filter(({ policy }) =>
      networkPolicyFamilies.includes(policy.ref.family),
    );
    const ports = direction === 'ingress' ? portsKey(unit, portNames) : '';
    const facts = [certaintyOf(ofNetwork), certaintyOf(selection), actsOn(unit, profile)] as const;
    const ids = acting.map(({ place, isSure }) => (isSure ? place : -place - 1));
    const key = [...facts, ports, ...ids].join(' ');
    const known = subjects.get(key);
    if (known !== undefined) {
      known.classes.push(index);
      return;
    }
    subjects.set(key, {
      classes: [index],
      acting,
      isNetworkPolicySubject: facts[0],
      isSelected: facts[1],
      isEnforced: facts[2],
      namedPorts: unit.namedPorts,
    });
  });
  return [...subjects.values()];
}

/** A pod that is its node is none of the engine's pods: strict modes leave it alone as well. */
function actsOn(unit: UnitClass['unit'], { hostNetwork }: Profile): Certainty {
  return unit.isHost && hostNetwork.subject === 'node' ? 'no' : unit.isEnforced;
}

function certaintyOf(selection: readonly Acting[]): Certainty {
  if (selection.length === 0) return 'no';
  return selection.some(({ isSure }) => isSure) ? 'yes' : 'undefined';
}
