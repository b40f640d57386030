import { describe, expect, test } from '@jest/globals';
import { readAdminNetworkPolicy } from '../../functions/assess/reach/policies/admin-network-policy.ts';
import { tiers } from '../../functions/assess/reach/policies/policy.ts';
import { naming, pods, unknown } from './form-in-short.ts';
import { otherPolicy } from './written-policies.ts';

const everyPeer = [{ path: 'spec.ingress[0]', peers: { op: 'every' } }];
const malformed = (path: string) => ({ kind: 'malformed', path });
const notUnderstood = (path: string) => ({ kind: 'notUnderstood', path });

const read = (spec: string) =>
  readAdminNetworkPolicy(otherPolicy('adminnetworkpolicies.policy.networking.k8s.io', spec));

const subject = 'subject: { namespaces: {} }';

/** The rules of a direction, of a policy on every pod. */
function rules(direction: 'ingress' | 'egress', rule: string) {
  const { policies, problems } = read(`{ priority: 7, ${subject}, ${direction}: [${rule}] }`);
  return { rules: policies[0]?.[direction]?.rules, problems };
}

describe('a peer without a known field', () => {
  test('that is empty: a rule that allows matches no traffic', () => {
    const result = rules('ingress', '{ action: Allow, from: [{ namespaces: {} }, {}] }');
    expect(result.rules).toMatchObject([
      { action: 'allow', peers: [{ path: 'spec.ingress[0]', peers: { op: 'none' } }] },
    ]);
    expect(result.problems).toMatchObject([malformed('spec.ingress[0].from[1]')]);
  });

  test.each(['Deny', 'Pass'])('that is empty: a %s rule denies all', (action) => {
    const result = rules(
      'ingress',
      `{ action: ${action}, from: [{}], ports: [{ portNumber: { port: 80 } }] }`,
    );
    expect(result.rules).toEqual([
      { path: 'spec.ingress[0]', action: 'deny', peers: everyPeer, ports: 'every' },
    ]);
  });

  test('that has another one: whether a rule allows is open for all its peers', () => {
    const result = rules(
      'ingress',
      '{ action: Allow, from: [{ namespaces: {} }, { meshes: {} }] }',
    );
    expect(result.rules).toMatchObject([
      {
        action: 'allow',
        peers: [{ peers: pods({ op: 'true' }) }, { peers: unknown('from[1].meshes') }],
        unsure: naming('spec.ingress[0].from[1].meshes'),
      },
    ]);
    expect(result.problems).toMatchObject([notUnderstood('spec.ingress[0].from[1].meshes')]);
  });

  test('that has another one: a rule may deny all, or match as it stands', () => {
    const result = rules('ingress', '{ action: Pass, from: [{ namespaces: {} }, { meshes: {} }] }');
    expect(result.rules).toMatchObject([
      { action: 'deny', peers: everyPeer, ports: 'every', unsure: naming('from[1].meshes') },
      { action: 'pass', peers: [{ peers: pods({ op: 'true' }) }, { peers: unknown('meshes') }] },
    ]);
    expect(result.rules?.[1]).not.toHaveProperty('unsure');
  });
});

describe('what else of an AdminNetworkPolicy cannot be understood', () => {
  test.each(['Log', 'allow', 'null'])('the action %s may be any action', (action) => {
    const result = rules('ingress', `{ action: ${action}, from: [{ namespaces: {} }] }`);
    expect(result.rules).toMatchObject([
      { action: 'allow', unsure: naming('spec.ingress[0].action') },
      { action: 'deny', unsure: naming('spec.ingress[0].action') },
      { action: 'pass', unsure: naming('spec.ingress[0].action') },
    ]);
    expect(result.problems).toMatchObject([malformed('spec.ingress[0].action')]);
  });

  test('a field of a rule leaves open whether the rule applies', () => {
    const result = rules('ingress', '{ action: Deny, from: [{ namespaces: {} }], log: true }');
    expect(result.rules).toMatchObject([{ unsure: naming('spec.ingress[0].log') }]);
    expect(result.problems).toMatchObject([notUnderstood('spec.ingress[0].log')]);
  });

  test('a field of the spec may do anything before all rules', () => {
    const { policies, problems } = read(`{ priority: 0, ${subject}, exempt: [a] }`);
    const doubtful = { path: 'spec', peers: [{ peers: unknown('spec.exempt') }], ports: 'every' };
    const anything = {
      rules: [
        { ...doubtful, action: 'allow' },
        { ...doubtful, action: 'deny' },
        { ...doubtful, action: 'pass' },
      ],
    };
    expect(policies).toMatchObject([
      { subject: unknown('spec.exempt'), ingress: anything, egress: anything },
    ]);
    expect(problems).toMatchObject([notUnderstood('spec.exempt')]);
  });

  test.each(['null', '[]', 'deny'])('the spec %s may do anything to any pod', (spec) => {
    const { policies, problems } = read(spec);
    expect(policies).toMatchObject([
      {
        tier: tiers.admin,
        subject: unknown('spec'),
        ingress: { isolates: false, rules: [{ action: 'allow' }, { action: 'deny' }, {}] },
        egress: { isolates: false, rules: [{ action: 'allow' }, { action: 'deny' }, {}] },
      },
    ]);
    expect(problems).toMatchObject([malformed('spec')]);
  });

  test('a rule that is no object may do anything', () => {
    const result = rules('egress', 'all');
    expect(result.rules).toMatchObject([
      { action: 'allow', peers: [{ peers: unknown('spec.egress[0]') }] },
      { action: 'deny' },
      { action: 'pass' },
    ]);
    expect(result.problems).toMatchObject([malformed('spec.egress[0]')]);
  });
});
