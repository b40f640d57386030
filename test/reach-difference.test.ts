import { describe, expect, test } from '@jest/globals';
import { textOfPorts } from '../functions/assess/reach/algebra/port-set.ts';
import {
  type ConnectionChange,
  connectionChanges,
  type MapSide,
} from '../functions/assess/reach/difference.ts';
import { changeExplainer } from '../functions/assess/reach/difference-reasons.ts';
import { connectionText } from '../functions/assess/reach/lines/connection-line.ts';
import { type ProfileName, profileNamed } from '../functions/assess/reach/profiles/profile.ts';
import { reachOf } from '../functions/assess/reach/reach.ts';
import { snapshotOf } from './minimal-snapshot.ts';

const web = { name: 'web-a', owner: 'Deployment web', labels: { app: 'web' } };
const db = { name: 'db-0', owner: 'StatefulSet db', labels: { app: 'db' } };

describe('a connection', () => {
  test.each<[string, object, object, readonly string[]]>([
    [
      'that a new policy denies is removed',
      {},
      { podSelector: { matchLabels: { app: 'db' } } },
      [
        'removed 0.0.0.0-255.255.255.255[External] => shop/db[StatefulSet] : All Connections -> none, lost All Connections',
        'removed shop/web[Deployment] => shop/db[StatefulSet] : All Connections -> none, lost All Connections',
      ],
    ],
    [
      'that a policy allows from now on is added',
      allowing([]),
      allowing([{ port: 5432 }]),
      ['added shop/web[Deployment] => shop/db[StatefulSet] : none -> TCP 5432, gained TCP 5432'],
    ],
    [
      'on other ports than before is changed',
      allowing([{ port: 80 }, { port: 81 }]),
      allowing([{ port: 81 }, { port: 82 }]),
      [
        'changed shop/web[Deployment] => shop/db[StatefulSet] : TCP 80-81 -> TCP 81-82, gained TCP 82, lost TCP 80',
      ],
    ],
    ['that stays as it is is not told', allowing([{ port: 80 }]), allowing([{ port: 80 }]), []],
    [
      'is not told where no more than other protocols are left open',
      {},
      {
        podSelector: {},
        ingress: [{ ports: [{ protocol: 'TCP' }, { protocol: 'UDP' }, { protocol: 'SCTP' }] }],
      },
      [],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changesOf(sideWith(before), sideWith(after)).map(textOf)).toEqual(expected);
  });

  test('of a workload that comes or goes says so, and needs no other reason', () => {
    const [before, after] = [side({ pods: [web] }), side({ pods: [web, db] })];
    expect(reasonsOf(before, after)).toEqual(new Set(['shop/db[StatefulSet] is new']));
    expect(reasonsOf(after, before)).toEqual(new Set(['shop/db[StatefulSet] is gone']));
  });

  test('tells the policies that decide about what changed, before and after', () => {
    const [before, after] = [
      sideWith(allowing([{ port: 80 }])),
      sideWith(allowing([{ port: 81 }])),
    ];
    const [change] = changesOf(before, after);
    const reasons = changeExplainer(before, after)(present(change));
    expect(reasons.before.map(({ verdict, ports }) => [verdict, textOfPorts(ports)])).toEqual([
      ['allowed', 'TCP 80'],
      ['denied', 'TCP 81'],
    ]);
    expect(reasons.after.map(({ verdict, ports }) => [verdict, textOfPorts(ports)])).toEqual([
      ['allowed', 'TCP 81'],
      ['denied', 'TCP 80'],
    ]);
  });
});

describe('addresses', () => {
  const from = (...cidrs: readonly string[]) => ({
    podSelector: { matchLabels: { app: 'db' } },
    ingress: cidrs.map((cidr) => ({ from: [{ ipBlock: { cidr } }], ports: [{ port: 80 }] })),
  });

  test.each<ProfileName>(['spec', 'external-ipblocks'])(
    'are compared one by one, however ranges are cut, under %s',
    (profile) => {
      const changes = changesOf(
        sideWith(from('10.0.0.0/8'), profile),
        sideWith(from('10.0.0.0/9', '10.128.0.0/10', '12.0.0.0/8'), profile),
      );
      expect(changes.map(textOf)).toEqual([
        'removed 10.192.0.0-10.255.255.255[External] => shop/db[StatefulSet] : TCP 80 -> none, lost TCP 80',
        'added 12.0.0.0-12.255.255.255[External] => shop/db[StatefulSet] : none -> TCP 80, gained TCP 80',
      ]);
    },
  );

  test('of a family that one side alone shows are no change', () => {
    const [plain, shown] = [
      side({ pods: [web] }),
      side({ pods: [{ ...web, podIPs: ['fd00::1'] }] }),
    ];
    expect(changesOf(plain, shown)).toEqual([]);
  });
});

test('a name that one side alone names fares there like any other', () => {
  const cilium = (egress: readonly object[]) =>
    side(
      {
        pods: [web],
        otherPolicies: [
          {
            read: 'ciliumnetworkpolicies.cilium.io',
            kind: 'CiliumNetworkPolicy',
            namespace: 'shop',
            name: 'out',
            specs: [{ endpointSelector: {}, egress }],
          },
        ],
      },
      'cilium',
    );
  const [open, named] = [
    cilium([{ toEntities: ['all'] }]),
    cilium([{ toEntities: ['all'] }, { toFQDNs: [{ matchName: 'api.example.com' }] }]),
  ];
  expect(changesOf(open, named).map(textOf)).toEqual([]);
});

test('a side compared with itself has no changes', () => {
  const given = sideWith(allowing([{ port: 80 }]));
  expect(changesOf(given, given)).toEqual([]);
});

function allowing(ports: readonly object[]): object {
  const peer = { podSelector: { matchLabels: { app: 'web' } } };
  const ingress = ports.length === 0 ? [] : [{ from: [peer], ports }];
  return { podSelector: { matchLabels: { app: 'db' } }, ingress };
}

/** Web and db, and one policy; none where the spec is empty. */
function sideWith(spec: object, profile?: ProfileName): MapSide {
  const networkPolicies = Object.keys(spec).length === 0 ? [] : [{ name: 'policy', spec }];
  return side({ pods: [web, db], networkPolicies }, profile);
}

function side(fragment: object, profile: ProfileName = 'spec'): MapSide {
  const snapshot = snapshotOf({ namespaces: ['shop'], ...fragment });
  return { snapshot, reach: reachOf(snapshot, profileNamed(profile)) };
}

function changesOf(before: MapSide, after: MapSide): readonly ConnectionChange[] {
  return connectionChanges(before, after);
}

function reasonsOf(before: MapSide, after: MapSide): ReadonlySet<string> {
  const explain = changeExplainer(before, after);
  return new Set(
    changesOf(before, after).flatMap((change) => {
      const { peers, before: old, after: now } = explain(change);
      expect([old, now]).toEqual([[], []]);
      return peers;
    }),
  );
}

function textOf({ kind, source, destination, before, after, gained, lost }: ConnectionChange) {
  const sets = { gained, lost };
  const ports = Object.entries(sets).flatMap(([name, set]) => {
    const text = textOfPorts(set);
    return text === '' ? [] : [`, ${name} ${text}`];
  });
  const what = `${connectionText(before)} -> ${connectionText(after)}`;
  return `${kind} ${source.text} => ${destination.text} : ${what}${ports.join('')}`;
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('there is no change');
  return value;
}
