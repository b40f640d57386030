import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LabelIndex } from '../functions/assess/reach/engine/label-index.ts';
import { mentionsOf } from '../functions/assess/reach/engine/mentions.ts';
import type { Unit } from '../functions/assess/reach/engine/units.ts';
import { startReading } from '../functions/assess/reach/policies/field.ts';
import { labelSelectorCondition } from '../functions/assess/reach/policies/label-selector.ts';
import { type Condition, type Policy, tiers } from '../functions/assess/reach/policies/policy.ts';
import { snapshotOf } from './minimal-snapshot.ts';

const key = fc.constantFrom('app', 'tier', 'constructor', '__proto__x');
const value = fc.constantFrom('a', 'b', '');
const labels = fc.dictionary(key, value, { maxKeys: 3 });

const requirement = fc.oneof(
  fc.record({
    key,
    operator: fc.constantFrom('In' as const, 'NotIn' as const),
    values: fc.array(value, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    key,
    operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
    values: fc.constant([]),
  }),
);

const selector = fc.record({
  matchLabels: labels,
  matchExpressions: fc.array(requirement, { maxLength: 3 }),
});

type Labels = Readonly<Record<string, string>>;
type Selector = {
  readonly matchLabels: Labels;
  readonly matchExpressions: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values: readonly string[];
  }[];
};

/** apimachinery's labels package, read word for word and slowly. */
function naive({ matchLabels, matchExpressions }: Selector, given: Labels): boolean {
  const pairs = new Map(Object.entries(given));
  const asRequirements = Object.entries(matchLabels).map(([wantedKey, wanted]) => ({
    key: wantedKey,
    operator: 'In' as const,
    values: [wanted],
  }));
  return [...asRequirements, ...matchExpressions].every((each) => naiveRequirement(each, pairs));
}

function naiveRequirement(
  { key: wantedKey, operator, values }: Selector['matchExpressions'][number],
  pairs: ReadonlyMap<string, string>,
): boolean {
  const hasKey = pairs.has(wantedKey);
  const isListed = hasKey && new Set(values).has(pairs.get(wantedKey) ?? '');
  const truth = { In: isListed, NotIn: !isListed, Exists: hasKey, DoesNotExist: !hasKey };
  return truth[operator];
}

const ref = { family: 'NetworkPolicy', namespace: 'shop', name: 'all' } as const;

function conditionOf(given: Selector): Condition {
  return labelSelectorCondition(startReading(ref, given).field, 'pod');
}

/** For each label set whether the condition holds for it; the index never leaves it open. */
function selected(condition: Condition, given: readonly Labels[]): readonly boolean[] {
  const policy: Policy = { ref, tier: tiers.network, priority: 0, subject: condition };
  const index = new LabelIndex(given.map(unitOf), mentionsOf([policy]));
  const { must, may } = index.matching(condition, 'pod');
  expect([...may]).toEqual([...must]);
  return given.map((_, place) => must.has(place));
}

const [template] = snapshotOf({ pods: [{ name: 'pod' }] }).pods;

function unitOf(podLabels: Labels): Unit {
  if (template === undefined) throw new Error('there is a pod to copy');
  return {
    object: { pod: template },
    podLabels,
    namespaceLabels: {},
    isNamespaceKnown: true,
    isHost: false,
    isEnforced: 'yes',
    addresses: [],
    namedPorts: [],
  };
}

test('a selector selects exactly the labels that a naive reading selects', () => {
  fc.assert(
    fc.property(selector, fc.array(labels, { minLength: 1, maxLength: 40 }), (given, pods) => {
      const expected = pods.map((pod) => naive(given, pod));
      expect(selected(conditionOf(given), pods)).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test('an empty selector, and no other, comes to a condition that always holds', () => {
  fc.assert(
    fc.property(selector, (given) => {
      const isEmpty =
        Object.keys(given.matchLabels).length === 0 && given.matchExpressions.length === 0;
      expect(conditionOf(given).op === 'true').toBe(isEmpty);
    }),
    { numRuns: 1000 },
  );
});

test('for a selector with requirements there are labels that it does not select', () => {
  const everyLabels = ['a', 'b', '', undefined].flatMap((app) =>
    ['a', 'b', '', undefined].map(
      (tier): Labels => ({
        ...(app !== undefined && { app }),
        ...(tier !== undefined && { tier }),
      }),
    ),
  );
  fc.assert(
    fc.property(selector, (given) => {
      const condition = conditionOf(given);
      const selectsAll = selected(condition, everyLabels).every(Boolean);
      if (condition.op === 'true') expect(selectsAll).toBe(true);
      else if (mentionsOnly(given, ['app', 'tier'])) expect(selectsAll).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

function mentionsOnly(
  { matchLabels, matchExpressions }: Selector,
  keys: readonly string[],
): boolean {
  const mentioned = [...Object.keys(matchLabels), ...matchExpressions.map((given) => given.key)];
  return mentioned.every((given) => keys.includes(given));
}
