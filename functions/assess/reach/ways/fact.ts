import {
  hasNoPorts,
  noPorts,
  type PortSet,
  portsOf,
  textOfPorts,
  unionOfPorts,
} from '../algebra/port-set.ts';
import type { PortPoint, Verdict } from '../explain/step.ts';
import type { Certainty } from '../profiles/profile.ts';
import type { Judgement } from './judgement.ts';

/** Whether something can be reached, on which ports, and why. */
export type Fact = {
  readonly answer: Certainty;
  /** The ports that are surely open, such as `TCP 443`; empty where there are none. */
  readonly ports: string;
  readonly reason: string;
};

/** A fact before its ports are text. */
export type OpenFact = Omit<Fact, 'ports'> & { readonly open: PortSet };

const answers = { allowed: 'yes', undefined: 'undefined', denied: 'no' } as const satisfies Record<
  Verdict,
  Certainty
>;

export function factAt({ verdict, reason }: Judgement, { protocol, port }: PortPoint): OpenFact {
  const open = verdict === 'allowed' ? portsOf(protocol, port) : noPorts;
  return { answer: answers[verdict], reason, open };
}

export function factOf({ open, ...fact }: OpenFact): Fact {
  return { ...fact, ports: hasNoPorts(open) ? '' : textOfPorts(open) };
}

/** Of pods of one workload: it is enough that one of them reaches or is reached. */
export function anyFact(facts: readonly [OpenFact, ...OpenFact[]]): OpenFact {
  const [first] = facts;
  const best =
    facts.find(({ answer }) => answer === 'yes') ??
    facts.find(({ answer }) => answer === 'undefined') ??
    first;
  const open = facts.map((fact) => fact.open).reduce(unionOfPorts);
  const isMixed = facts.some(({ answer }) => answer !== best.answer);
  return { ...best, open, reason: isMixed ? `${best.reason} (some of its pods)` : best.reason };
}
