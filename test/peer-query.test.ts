import { describe, expect, test } from '@jest/globals';
import { hasAddress, parseAddress } from '../functions/assess/reach/algebra/address-set.ts';
import { internetAddresses } from '../functions/assess/reach/internet-addresses.ts';
import { askedPeers, reachKnowing } from '../functions/assess/reach/lines/asked-peers.ts';
import { parseLabelQuery } from '../functions/assess/reach/lines/label-query.ts';
import { nameIn } from '../functions/assess/reach/lines/peer-query.ts';
import { profileNamed } from '../functions/assess/reach/profiles/profile.ts';
import { StageError } from '../functions/model/errors.ts';
import { snapshotOf } from './minimal-snapshot.ts';

describe('a label selector', () => {
  const labels = { app: 'web', tier: 'front', 'example.com/zone': 'a', empty: '' };

  test.each([
    ['app=web', true],
    ['app==web', true],
    ['app=db', false],
    ['app = web , tier = front', true],
    ['app=web,tier=back', false],
    ['tier!=back', true],
    ['missing!=anything', true],
    ['app in (db, web)', true],
    ['app in (db)', false],
    ['app notin (db)', true],
    ['missing notin (db)', true],
    ['app in (db,web),tier=front', true],
    ['app', true],
    ['missing', false],
    ['!missing', true],
    ['!app', false],
    ['example.com/zone=a', true],
    ['empty=', true],
    ['missing=', false],
    ['constructor', false],
  ])('"%s" holds: %p', (text, expected) => {
    expect(parseLabelQuery(text)?.(labels)).toBe(expected);
  });

  test.each(['', 'app=', 'app=web,', 'a b', 'app in web', '=web', 'app=(', '!', 'app=a=b'])(
    '"%s" is one only where Kubernetes takes it for one',
    (text) => {
      expect(parseLabelQuery(text) !== undefined).toBe(text === 'app=');
    },
  );
});

describe('the internet', () => {
  test.each([
    ['8.8.8.8', true],
    ['1.1.1.1', true],
    ['0.1.2.3', false],
    ['10.1.2.3', false],
    ['100.64.0.1', false],
    ['100.128.0.1', true],
    ['127.0.0.1', false],
    ['169.254.169.254', false],
    ['172.15.0.1', true],
    ['172.16.0.1', false],
    ['192.0.2.1', false],
    ['192.168.1.1', false],
    ['198.18.0.1', false],
    ['203.0.113.9', false],
    ['224.0.0.1', false],
    ['240.0.0.1', false],
    ['255.255.255.255', false],
    ['2600:1f00::1', true],
    ['64:ff9b::808:808', true],
    ['::1', false],
    ['::ffff:8.8.8.8', false],
    ['fd00:ec2::254', false],
    ['fe80::1', false],
    ['ff02::1', false],
    ['2001:db8::1', false],
    ['2002::1', false],
    ['3fff::1', false],
    ['4000::1', false],
  ])('holds %s: %p', (text, expected) => {
    expect(hasAddress(internetAddresses, parseAddress(text) ?? -1n)).toBe(expected);
  });
});

describe('peers asked for as', () => {
  const snapshot = snapshotOf({
    namespaces: ['shop', 'team'],
    nodes: [{ name: 'one', internalIPs: ['10.0.0.1'] }],
    pods: [
      pod('web-a', 'Deployment web', { labels: { app: 'web' }, podIPs: ['10.0.1.1'] }),
      pod('web-b', 'Deployment web', { labels: { app: 'web' }, podIPs: ['10.0.1.2'] }),
      pod('db-0', 'StatefulSet db', { labels: { app: 'db' }, podIPs: ['10.0.1.3'] }),
      pod('web', 'StatefulSet web', { namespace: 'team', labels: { app: 'web' } }),
    ],
    services: [
      { name: 'postgres', clusterIPs: ['172.20.0.7'], selector: { app: 'db' } },
      { name: 'none', selector: { app: 'none' } },
    ],
    networkPolicies: [
      {
        name: 'in',
        spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] },
      },
    ],
  });

  test.each([
    ['shop/web', ['shop/web[Deployment]']],
    ['shop/web-a', ['shop/web[Deployment]']],
    ['shop/web[Deployment]', ['shop/web[Deployment]']],
    ['shop/*', ['shop/db[StatefulSet]', 'shop/web[Deployment]']],
    ['shop/*[Deployment]', ['shop/web[Deployment]']],
    ['app=web', ['shop/web[Deployment]', 'team/web[StatefulSet]']],
    ['shop/app=web', ['shop/web[Deployment]']],
    ['shop/app notin (web)', ['shop/db[StatefulSet]']],
    ['app', ['shop/db[StatefulSet]', 'shop/web[Deployment]', 'team/web[StatefulSet]']],
    ['one[Node]', ['one[Node]']],
    ['10.0.1.3', ['shop/db[StatefulSet]']],
    ['10.0.0.1', ['one[Node]']],
    // A cluster IP means the pods behind its Service.
    ['172.20.0.7', ['shop/db[StatefulSet]']],
    ['10.9.0.1', ['10.9.0.1-10.9.0.1[External]']],
    [
      '10.0.1.0/24',
      ['shop/db[StatefulSet]', 'shop/web[Deployment]', '10.0.1.0-10.0.1.255[External]'],
    ],
    ['9.0.0.0/7', ['8.0.0.0-9.255.255.255[External]']],
    ['10.0.0.0-10.0.0.0[External]', ['10.0.0.0-10.0.0.0[External]']],
  ])('%s', (text, expected) => {
    expect(asked(text)).toEqual(expected);
  });

  test('pods of one workload are apart where lines are of pods', () => {
    expect(asked('shop/web', 'pod')).toEqual(['shop/web-a[Pod]', 'shop/web-b[Pod]']);
    expect(asked('shop/web-a[Pod]', 'pod')).toEqual(['shop/web-a[Pod]']);
  });

  test('the internet is ranges that hold public addresses', () => {
    const [before, after] = asked('internet');
    expect(before).toMatch(/^::|^0\.0\.0\.0-/);
    expect(after).not.toMatch(/^10\./);
  });

  test('a name is a peer although no policy names it', () => {
    expect(asked('name:api.example.com')).toEqual(['api.example.com[Name]']);
  });

  test.each([
    ['shop/nothing', /fits nothing in the map/, /There is one\[Node\], shop\/db\[StatefulSet\]/],
    ['nowhere/*', /fits nothing/, /There is/],
    ['shop/*[Pod]', /fits nothing/, /There is/],
    ['shop/postgres', /fits nothing/, /is a Service: ask for the pods behind it, shop\/db\[Sta/],
    ['shop/none', /fits nothing/, /is a Service without pods/],
    ['app=nothing', /fits nothing/, /shop\/web\[Deployment\]/],
    ['a==(', /is no way to ask for peers/, /Give namespace\/name, namespace\/\*/],
    ['name:not a name', /is no way to ask/, /name:api\.example\.com/],
    ['10.0.0.0/33', /fits nothing|is no way/, /./],
  ])('%s is refused with what there is', (text, what, remedy) => {
    const refused = refusalOf(() => asked(text));
    expect(refused.message).toMatch(what);
    expect(refused.remedy).toMatch(remedy);
  });

  test('a name is no source', () => {
    const refused = refusalOf(() => asked('name:api.example.com', 'workload', 'from'));
    expect(refused.message).toMatch(/names are destinations only/);
  });

  function asked(
    text: string,
    level: 'workload' | 'pod' = 'workload',
    role: 'from' | 'to' = 'to',
  ): readonly string[] {
    const name = nameIn(text);
    const reach = reachKnowing(snapshot, profileNamed('spec'), name === undefined ? [] : [name]);
    const { peers } = askedPeers(reach, snapshot, { level, role, text });
    return peers.map((peer) => peer.text);
  }
});

function pod(name: string, owner: string, rest: object): object {
  return { name, owner, ...rest };
}

function refusalOf(work: () => unknown): StageError {
  try {
    work();
  } catch (error) {
    if (error instanceof StageError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
