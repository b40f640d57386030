import { doubtsOfRule } from './default-deny/doubt-reasons.ts';
import { Bits } from './engine/bits.ts';
import type { Engine } from './engine/engine.ts';
import { type Half, halfOf } from './engine/half.ts';
import type { RuleMatch } from './engine/rule-reader.ts';
import { toolsFor } from './engine/sides.ts';
import type { Subject } from './engine/subjects.ts';
import { decisionsOn } from './engine/tiers.ts';
import { policyText } from './explain/explanation-text.ts';
import {
  type Direction,
  directions,
  networkPolicyFamilies,
  type Policy,
  type Rule,
} from './policies/policy.ts';
import type { Reach } from './reach.ts';
import { actingParts } from './selected-pods.ts';

/** A rule that could be deleted without changing any connection. */
export type NeedlessRule = {
  /** Where it stands, such as `spec.ingress[0]`. */
  readonly path: string;
  /** Whether it matches no peer and port at all; else other policies decide the same without it. */
  readonly matchesNothing: boolean;
  /** Policies that decide about the same peers and ports. */
  readonly beside: readonly string[];
};

export type RuleSearch = {
  /** By the key of the policy. All of them together could be deleted at once. */
  readonly needless: ReadonlyMap<string, readonly NeedlessRule[]>;
  /** Keys of policies that were left out, because the search had grown too long. */
  readonly leftOut: ReadonlySet<string>;
};

/** How many rules are looked at in all before the search ends; some seconds. */
export const searchMax = 5_000_000;
/** To apply a rule takes as long as to look at so many. */
const appliedCost = 20;

/** What is written as one rule of an object: several rules where the family needs them. */
type WrittenRule = {
  readonly key: string;
  readonly direction: Direction;
  readonly path: string;
  readonly given: readonly { readonly policy: Policy; readonly rule: Rule }[];
};

const known = new WeakMap<Reach, RuleSearch>();

export function needlessRules(reach: Reach): RuleSearch {
  const search = known.get(reach) ?? new Search(reach.engine).through(writtenRules(reach));
  known.set(reach, search);
  return search;
}

/** The last first: of two rules that say the same it is the later one that is needless. */
function writtenRules(reach: Reach): readonly WrittenRule[] {
  const parts = [...actingParts(reach)].sort(([one], [other]) => (one < other ? -1 : 1));
  return parts
    .flatMap(([key, policies]) =>
      directions.flatMap((direction): readonly WrittenRule[] => {
        const given = policies.flatMap((policy) =>
          (policy[direction]?.rules ?? []).map((rule) => ({ policy, rule })),
        );
        const byPath = Map.groupBy(given, ({ rule }) => rule.path);
        return [...byPath].map(([path, same]) => ({ key, direction, path, given: same }));
      }),
    )
    .filter(({ given }) => given.some(({ rule }) => isForSomebody(rule)))
    .filter(({ given }) => given.every(({ rule }) => doubtsOfRule(rule).length === 0))
    .reverse();
}

/** A rule for nobody is how a policy of Cilium isolates without allowing anything. */
function isForSomebody({ peers }: Rule): boolean {
  return peers.some((peer) => peer.peers.op !== 'none');
}

/** Removes one rule after the other, as long as every answer stays as it is with all of them. */
class Search {
  private readonly engine: Engine;
  private readonly subjectsOf: Readonly<Record<Direction, ReadonlyMap<Policy, readonly number[]>>>;
  private readonly removed = new Set<Rule>();
  private readonly needless = new Map<string, NeedlessRule[]>();
  private readonly leftOut = new Set<string>();
  private work = 0;

  constructor(engine: Engine) {
    this.engine = engine;
    const { ingress, egress } = engine.sides;
    this.subjectsOf = {
      ingress: placesByPolicy(ingress.subjects),
      egress: placesByPolicy(egress.subjects),
    };
  }

  through(written: readonly WrittenRule[]): RuleSearch {
    for (const rule of written) {
      if (this.work > searchMax) this.leftOut.add(rule.key);
      else this.look(rule);
    }
    return { needless: this.needless, leftOut: this.leftOut };
  }

  private look(written: WrittenRule): void {
    const { direction, given, key, path } = written;
    const places = new Set(
      given.flatMap(({ policy }) => this.subjectsOf[direction].get(policy) ?? []),
    );
    const subjects = this.engine.sides[direction].subjects;
    const acted = [...places].flatMap((place) => {
      const subject = subjects[place];
      return subject === undefined ? [] : [{ place, subject }];
    });
    if (acted.length === 0) return;
    let matchesNothing = true;
    for (const { place, subject } of acted) {
      const peers = this.peersOf(written, subject);
      if (peers.isEmpty) continue;
      matchesNothing = false;
      if (!this.isSameWithout(written, subject, place, peers)) return;
    }
    for (const { rule } of given) this.removed.add(rule);
    const names = acted.flatMap(({ subject }) => this.besides(written, subject));
    const beside = [...new Set(names)].sort();
    const found = this.needless.get(key) ?? [];
    found.unshift({ path, matchesNothing, beside });
    this.needless.set(key, found);
  }

  private peersOf({ direction, given }: WrittenRule, subject: Subject): Bits {
    const matches = given.flatMap((one) => this.matchesOf(one, direction, subject));
    return Bits.union(matches.map(({ peers }) => peers.may));
  }

  /** What a rule matches on the pods that its policy selects among those of the subject. */
  private matchesOf(
    given: WrittenRule['given'][number],
    direction: Direction,
    subject: Subject,
  ): readonly RuleMatch[] {
    const { readers, algebra } = this.engine;
    if (!subject.acting.some(({ policy }) => policy === given.policy)) return [];
    return readers[direction]
      .matchesOf(given, subject.namedPorts)
      .filter(({ ports }) => ports.may !== algebra.none);
  }

  /** Only `among` the peers of the rule can anything change. */
  private isSameWithout(
    { direction, given }: WrittenRule,
    subject: Subject,
    place: number,
    among: Bits,
  ): boolean {
    const { algebra, sides } = this.engine;
    const acting = this.actingAmong(subject, direction, among);
    for (const { rule } of given) this.removed.add(rule);
    const tools = { ...toolsFor(direction, this.engine), among, without: this.removed };
    const after = halfOf(decisionsOn({ ...subject, acting }, tools), algebra);
    for (const { rule } of given) this.removed.delete(rule);
    return areSame(within(sides[direction].sides[place]?.half ?? [], among), after);
  }

  /** The policies that decide about some of these peers, and one of those that only isolate. */
  private actingAmong(subject: Subject, direction: Direction, among: Bits): Subject['acting'] {
    const reader = this.engine.readers[direction];
    const isolating = new Set<string>();
    return subject.acting.filter(({ policy, isSure }) => {
      const given = policy[direction];
      const rules = given?.rules ?? [];
      this.work += rules.length;
      const meets = rules.some(
        (rule) => !this.removed.has(rule) && reader.peersOf({ policy, rule }).may.meets(among),
      );
      const isNetworkPolicy = networkPolicyFamilies.includes(policy.ref.family);
      const kind = `${policy.tier.order} ${isSure} ${isNetworkPolicy}`;
      const isFirst = given?.isolates === true && !isolating.has(kind);
      if (given?.isolates === true) isolating.add(kind);
      if (meets) this.work += rules.length * appliedCost;
      return meets || isFirst;
    });
  }

  /** Policies with a rule that is left and meets the peers and ports of this one. */
  private besides({ direction, given }: WrittenRule, subject: Subject): readonly string[] {
    const { algebra } = this.engine;
    const own = given.flatMap((one) => this.matchesOf(one, direction, subject));
    const meets = (match: RuleMatch): boolean =>
      own.some(
        ({ peers, ports }) =>
          peers.may.meets(match.peers.may) &&
          algebra.intersection(ports.may, match.ports.may) !== algebra.none,
      );
    const names = subject.acting.flatMap(({ policy }) => {
      const rules = policy[direction]?.rules.filter((rule) => !this.removed.has(rule)) ?? [];
      const isMet = rules.some((rule) =>
        this.matchesOf({ policy, rule }, direction, subject).some(meets),
      );
      return isMet ? policyText(policy.ref) : [];
    });
    return [...new Set(names)];
  }
}

function placesByPolicy(subjects: readonly Subject[]): ReadonlyMap<Policy, readonly number[]> {
  const places = new Map<Policy, number[]>();
  subjects.forEach(({ acting }, place) => {
    for (const { policy } of acting) {
      const before = places.get(policy);
      if (before === undefined) places.set(policy, [place]);
      else before.push(place);
    }
  });
  return places;
}

function within(half: Half, among: Bits): Half {
  return half.map(({ peers, answer }) => ({ peers: peers.and(among), answer }));
}

/** Whether every peer has the same answer in both; peers in no region are denied everything. */
function areSame(one: Half, other: Half): boolean {
  const [mine, theirs] = [byAnswer(one), byAnswer(other)];
  return [...new Set([...mine.keys(), ...theirs.keys()])].every((answer) => {
    const [a, b] = [mine.get(answer) ?? Bits.none, theirs.get(answer) ?? Bits.none];
    return a.minus(b).isEmpty && b.minus(a).isEmpty;
  });
}

function byAnswer(half: Half): ReadonlyMap<string, Bits> {
  const groups = Map.groupBy(
    half.filter(({ peers }) => !peers.isEmpty),
    ({ answer }) => `${answer.allowed} ${answer.undefined}`,
  );
  return new Map(
    [...groups].map(([answer, same]) => [answer, Bits.union(same.map(({ peers }) => peers))]),
  );
}
