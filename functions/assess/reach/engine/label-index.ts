import { namespaceNameKey } from '../policies/conditions.ts';
import type { Condition, LabelOwner } from '../policies/policy.ts';
import { Bits } from './bits.ts';
import type { Mentions } from './mentions.ts';
import type { Unit } from './units.ts';

/** Members that match for sure, and members that match for sure or may. */
export type Match = { readonly must: Bits; readonly may: Bits };

export const noMatch: Match = { must: Bits.none, may: Bits.none };

export function sure(bits: Bits): Match {
  return { must: bits, may: bits };
}

export function unionOfMatches(matches: readonly Match[]): Match {
  return {
    must: Bits.union(matches.map(({ must }) => must)),
    may: Bits.union(matches.map(({ may }) => may)),
  };
}

export function intersectionOfMatches(one: Match, other: Match): Match {
  return { must: one.must.and(other.must), may: one.may.and(other.may) };
}

type Values = Map<string, number[]>;

/**
 * Answers conditions on labels for many units at once: for every key and value that policies
 * mention it knows the units that have it, and puts conditions together from these.
 */
export class LabelIndex {
  private readonly postings: Record<LabelOwner, Map<string, Values>>;
  private readonly universes: Record<LabelOwner, Bits>;
  private readonly undescribed: Bits;
  private readonly known = new Map<string, Match>();

  constructor(units: readonly Unit[], { labelKeys }: Pick<Mentions, 'labelKeys'>) {
    this.postings = {
      pod: postingsOf(units, labelKeys.pod, ({ podLabels }) => podLabels),
      namespace: postingsOf(units, labelKeys.namespace, ({ namespaceLabels }) => namespaceLabels),
      node: postingsOf(units, labelKeys.node, ({ nodeLabels }) => nodeLabels),
    };
    this.undescribed = membersWhere(units, ({ isNamespaceKnown }) => !isNamespaceKnown);
    const pods = membersWhere(units, ({ podLabels }) => podLabels !== undefined);
    this.universes = {
      pod: pods,
      namespace: pods,
      node: membersWhere(units, ({ nodeLabels }) => nodeLabels !== undefined),
    };
  }

  /** The units that meet a condition, among pods or among nodes. */
  matching(condition: Condition, universe: 'pod' | 'node'): Match {
    const key = universe + JSON.stringify(condition);
    const before = this.known.get(key);
    if (before !== undefined) return before;
    const match = this.evaluate(condition, this.universes[universe]);
    this.known.set(key, match);
    return match;
  }

  private evaluate(condition: Condition, universe: Bits): Match {
    if (universe.isEmpty) return noMatch;
    switch (condition.op) {
      case 'true':
        return sure(universe);
      case 'false':
        return noMatch;
      case 'unknown':
        return { must: Bits.none, may: universe };
      case 'not': {
        const { must, may } = this.evaluate(condition.operand, universe);
        return { must: universe.minus(may), may: universe.minus(must) };
      }
      case 'and':
        return this.conjunction(condition.operands, universe);
      case 'or':
        return unionOfMatches(condition.operands.map((part) => this.evaluate(part, universe)));
      default:
        return this.withLabel(condition, universe);
    }
  }

  /** What is left of the universe narrows it for the next part, so that sets stay small. */
  private conjunction(operands: readonly Condition[], universe: Bits): Match {
    const positiveFirst = operands.toSorted(
      (one, other) => Number(one.op === 'not') - Number(other.op === 'not'),
    );
    return positiveFirst.reduce(
      (match: Match, part) => intersectionOfMatches(match, this.evaluate(part, match.may)),
      sure(universe),
    );
  }

  /** Of a namespace that nobody described any label may be there but its name. */
  private withLabel(
    condition: Extract<Condition, { readonly key: string }>,
    universe: Bits,
  ): Match {
    const must = this.having(condition).and(universe);
    const isOpen = condition.of === 'namespace' && condition.key !== namespaceNameKey;
    return { must, may: isOpen ? Bits.union([must, this.undescribed.and(universe)]) : must };
  }

  private having(condition: Extract<Condition, { readonly key: string }>): Bits {
    const values: Values = this.postings[condition.of].get(condition.key) ?? new Map();
    switch (condition.op) {
      case 'in':
        return Bits.of(condition.values.flatMap((value) => values.get(value) ?? []));
      case 'exists':
        return Bits.of([...values.values()].flat());
      case 'text': {
        const { how, text } = condition;
        const holds = {
          startsWith: (value: string) => value.startsWith(text),
          endsWith: (value: string) => value.endsWith(text),
          contains: (value: string) => value.includes(text),
        }[how];
        return Bits.of([...values].flatMap(([value, members]) => (holds(value) ? members : [])));
      }
    }
  }
}

type Labels = Readonly<Record<string, string>>;

function postingsOf(
  units: readonly Unit[],
  keys: readonly string[],
  labelsOf: (unit: Unit) => Labels | undefined,
): Map<string, Values> {
  const postings = new Map<string, Values>(keys.map((key) => [key, new Map()]));
  units.forEach((unit, member) => {
    const labels = labelsOf(unit);
    if (labels === undefined) return;
    for (const [key, values] of postings) {
      if (!Object.hasOwn(labels, key)) continue;
      const value = labels[key] ?? '';
      const members = values.get(value);
      if (members === undefined) values.set(value, [member]);
      else members.push(member);
    }
  });
  return postings;
}

function membersWhere(units: readonly Unit[], holds: (unit: Unit) => boolean): Bits {
  return Bits.of(units.flatMap((unit, member) => (holds(unit) ? member : [])));
}
