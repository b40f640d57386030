import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Selector, selects, selectsEverything } from '../functions/assess/reach/selector.ts';

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

test('a selector selects exactly the labels that a naive reading selects', () => {
  fc.assert(
    fc.property(selector, labels, (given, pod) => {
      expect(selects(given, pod)).toBe(naive(given, pod));
    }),
    { numRuns: 5000 },
  );
});

test('a selector that selects everything selects any labels', () => {
  fc.assert(
    fc.property(selector, labels, (given, pod) => {
      if (selectsEverything(given)) expect(selects(given, pod)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('for a selector with requirements there are labels that it does not select', () => {
  const everyLabels = ['a', 'b', '', undefined].flatMap((app) =>
    ['a', 'b', '', undefined].map((tier) => ({
      ...(app !== undefined && { app }),
      ...(tier !== undefined && { tier }),
    })),
  );
  fc.assert(
    fc.property(selector, (given) => {
      const selectsAll = everyLabels.every((pod) => selects(given, pod));
      if (selectsEverything(given)) expect(selectsAll).toBe(true);
      else if (mentionsOnly(given, ['app', 'tier'])) expect(selectsAll).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

function mentionsOnly(
  { matchLabels, matchExpressions }: Selector,
  keys: readonly string[],
): boolean {
  const mentioned = [...Object.keys(matchLabels), ...matchExpressions.map((given) => given.key)];
  return mentioned.every((given) => keys.includes(given));
}
