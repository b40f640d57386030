import { describe, expect, test } from '@jest/globals';
import { exceptionsFor } from '../functions/assess/exceptions/exceptions-for.ts';
import { literalPattern } from '../functions/assess/exceptions/literal-pattern.ts';
import { coversCluster, subjectTest } from '../functions/assess/exceptions/scope.ts';
import type { Exception, ExceptionScope } from '../functions/model/exceptions.ts';
import type { Subject } from '../functions/model/verdict.ts';

const cluster = { account: '111122223333', region: 'eu-west-1', name: 'shop-test' };
const at = '2026-11-23T13:45:00.000Z';

const api: Subject = { kind: 'Deployment', namespace: 'shop', name: 'api' };
const admins: Subject = { kind: 'Group', name: 'platform admins' };
const role: Subject = { kind: 'AccessEntry', name: 'arn:aws:iam::111122223333:role/team/ci' };
const shop: Subject = { kind: 'Namespace', name: 'shop' };
const whole: Subject = { kind: 'Cluster', name: 'shop-test' };

const base: Exception = {
  id: 'one',
  control: 'POD-01',
  scope: { namespace: 'shop' },
  reason: 'reason',
  compensatingControl: 'none',
  requester: 'ana',
  approver: 'bo',
  granted: '2026-11-01',
  expires: '2027-11-01',
};
const exception = (given: Partial<Exception> = {}): Exception => ({ ...base, ...given });
const found = (subject: Subject, controlId = 'POD-01') => ({ controlId, subject });
const judged = { cluster, at };

describe('a pattern', () => {
  test.each([
    ['api', 'api', true],
    ['api', 'api-2', false],
    ['api', 'the-api', false],
    ['', '', true],
    ['*', '', true],
    ['*', 'anything at all', true],
    ['api-*', 'api-', true],
    ['*-test', 'shop-test', true],
    ['*-test', 'shop-test-2', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['*ab*ab*', 'ab', false],
    ['*ab*ab*', 'abab', true],
    ['ab*b', 'ab', false],
    ['a*b*b', 'ab', false],
    ['a*b*b', 'abb', true],
    ['**', 'x', true],
    ['Api', 'api', false],
    ['a.i', 'api', false],
    ['a?i', 'api', false],
    ['[a]pi', 'api', false],
    ['(a+)+$', 'aaaa', false],
  ])('%j on %j: %j', (pattern, text, expected) => {
    expect(literalPattern(pattern)(text)).toBe(expected);
  });

  test('is matched in no time, however it is made', () => {
    const text = 'a'.repeat(2_000);
    const started = performance.now();
    expect(literalPattern(`${'*a'.repeat(490)}*b`)(text)).toBe(false);
    expect(literalPattern(`${'a*'.repeat(490)}b`)(text)).toBe(false);
    expect(performance.now() - started).toBeLessThan(200);
  });
});

describe('a scope takes in', () => {
  test.each<[string | undefined, boolean]>([
    [undefined, true],
    ['shop-test', true],
    ['*-test', true],
    ['shop', false],
    ['111122223333/eu-west-1/shop-test', true],
    ['111122223333/*/*', true],
    ['*/eu-west-1/shop-*', true],
    ['*/eu-central-1/*', false],
    ['444455556666/*/*', false],
    // A wildcard stays within its part.
    ['*/shop-test', false],
    ['111122223333/*shop-test', false],
    ['*/*/*/*', false],
  ])('the cluster for %j: %j', (pattern, expected) => {
    expect(coversCluster(pattern === undefined ? {} : { cluster: pattern }, cluster)).toBe(
      expected,
    );
  });

  test.each<[ExceptionScope, Subject, boolean]>([
    [{}, api, true],
    [{}, whole, true],
    [{ namespace: 'shop' }, api, true],
    [{ namespace: 'sh*' }, api, true],
    [{ namespace: 'shop2' }, api, false],
    [{ namespace: 'shop' }, shop, true],
    [{ namespace: 'shop' }, { kind: 'Namespace', name: 'bank' }, false],
    // What is in no namespace is not meant by naming one.
    [{ namespace: '*' }, admins, false],
    [{ namespace: '*' }, whole, false],
    [{ namespace: 'shop-test' }, whole, false],
    [{ subject: 'Deployment api' }, api, true],
    [{ subject: 'Deployment api' }, { ...api, namespace: 'bank' }, true],
    [{ subject: 'deployment api' }, api, false],
    [{ subject: 'Deployment shop/api' }, api, false],
    [{ subject: 'StatefulSet api' }, api, false],
    [{ subject: '* api' }, api, true],
    [{ subject: 'Deployment *' }, api, true],
    [{ subject: 'Deployment' }, api, false],
    // A wildcard of the kind takes in nothing of the name, nor the other way round.
    [{ subject: 'Deploy*' }, api, false],
    [{ subject: 'Deploy*i' }, api, false],
    [{ subject: '* admins' }, admins, false],
    [{ subject: 'Group platform admins' }, admins, true],
    [{ subject: 'Group platform*' }, admins, true],
    [{ subject: 'AccessEntry arn:aws:iam::*:role/team/*' }, role, true],
    [{ subject: 'AccessEntry arn:aws:iam::444455556666:role/*' }, role, false],
    [{ namespace: 'shop', subject: 'Deployment api' }, api, true],
    [{ namespace: 'shop', subject: 'Deployment web' }, api, false],
    [{ namespace: 'bank', subject: 'Deployment api' }, api, false],
  ])('of %j the subject %j: %j', (scope, subject, expected) => {
    expect(subjectTest(scope)(subject)).toBe(expected);
  });
});

describe('the register', () => {
  test.each<[string, Partial<Exception>, object]>([
    ['in force', {}, { state: 'active', findings: 2 }],
    ['granted today', { granted: '2026-11-23' }, { state: 'active', findings: 2 }],
    ['granted for tomorrow', { granted: '2026-11-24' }, { state: 'pending', findings: 2 }],
    ['that ends tomorrow', { expires: '2026-11-24' }, { state: 'active', findings: 2 }],
    ['that ended today', { expires: '2026-11-23' }, { state: 'expired', findings: 2 }],
    ['of another control', { control: 'NET-01' }, { state: 'unused', findings: 0 }],
    ['of another namespace', { scope: { namespace: 'bank' } }, { state: 'unused', findings: 0 }],
    [
      'that ended and matches nothing',
      { expires: '2026-11-23', control: 'NET-01' },
      { state: 'expired', findings: 0 },
    ],
    [
      'of another cluster',
      { scope: { cluster: 'bank', namespace: 'shop' } },
      { state: 'otherCluster', findings: 0 },
    ],
    [
      'of another cluster that ended',
      { scope: { cluster: 'bank' }, expires: '2026-11-23' },
      { state: 'otherCluster', findings: 0 },
    ],
  ])('tells of one %s', (_, given, expected) => {
    const findings = [found(api), found({ ...api, name: 'web' }), found(admins, 'RBAC-01')];
    const { register, findings: marked } = exceptionsFor(findings, [exception(given)], judged);
    expect(register).toEqual([{ ...exception(given), ...expected }]);
    const isInForce = 'state' in expected && expected.state === 'active';
    expect(marked.map(({ exceptionId }) => exceptionId)).toEqual([
      isInForce ? 'one' : undefined,
      isInForce ? 'one' : undefined,
      undefined,
    ]);
  });

  test('of several that match counts all, and the first in force accepts', () => {
    const entries = [
      exception({ id: 'ended', expires: '2026-11-20' }),
      exception({ id: 'narrow', scope: { subject: 'Deployment api' } }),
      exception({ id: 'wide' }),
    ];
    const findings = [found(api), found({ ...api, name: 'web' })];
    const { register, findings: marked } = exceptionsFor(findings, entries, judged);
    expect(marked.map(({ exceptionId }) => exceptionId)).toEqual(['narrow', 'wide']);
    expect(register.map(({ id, state, findings: count }) => [id, state, count])).toEqual([
      ['ended', 'expired', 2],
      ['narrow', 'active', 1],
      ['wide', 'active', 2],
    ]);
  });

  test('gives findings without an exception as they are', () => {
    const finding = found(admins, 'RBAC-01');
    const { findings } = exceptionsFor([finding], [exception()], judged);
    expect(findings).toEqual([finding]);
    expect(findings[0]).not.toHaveProperty('exceptionId');
  });
});

describe('too wide', () => {
  const many = Array.from({ length: 11 }, (_, index) => found({ ...api, name: `api-${index}` }));
  const nothingLimits =
    'neither a namespace nor a name limits it: it accepts whatever POD-01 finds';
  const tooMany = 'it accepts findings of 11 subjects, more than 10';

  test.each<[string, ExceptionScope, readonly Subject[], string | undefined]>([
    ['without any limit', {}, [api], nothingLimits],
    ['with nothing but a cluster', { cluster: 'shop-test' }, [api], nothingLimits],
    ['with wildcards alone', { namespace: '*', subject: '* *' }, [api], nothingLimits],
    ['with nothing but a kind', { subject: 'Deployment *' }, [api], nothingLimits],
    ['with a letter that is in most names', { namespace: '*o*' }, [api], nothingLimits],
    ['with a beginning of a name', { namespace: 'sho*' }, [api], undefined],
    ['with a short name in full', { namespace: 'ci' }, [], undefined],
    ['with a name of any kind', { subject: '* api' }, [api], undefined],
    [
      'with a kind in a namespace',
      { namespace: 'shop', subject: 'Deployment *' },
      [api],
      undefined,
    ],
    ['for a cluster that is named, about itself', { cluster: 'shop-test' }, [whole], undefined],
    ['for that cluster of any account', { cluster: '*/*/shop-test' }, [whole], undefined],
    ['for a region', { cluster: '111122223333/eu-west-1/*' }, [whole], nothingLimits],
    ['for any cluster, about itself', { cluster: '*' }, [whole], nothingLimits],
    [
      'for a cluster, about more than itself',
      { cluster: 'shop-test' },
      [whole, api],
      nothingLimits,
    ],
  ])('is one %s, or not', (_, scope, subjects, expected) => {
    const { register } = exceptionsFor(
      subjects.map((subject) => found(subject)),
      [exception({ scope })],
      judged,
    );
    expect(register[0]?.tooWide).toBe(expected);
  });

  test.each([
    ['ten subjects', many.slice(1), undefined],
    ['eleven subjects', many, tooMany],
    ['one subject, eleven times', many.map(() => found(api)), undefined],
    ['eleven of one name in as many namespaces', many.map(inNamespaces), tooMany],
  ])('is one for %s, or not', (_, findings, expected) => {
    const scope = { namespace: 'shop*' };
    const { register, findings: marked } = exceptionsFor(findings, [exception({ scope })], judged);
    expect(register[0]?.tooWide).toBe(expected);
    // It is told, and accepts all the same.
    expect(marked.every(({ exceptionId }) => exceptionId === 'one')).toBe(true);
  });

  test('is nothing that ended', () => {
    const ended = exception({ scope: {}, expires: '2026-11-02' });
    expect(exceptionsFor(many, [ended], judged).register[0]).not.toHaveProperty('tooWide');
  });

  function inNamespaces(_: object, index: number) {
    return found({ ...api, namespace: `shop-${index}` });
  }
});
