import { describe, expect, test } from '@jest/globals';
import { textOfPorts } from '../functions/assess/reach/algebra/port-set.ts';
import { futurePeers } from '../functions/assess/reach/future/future-peers.ts';
import { waysTo } from '../functions/assess/reach/future/witness.ts';
import type { Condition } from '../functions/assess/reach/policies/policy.ts';
import { profileNamed } from '../functions/assess/reach/profiles/profile.ts';
import { snapshotOf } from './minimal-snapshot.ts';

type Peer = {
  readonly podSelector?: object;
  readonly namespaceSelector?: object;
};

const database = { name: 'db', labels: { app: 'db' } };

/** Who could be made that reaches the database, where its policy lets in these peers. */
function comers(from: readonly Peer[], more: object = {}): readonly string[] {
  const snapshot = snapshotOf({
    namespaces: [
      { name: 'shop', labels: { 'kubernetes.io/metadata.name': 'shop' } },
      { name: 'blue', labels: { 'kubernetes.io/metadata.name': 'blue', team: 'blue' } },
      { name: 'red', labels: { 'kubernetes.io/metadata.name': 'red', team: 'red' } },
    ],
    pods: [database],
    networkPolicies: [
      {
        name: 'db',
        spec: {
          podSelector: { matchLabels: { app: 'db' } },
          ingress: [{ from, ports: [{ port: 5432 }] }],
        },
      },
    ],
    ...more,
  });
  return futurePeers(snapshot, profileNamed('spec')).peers.flatMap((peer) => {
    const [connection] = peer.reaches.map((each) => each.connection);
    if (connection === undefined) return [];
    const pod = Object.entries(peer.labels).map((label) => label.join('='));
    const home = Object.entries(peer.namespaceLabels).map((label) => label.join('='));
    const where = peer.namespace ?? ['new', ...home].join(' ');
    return [`${pod.join()} in ${where}: ${textOfPorts(connection.allowed)}`];
  });
}

const expressions = (...matchExpressions: readonly object[]) => ({ matchExpressions });
const labels = (matchLabels: object) => ({ matchLabels });

describe('pods that could be made', () => {
  test.each<readonly [string, readonly Peer[], readonly string[]]>([
    [
      'of the namespace of the policy, where nothing else is said',
      [{ podSelector: labels({ role: 'client' }) }],
      ['role=client in shop: TCP 5432'],
    ],
    [
      'with each of the values of In',
      [{ podSelector: expressions({ key: 'role', operator: 'In', values: ['a', 'b'] }) }],
      ['role=a in shop: TCP 5432', 'role=b in shop: TCP 5432'],
    ],
    [
      'without a label, where it is refused',
      [{ podSelector: expressions({ key: 'role', operator: 'NotIn', values: ['a'] }) }],
      [' in shop: TCP 5432'],
    ],
    [
      'with the values of In that NotIn leaves',
      [
        {
          podSelector: expressions(
            { key: 'role', operator: 'In', values: ['a', 'b'] },
            { key: 'role', operator: 'NotIn', values: ['a'] },
          ),
        },
      ],
      ['role=b in shop: TCP 5432'],
    ],
    [
      'in every namespace that has a label which is only asked to exist, and in a new one with it',
      [{ namespaceSelector: expressions({ key: 'team', operator: 'Exists' }) }],
      [' in blue: TCP 5432', ' in red: TCP 5432', ' in new team=any: TCP 5432'],
    ],
    [
      'in the namespaces that another value than a refused one leaves',
      [
        {
          namespaceSelector: expressions(
            { key: 'team', operator: 'Exists' },
            { key: 'team', operator: 'NotIn', values: ['blue', 'any'] },
          ),
        },
      ],
      [' in red: TCP 5432', ' in new team=any-other: TCP 5432'],
    ],
    [
      'in any new namespace, since each has its name as a label',
      [
        {
          namespaceSelector: expressions({
            key: 'kubernetes.io/metadata.name',
            operator: 'Exists',
          }),
        },
      ],
      [' in new: TCP 5432'],
    ],
    [
      'in one namespace once, by whatever labels it is named',
      [
        { namespaceSelector: labels({ team: 'blue' }) },
        { namespaceSelector: labels({ 'kubernetes.io/metadata.name': 'blue' }) },
      ],
      [' in blue: TCP 5432', ' in new team=blue: TCP 5432'],
    ],
  ])('%s', (_, from, expected) => {
    expect([...comers(from)].sort()).toEqual([...expected].sort());
  });

  test('are stopped by the policies of their own namespace', () => {
    const closed = {
      name: 'closed',
      namespace: 'blue',
      spec: { podSelector: {}, policyTypes: ['Egress'] },
    };
    const from = [{ namespaceSelector: expressions({ key: 'team', operator: 'Exists' }) }];
    const open = { name: 'db', spec: { podSelector: labels({ app: 'db' }), ingress: [{ from }] } };
    expect(comers(from, { networkPolicies: [open, closed] })).toEqual([
      ' in red: All Connections',
      ' in new team=any: All Connections',
    ]);
  });

  test('keep clear of a namespace that has the name of theirs', () => {
    const from = [{ podSelector: {}, namespaceSelector: labels({ team: 'green' }) }];
    const namespaces = [
      { name: 'shop', labels: { 'kubernetes.io/metadata.name': 'shop' } },
      { name: 'ringfence-new-namespace-1', labels: { team: 'black' } },
    ];
    expect(comers(from, { namespaces })).toEqual([' in new team=green: TCP 5432']);
  });

  test('of one new namespace with other labels are not mixed up', () => {
    const name = { 'kubernetes.io/metadata.name': 'later' };
    const from = [
      { namespaceSelector: labels(name), podSelector: labels({ role: 'x' }) },
      { namespaceSelector: labels({ ...name, team: 'a' }) },
    ];
    expect(comers(from)).toEqual(['role=x in new kubernetes.io/metadata.name=later: TCP 5432']);
  });

  test('are counted where they are too many to look at', () => {
    const values = Array.from({ length: 100 }, (_, index) => `v${index}`);
    const one: Condition = { op: 'in', of: 'pod', key: 'one', values };
    const other: Condition = { op: 'in', of: 'pod', key: 'other', values };
    expect(waysTo(one)).toMatchObject({ witnesses: { length: 64 }, leftOut: 36 });
    const { leftOut } = waysTo({ op: 'and', operands: [one, other] });
    expect(leftOut).toBe(10_000 - 64);
    const either = waysTo({ op: 'or', operands: values.map((key) => ({ ...one, key })) });
    expect(either.leftOut).toBeGreaterThan(36);
  });

  test('meet what is asked of the beginning and the end of a value', () => {
    const where = { of: 'pod', key: 'app', op: 'text' } as const;
    const { witnesses } = waysTo({
      op: 'and',
      operands: [
        { ...where, how: 'startsWith', text: 'web-' },
        { ...where, how: 'endsWith', text: '-v2' },
      ],
    });
    expect(witnesses.map(({ pod }) => pod)).toEqual([{ app: 'web--v2' }]);
  });
});
