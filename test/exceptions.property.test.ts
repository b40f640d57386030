import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { catalogue } from '../functions/assess/catalog.ts';
import { exceptionsFor } from '../functions/assess/exceptions/exceptions-for.ts';
import { literalPattern } from '../functions/assess/exceptions/literal-pattern.ts';
import { dayOf } from '../functions/assess/exceptions/period.ts';
import { judgeSnapshot } from '../functions/assess/judge.ts';
import { scoreOf } from '../functions/assess/score.ts';
import type { Exception, ExceptionScope } from '../functions/model/exceptions.ts';
import type { Subject } from '../functions/model/verdict.ts';
import { anySnapshot } from './snapshot-arbitrary.ts';

const runs = { numRuns: 1_000 };
const cluster = { account: '111122223333', region: 'eu-west-1', name: 'ab' };
const at = '2026-11-23T13:45:00.000Z';
const judged = { cluster, at };

/** Few letters, so that names and patterns meet often. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 4 });
const mixed = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*'), minLength: 1, maxLength: 5 });
const pattern = fc.oneof(mixed, fc.constantFrom('*', '*', '*', 'a*', '*b', 'ab'));
const kind = fc.constantFrom('Deployment', 'Namespace', 'Group', 'Cluster');

const subject: fc.Arbitrary<Subject> = fc.record(
  { kind, namespace: word, name: fc.tuple(word, word).map((words) => words.join(' ')) },
  { requiredKeys: ['kind', 'name'] },
);
const scope: fc.Arbitrary<ExceptionScope> = fc.record(
  {
    cluster: fc.oneof(
      pattern,
      fc.tuple(pattern, pattern, pattern).map((all) => all.join('/')),
    ),
    namespace: pattern,
    subject: fc.tuple(fc.oneof(kind, pattern), pattern).map((both) => both.join(' ')),
  },
  { requiredKeys: [] },
);
const granted = fc.constantFrom('2026-11-22', '2026-11-23', '2026-11-24');
const expires = fc.constantFrom('2026-11-23', '2026-11-24', '2026-12-01');
const controlId = fc.constantFrom('NET-01', 'POD-01');
const entries = fc
  .array(fc.record({ control: controlId, scope, granted, expires }), {
    size: 'large',
    maxLength: 8,
  })
  .map((given) =>
    given.map(
      (entry, index): Exception => ({
        ...entry,
        id: `entry-${index}`,
        reason: 'reason',
        compensatingControl: 'none',
        requester: 'ana',
        approver: 'bo',
      }),
    ),
  );
const findings = fc.array(fc.record({ controlId, subject }), { size: 'large', maxLength: 20 });

/** The same by an expression, each wildcard as what it stands for. */
function matches(text: string | undefined, given: string): boolean {
  const literal = (part: string): string => part.replace(/[-/\\^$*+?.()|[\]{}]/g, '\\$&');
  const expression = new RegExp(`^${given.split('*').map(literal).join('[^]*')}$`);
  return text !== undefined && expression.test(text);
}

function isMeant({ kind: what, namespace, name }: Subject, given: ExceptionScope): boolean {
  const [kindPattern = '', ...rest] = given.subject?.split(' ') ?? [];
  const place = what === 'Namespace' ? name : namespace;
  return (
    (given.subject === undefined ||
      (matches(what, kindPattern) && matches(name, rest.join(' ')))) &&
    (given.namespace === undefined || matches(place, given.namespace))
  );
}

function isHere(given: ExceptionScope): boolean {
  if (given.cluster === undefined) return true;
  const parts = given.cluster.split('/');
  const names = [cluster.account, cluster.region, cluster.name];
  return parts.length === 1
    ? matches(cluster.name, given.cluster)
    : names.every((name, index) => matches(name, parts[index] ?? ''));
}

const isInForce = (entry: Exception): boolean =>
  entry.granted <= dayOf(at) && dayOf(at) < entry.expires;

test('a pattern matches what an expression for it matches', () => {
  fc.assert(
    fc.property(pattern, fc.oneof(word, pattern), (given, text) => {
      expect(literalPattern(given)(text)).toBe(matches(text, given));
    }),
    { numRuns: 5_000 },
  );
});

describe('exceptions on findings', () => {
  test('accept what they name, and nothing across a part that they name otherwise', () => {
    const seen = { accepted: 0, open: 0 };
    fc.assert(
      fc.property(findings, entries, (given, exceptions) => {
        const marked = exceptionsFor(given, exceptions, judged).findings;
        for (const [index, finding] of given.entries()) {
          const first = exceptions.find(
            (entry) =>
              isInForce(entry) &&
              entry.control === finding.controlId &&
              isHere(entry.scope) &&
              isMeant(finding.subject, entry.scope),
          );
          expect(marked[index]).toEqual({ ...finding, ...(first && { exceptionId: first.id }) });
          seen[first === undefined ? 'open' : 'accepted'] += 1;
        }
      }),
      runs,
    );
    expect(Math.min(seen.accepted, seen.open)).toBeGreaterThan(100);
  });

  test('are counted and judged the same in whatever order they stand', () => {
    fc.assert(
      fc.property(findings, entries, fc.infiniteStream(fc.nat()), (given, exceptions, numbers) => {
        const order = exceptions.map((entry) => ({ entry, rank: numbers.next().value }));
        const shuffled = order.toSorted((a, b) => a.rank - b.rank).map(({ entry }) => entry);
        const before = exceptionsFor(given, exceptions, judged);
        const after = exceptionsFor(given.toReversed(), shuffled, judged);
        expect(Map.groupBy(after.register, ({ id }) => id)).toEqual(
          Map.groupBy(before.register, ({ id }) => id),
        );
        const accepted = (all: typeof before.findings): number =>
          all.filter(({ exceptionId }) => exceptionId !== undefined).length;
        expect(accepted(after.findings)).toBe(accepted(before.findings));
      }),
      runs,
    );
  });

  test('accept more when one is added, and never less', () => {
    fc.assert(
      fc.property(findings, entries, (given, exceptions) => {
        const all = exceptionsFor(given, exceptions, judged).findings;
        const fewer = exceptionsFor(given, exceptions.slice(0, -1), judged).findings;
        for (const [index, { exceptionId }] of fewer.entries()) {
          if (exceptionId !== undefined) expect(all[index]?.exceptionId).toBe(exceptionId);
        }
      }),
      runs,
    );
  });
});

describe('the net score', () => {
  const noLimit = fc.record({ scope: fc.constant<ExceptionScope>({}) });

  test('is moved by no exception that ended or is still to come', () => {
    fc.assert(
      fc.property(anySnapshot, entries, (snapshot, exceptions) => {
        const dormant = exceptions.filter((entry) => !isInForce(entry));
        const gross = judgeSnapshot(snapshot, catalogue);
        expect(scoreOf(net(snapshot, dormant))).toEqual(scoreOf(gross));
      }),
      { numRuns: 100 },
    );
  });

  test('is never below the gross score, and its upper bound is whole where all is accepted', () => {
    fc.assert(
      fc.property(anySnapshot, noLimit, (snapshot, { scope: everything }) => {
        const gross = judgeSnapshot(snapshot, catalogue);
        const all = catalogue.controls.map(
          ({ id }, index): Exception => ({
            id: `all-${index}`,
            control: id,
            scope: everything,
            reason: 'reason',
            compensatingControl: 'none',
            requester: 'ana',
            approver: 'bo',
            granted: '2026-11-01',
            expires: '2026-12-01',
          }),
        );
        const [score, accepted] = [scoreOf(gross), scoreOf(net(snapshot, all))];
        if (score === null || accepted === null) return;
        expect(accepted.upper).toBe(100);
        expect(accepted.headline).toBeGreaterThanOrEqual(score.headline);
      }),
      { numRuns: 100 },
    );
  });

  function net(snapshot: Parameters<typeof judgeSnapshot>[0], exceptions: readonly Exception[]) {
    const { results, findings: found } = judgeSnapshot(snapshot, catalogue);
    const { findings: marked } = exceptionsFor(found, exceptions, judged);
    return { results, findings: marked.filter(({ exceptionId }) => exceptionId === undefined) };
  }
});
