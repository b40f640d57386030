import type { Subject } from '../../model/verdict.ts';
import type { Certainty } from '../reach/profiles/profile.ts';

/** The levels of the Pod Security Standards that refuse anything. */
export const guardedLevels = ['baseline', 'restricted'] as const;
export type GuardedLevel = (typeof guardedLevels)[number];

export type GuardKind =
  | 'Pod Security Admission'
  | 'ValidatingAdmissionPolicy'
  | 'Kyverno'
  | 'Gatekeeper'
  | 'webhook';

/** Something that refuses pods, or may, when they are created in a namespace. */
export type Guard = {
  readonly kind: GuardKind;
  /** The object that says so. */
  readonly object: Subject;
  /** Whether it refuses all pods that do not pass the level. */
  readonly enforces: Readonly<Record<GuardedLevel, Certainty>>;
  /** Why that is not known for sure. */
  readonly why?: string;
};

/** A guard that refuses something, nobody can say what. */
export function possibleGuard(kind: GuardKind, object: Subject, why: string): Guard {
  return { kind, object, enforces: { baseline: 'undefined', restricted: 'undefined' }, why };
}
