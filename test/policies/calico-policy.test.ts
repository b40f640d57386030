import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allOf, inNamespaces, labelIn } from '../../functions/assess/reach/policies/conditions.ts';
import { serviceAccountKey, tiers } from '../../functions/assess/reach/policies/policy.ts';
import {
  emptyContext,
  object,
  onlyPolicy,
  problemsOf,
  readGlobal,
  readNamespaced,
} from './calico-fixture.ts';

const shop = inNamespaces(['shop']);
const isApi = labelIn('pod', 'app', ['api']);
const unknown = (why: string) => ({ op: 'unknown', why });

function withTiers(...specs: readonly (readonly [name: string, spec: string])[]) {
  const policyObjects = specs.map(([name, spec]) => object('Tier', name, { spec }));
  return { ...emptyContext, policyObjects };
}

describe('whom a policy acts on', () => {
  test.each([
    ['an empty NetworkPolicy acts on all pods of its namespace', '{}', shop],
    ['selector narrows the pods', "selector: app == 'api'", allOf([shop, isApi])],
    [
      'serviceAccountSelector knows the names of accounts',
      "serviceAccountSelector: projectcalico.org/name == 'db'",
      allOf([shop, labelIn('pod', serviceAccountKey, ['db'])]),
    ],
    ['all service accounts are all pods', 'serviceAccountSelector: all()', shop],
    [
      'other labels of service accounts leave it open',
      "serviceAccountSelector: team == 'a'",
      allOf([shop, { op: 'unknown', why: 'labels of service accounts are not in the snapshot' }]),
    ],
    ['a NetworkPolicy stays in its namespace whatever it selects', 'selector: all()', shop],
  ])('%s', (_claim, spec, subject) => {
    const read = readNamespaced(spec);
    expect(onlyPolicy(read).subject).toEqual(subject);
    expect(problemsOf(read)).toEqual([]);
  });

  test.each([
    ['an empty GlobalNetworkPolicy acts on all pods', '{}', { op: 'true' }],
    [
      'projectcalico.org/namespace is the name of the namespace',
      "selector: projectcalico.org/namespace == 'shop' && app == 'api'",
      allOf([shop, isApi]),
    ],
    [
      'namespaceSelector is about the labels of namespaces',
      "namespaceSelector: env == 'prod' && projectcalico.org/name != 'shop'",
      allOf([labelIn('namespace', 'env', ['prod']), { op: 'not', operand: shop }]),
    ],
    [
      'labels of namespaces can be asked for with their prefix',
      'selector: has(pcns.env)',
      { op: 'exists', of: 'namespace', key: 'env' },
    ],
    [
      'every pod is of a namespace, an orchestrator and an account',
      'selector: has(projectcalico.org/namespace) && has(projectcalico.org/serviceaccount) &&' +
        " projectcalico.org/orchestrator == 'k8s'",
      { op: 'true' },
    ],
    [
      'no pod is of OpenStack',
      "selector: projectcalico.org/orchestrator == 'openstack'",
      { op: 'false' },
    ],
    ['all namespaces are all pods', 'namespaceSelector: all()', { op: 'true' }],
    ['!all() is no pod', 'selector: "!all()"', { op: 'false' }],
    ['in with no values is no pod', 'selector: app in {}', { op: 'false' }],
    [
      'texts are asked for as texts',
      "selector: app starts with 'a'",
      { op: 'text', of: 'pod', key: 'app', how: 'startsWith', text: 'a' },
    ],
  ])('%s', (_claim, spec, subject) => {
    const read = readGlobal(spec);
    expect(onlyPolicy(read).subject).toEqual(subject);
    expect(problemsOf(read)).toEqual([]);
  });
});

describe('directions', () => {
  const rules = { ingress: 'ingress: [{action: Deny}]', egress: 'egress: [{action: Deny}]' };
  test.each([
    ['no rules are a policy for ingress', '{}', ['ingress']],
    ['rules for ingress are a policy for ingress', rules.ingress, ['ingress']],
    ['rules for egress alone are a policy for egress', rules.egress, ['egress']],
    ['rules for both are for both', `${rules.ingress}\n${rules.egress}`, ['ingress', 'egress']],
    ['types are taken by their word', `${rules.egress}\ntypes: [Ingress]`, ['ingress']],
    ['types for both', 'types: [Ingress, Egress]', ['ingress', 'egress']],
    ['empty types are none', `${rules.egress}\ntypes: []`, ['egress']],
  ])('%s', (_claim, spec, directions) => {
    const policy = onlyPolicy(readNamespaced(spec));
    expect(['ingress', 'egress'].filter((direction) => direction in policy)).toEqual(directions);
  });
});

describe('place of a policy', () => {
  test('without tier and order it is the last of the tier of NetworkPolicies, which isolates', () => {
    expect(onlyPolicy(readNamespaced('{}'))).toMatchObject({
      tier: tiers.network,
      priority: Number.MAX_VALUE,
      tieBreak: 'default.allow/shop/NetworkPolicy',
      ingress: { isolates: true, rules: [] },
    });
  });

  test.each([
    ['default', 'default', tiers.network, true],
    ['kube-admin', 'kube-admin', tiers.admin, false],
    ['kube-baseline', 'kube-baseline', tiers.baseline, false],
    ['adminnetworkpolicy, the older name', 'adminnetworkpolicy', tiers.admin, false],
  ])('Calico makes the tier %s itself', (_name, tier, place, isolates) => {
    const read = readGlobal(`tier: ${tier}`, emptyContext, `${tier}.allow`);
    expect(onlyPolicy(read)).toMatchObject({ tier: place, ingress: { isolates } });
  });

  const context = withTiers(
    ['security', 'order: 100'],
    ['platform', '{order: 20.5, defaultAction: Pass}'],
    ['last', '{}'],
  );
  test.each([
    ['a tier denies by default', 'security', 100, true],
    ['a tier that passes does not isolate', 'platform', 20.5, false],
    ['a tier without order is the last', 'last', Number.MAX_VALUE, true],
  ])('%s', (_claim, name, order, isolates) => {
    expect(onlyPolicy(readGlobal(`tier: ${name}`, context))).toMatchObject({
      tier: { name, order },
      ingress: { isolates },
    });
  });

  test.each([
    ['security.allow', 'security'],
    ['default.allow', tiers.network.name],
    ['allow', tiers.network.name],
    ['knp.default.some.name', tiers.network.name],
  ])('the stored name %s says its tier where the spec does not', (name, tier) => {
    expect(onlyPolicy(readGlobal('{}', context, name)).tier.name).toBe(tier);
  });

  test('the stored and the written name of a policy have one place', () => {
    const places = ['default.allow', 'allow'].map(
      (name) => onlyPolicy(readNamespaced('order: 10', emptyContext, name)).tieBreak,
    );
    expect(new Set(places)).toEqual(new Set(['default.allow/shop/NetworkPolicy']));
  });
});

/** What leaves open whether a policy applies: it may decide before anything else in its place. */
const doubts: readonly (readonly [claim: string, spec: string, problem: string])[] = [
  [
    'a tier that is not there',
    'tier: internal',
    'notUnderstood spec.tier: tier internal is not in the snapshot',
  ],
  [
    'a tier whose order is no number',
    'tier: broken',
    'notUnderstood spec.tier: Tier/broken spec.order: expected a number, not "first"',
  ],
  [
    'a tier with a field that is not known',
    'tier: newer',
    'notUnderstood spec.tier: Tier/newer spec.mode: field is not known',
  ],
  [
    'an order that is no number',
    'order: first',
    'malformed spec.order: expected a number, not "first"',
  ],
  ['a field that is not known', 'mode: soft', 'notUnderstood spec.mode: field is not known'],
  [
    'a type that is not known',
    'types: [Ingress, Forward]',
    'malformed spec.types[1]: expected Ingress or Egress, not "Forward"',
  ],
  [
    'rules that are no list',
    'ingress: {}',
    'malformed spec.ingress: expected a list, not an object',
  ],
  [
    'a namespaceSelector in a NetworkPolicy',
    'namespaceSelector: all()',
    'notUnderstood spec.namespaceSelector: field is not known',
  ],
  [
    'global() where it has no meaning',
    'selector: global()',
    'malformed spec.selector: global() may only stand alone in the namespaceSelector of a rule',
  ],
  [
    'a selector that cannot be read',
    "selector: app = 'api'",
    'malformed spec.selector: bad selector at character 5: expected an operator after the label',
  ],
  [
    'a selector that is no text',
    'selector: 7',
    'malformed spec.selector: expected a string, not 7',
  ],
];

test.each(doubts)('%s leaves open whether the policy applies', (_claim, spec, problem) => {
  const context = withTiers(['broken', 'order: first'], ['newer', '{order: 1, mode: x}']);
  const read = readNamespaced(spec, context);
  const [, why = ''] = /^\w+ (.*)$/.exec(problem) ?? [];
  expect(problemsOf(read)).toEqual([problem]);
  const { subject } = onlyPolicy(read);
  const operands = subject.op === 'and' ? subject.operands : [];
  expect(new Set(operands)).toEqual(new Set([unknown(why), shop]));
});

test.each([
  ['tier: internal', { tier: { name: 'internal', order: -Number.MAX_VALUE } }],
  ['order: first', { tier: tiers.network, priority: -Number.MAX_VALUE }],
])('%s may come before all others', (spec, place) => {
  expect(onlyPolicy(readNamespaced(spec))).toMatchObject(place);
});

describe('features of host endpoints', () => {
  test.each(['preDNAT', 'doNotTrack'])('a policy with %s does not reach pods', (flag) => {
    const read = readGlobal(`{applyOnForward: true, ${flag}: true, ingress: [{action: Deny}]}`);
    expect(read.policies).toEqual([]);
    expect(problemsOf(read)).toEqual([
      `notUnderstood spec.${flag}: applies to host endpoints, not to pods`,
    ]);
  });

  test('applyOnForward and hints change nothing for pods', () => {
    const plain = readGlobal('selector: all()');
    const withFlags = readGlobal(
      '{selector: all(), applyOnForward: true, preDNAT: false, ' +
        'performanceHints: [AssumeNeededOnEveryNode]}',
    );
    expect(withFlags).toEqual(plain);
  });

  test('a flag that is neither true nor false leaves open whether the policy reaches pods', () => {
    const read = readGlobal('preDNAT: sometimes');
    const why = 'spec.preDNAT: expected true or false, not "sometimes"';
    expect(onlyPolicy(read).subject).toEqual(unknown(why));
  });
});

test('no spec stops the reading: what is wrong with it is a problem of the policy', () => {
  const fields = ['ingress', 'egress', 'selector', 'types', 'order', 'tier', 'namespaceSelector'];
  const entity = fc.dictionary(
    fc.constantFrom('nets', 'notNets', 'selector', 'serviceAccounts', 'services', 'ports'),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const rule = fc.dictionary(
    fc.constantFrom('action', 'protocol', 'notProtocol', 'icmp', 'ipVersion', 'http'),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const rules = fc.array(
    fc.tuple(rule, entity, entity).map(([rest, source, destination]) => ({
      ...rest,
      source,
      destination,
    })),
    { maxLength: 3 },
  );
  const anySpec = fc.dictionary(
    fc.constantFrom(...fields),
    fc.oneof(fc.jsonValue({ maxDepth: 1 }), rules),
  );
  fc.assert(
    fc.property(anySpec, (spec) => {
      const { policies } = readGlobal(JSON.stringify(spec));
      expect(policies.filter(({ ingress, egress }) => ingress ?? egress)).toEqual(policies);
    }),
    { numRuns: 500 },
  );
});

test('a policy without a spec isolates the pods of its namespace from all ingress', () => {
  const read = readNamespaced('null');
  expect(onlyPolicy(read)).toMatchObject({ subject: shop, ingress: { isolates: true, rules: [] } });
});
