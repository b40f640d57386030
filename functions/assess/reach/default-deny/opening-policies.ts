import type { Engine } from '../engine/engine.ts';
import { toolsFor } from '../engine/sides.ts';
import type { Subject } from '../engine/subjects.ts';
import { decidedByPolicies } from '../engine/tiers.ts';
import { policyText } from '../explain/explanation-text.ts';
import type { Direction } from '../policies/policy.ts';
import {
  type Crowd,
  type Everyone,
  isOpen,
  type Opening,
  openingTo,
  type Part,
} from './everyone.ts';
import { exceptionsText, protocolsText, whomText } from './opening-text.ts';

/** What policies let everyone do to or from a pod. */
export type OpeningQuestion = {
  readonly engine: Engine;
  readonly direction: Direction;
  readonly subject: Subject;
  readonly everyone: Everyone;
  /** Of whom it is asked whether all of them get through. */
  readonly crowds: readonly Crowd[];
};

/**
 * Which policies let everyone through to a pod, each as a sentence: every policy that does so on its
 * own, or else the fewest that do so together.
 */
export function openingSentences(question: OpeningQuestion): readonly string[] {
  const acting = question.subject.acting.map(({ policy }) => policyText(policy.ref));
  const names = [...new Set(acting)].sort();
  const opens = (some: readonly string[]): boolean =>
    isOpen(openingOf(partsOf(some, question), question));
  const alone = names.filter((name) => opens([name]));
  if (alone.length > 0) return alone.map((name) => sentence([name], question));
  const together = names.reduceRight((kept: readonly string[], name) => {
    const others = kept.filter((other) => other !== name);
    return opens(others) ? others : kept;
  }, names);
  return [sentence(together, question)];
}

/** The peers and ports that policies allow for sure, whatever stands in tiers behind them. */
export function surelyAllowed(
  subject: Subject,
  { engine, direction }: Pick<OpeningQuestion, 'engine' | 'direction'>,
): readonly Part[] {
  const { algebra } = engine;
  return decidedByPolicies(subject, toolsFor(direction, engine)).regions.map(
    ({ peers, fate: { allowed, denied, open } }) => ({
      peers,
      ports: algebra.difference(algebra.difference(allowed, denied), open),
    }),
  );
}

function partsOf(names: readonly string[], question: OpeningQuestion): readonly Part[] {
  const { subject } = question;
  const acting = subject.acting.filter(({ policy }) => names.includes(policyText(policy.ref)));
  return surelyAllowed({ ...subject, acting }, question);
}

function openingOf(parts: readonly Part[], { everyone, crowds }: OpeningQuestion): Opening {
  return openingTo(crowds, everyone.opening(parts));
}

function sentence(names: readonly string[], question: OpeningQuestion): string {
  const { engine, direction, everyone } = question;
  const parts = partsOf(names, question);
  const opening = openingOf(parts, question);
  const [protocol = 'TCP'] = [...opening.IPv4, ...opening.IPv6, ...opening.pods];
  const peers = everyone.peersBy(protocol, parts);
  const exceptions = exceptionsText(opening, peers, engine.spaces[direction]);
  const verb = names.length > 1 ? 'allow' : 'allows';
  const whom = whomText(opening, direction);
  return `${names.join(' and ')} ${verb} ${whom}${exceptions}${protocolsText(opening)}`;
}
