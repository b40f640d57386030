import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { frameworks } from '../functions/assess/frameworks/frameworks.ts';
import { controlsOf } from '../functions/assess/frameworks/mappings.ts';
import { frameworkResults } from '../functions/assess/frameworks/results.ts';
import type { ControlResult } from '../functions/model/assessment.ts';
import {
  type Framework,
  frameworkResultSchema,
  type Requirement,
  type RequirementOutcome,
} from '../functions/model/framework.ts';

type Result = Pick<ControlResult, 'id' | 'outcome' | 'isEvaluated'>;

const runs = { numRuns: 1_000 };

/** What controls A, B and C came to; a missing one was not judged at all. */
type Found = Readonly<Record<string, keyof typeof states>>;

const states = {
  passed: { outcome: 'pass', isEvaluated: true },
  failed: { outcome: 'fail', isEvaluated: true },
  'failed in part': { outcome: 'fail', isEvaluated: false },
  unknown: { outcome: 'unknown', isEvaluated: false },
  unused: { outcome: 'notApplicable', isEvaluated: true },
} as const satisfies Record<string, Omit<Result, 'id'>>;

function outcomeFor(asked: Partial<Requirement>, found: Found): RequirementOutcome | undefined {
  const requirement = { id: '1', title: 'One', controls: [], sources: ['here'], ...asked };
  const framework: Framework = {
    id: 'any-1',
    title: 'Any',
    version: '1',
    url: 'https://example.com',
    claim: 'checks',
    sources: { here: 'Here' },
    requirements: [requirement],
  };
  const results = Object.entries(found).map(([id, state]) => ({ id, ...states[state] }));
  const [result] = frameworkResults([framework], results);
  return result?.requirements[0]?.outcome;
}

const AB = { controls: ['A', 'B'] };

describe('a requirement', () => {
  test.each<readonly [string, Partial<Requirement>, Found, RequirementOutcome]>([
    ['all controls pass', AB, { A: 'passed', B: 'passed' }, 'satisfied'],
    ['some pass, others have no subject', AB, { A: 'passed', B: 'unused' }, 'satisfied'],
    ['no control has a subject', AB, { A: 'unused', B: 'unused' }, 'notApplicable'],
    ['one control fails', AB, { A: 'failed', B: 'passed' }, 'notSatisfied'],
    ['one fails, another is unknown', AB, { A: 'failed', B: 'unknown' }, 'notSatisfied'],
    ['one fails, another was not judged', AB, { B: 'failed in part' }, 'notSatisfied'],
    ['one is unknown', AB, { A: 'unknown', B: 'passed' }, 'notEvaluated'],
    ['one is unknown, others have no subject', AB, { A: 'unknown', B: 'unused' }, 'notEvaluated'],
    ['one was not judged', AB, { A: 'passed' }, 'notEvaluated'],
    ['it names no control', {}, { A: 'passed' }, 'notEvaluated'],
    ['more is needed', { ...AB, needsMore: 'More.' }, { A: 'passed', B: 'passed' }, 'notEvaluated'],
    [
      'more is needed, and one fails',
      { ...AB, needsMore: 'More.' },
      { A: 'failed' },
      'notSatisfied',
    ],
    ['nothing but more is needed', { needsMore: 'More.' }, {}, 'notEvaluated'],
    ['no control can show it', { notVisible: 'Why.' }, { A: 'failed' }, 'notVisible'],
    ['a stricter one passes', { stricterControls: ['C'] }, { C: 'passed' }, 'satisfied'],
    [
      'a stricter one fails',
      { ...AB, stricterControls: ['C'] },
      { A: 'passed', B: 'passed', C: 'failed' },
      'notEvaluated',
    ],
    ['a stricter one is unknown', { stricterControls: ['C'] }, { C: 'unknown' }, 'notEvaluated'],
    [
      'a stricter one and another fail',
      { controls: ['A'], stricterControls: ['C'] },
      { A: 'failed', C: 'failed' },
      'notSatisfied',
    ],
  ])('where %s', (_, asked, found, expected) => {
    expect(outcomeFor(asked, found)).toBe(expected);
  });
});

const ids = [...new Set(frameworks.flatMap((given) => given.requirements.flatMap(controlsOf)))];
const anyResults: fc.Arbitrary<readonly Result[]> = fc
  .tuple(
    ...ids.map((id) =>
      fc.option(fc.constantFrom(...Object.values(states)).map((state) => ({ id, ...state }))),
    ),
  )
  .map((results) => results.flatMap((result) => result ?? []));

function idOf({ id }: Result): string {
  return id;
}

function allOutcomes(results: readonly Result[]) {
  return frameworkResults(frameworks, results).flatMap(({ requirements }) => requirements);
}

describe('of all frameworks, whatever the results', () => {
  test('a requirement is satisfied only where each control it needs was evaluated and none failed', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const good = new Set(
          results.filter(({ isEvaluated, outcome }) => isEvaluated && outcome !== 'fail').map(idOf),
        );
        const wrong = allOutcomes(results).filter(
          ({ outcome, controls, stricterControls = [], needsMore }) =>
            outcome === 'satisfied' &&
            (needsMore !== undefined ||
              ![...controls, ...stricterControls].every((id) => good.has(id))),
        );
        expect(wrong).toEqual([]);
      }),
      runs,
    );
  });

  test('a requirement is not satisfied exactly where a control that asks for no more failed', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const failed = new Set(results.filter(({ outcome }) => outcome === 'fail').map(idOf));
        const wrong = allOutcomes(results).filter(
          ({ outcome, controls }) =>
            (outcome === 'notSatisfied') !== controls.some((id) => failed.has(id)),
        );
        expect(wrong).toEqual([]);
      }),
      runs,
    );
  });

  test('mending a control, or evaluating one, makes no requirement worse', () => {
    const badness: Readonly<Record<RequirementOutcome, number>> = {
      notSatisfied: 2,
      notEvaluated: 1,
      satisfied: 0,
      notApplicable: 0,
      notVisible: 0,
    };
    fc.assert(
      fc.property(anyResults, fc.constantFrom(...ids), (results, mended) => {
        const others = results.filter(({ id }) => id !== mended);
        const after = allOutcomes([...others, { id: mended, ...states.passed }]);
        const worse = allOutcomes(results).filter(
          ({ outcome }, index) =>
            badness[after[index]?.outcome ?? 'notSatisfied'] > badness[outcome],
        );
        expect(worse).toEqual([]);
      }),
      runs,
    );
  });

  test('the result is of the form that assessments have, with every requirement in order', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const told = frameworkResults(frameworks, results);
        expect(told.map((given) => frameworkResultSchema.parse(given))).toEqual(told);
        expect(told.map((given) => given.requirements.map(({ id }) => id))).toEqual(
          frameworks.map((given) => given.requirements.map(({ id }) => id)),
        );
      }),
      { numRuns: 50 },
    );
  });
});
