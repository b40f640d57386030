import { afterEach, describe, expect, test } from '@jest/globals';
import { eksClient } from '../functions/platform/aws/eks-client.ts';
import { eksFleet } from '../functions/platform/aws/eks-fleet.ts';
import { type FakeCluster, startEksApi } from './eks-api/eks-api.ts';

const account = '111122223333';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret-key-of-a-test' };
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const item of open.splice(0)) await item.close();
});

describe('a fleet', () => {
  const clustersOf = (...names: string[]): FakeCluster[] =>
    names.map((name) => ({ name, description: {} }));

  async function fleetOf(
    regions: Readonly<Record<string, Parameters<typeof startEksApi>[0]>>,
    limits: Pick<Parameters<typeof eksFleet>[0], 'regionTimeoutMs'> = {},
  ) {
    const endpoints = new Map<string, string>();
    for (const [region, setup] of Object.entries(regions)) {
      const api = await startEksApi(setup);
      open.push(api);
      endpoints.set(region, api.endpoint);
    }
    return eksFleet({
      account,
      regions: Object.keys(regions),
      ...limits,
      clientFor: (region) =>
        eksClient({ region, credentials, endpoint: endpoints.get(region), attemptsMax: 1 }),
    });
  }

  test('is every cluster of every region, over all pages', async () => {
    const fleet = await fleetOf({
      'eu-west-1': { clusters: clustersOf('a', 'b', 'c'), pageSizeMax: 2 },
      'us-east-1': { clusters: clustersOf('a') },
    });
    const { clusters, unreachable } = await fleet.discover({});
    expect(clusters.map(({ account, region, name }) => `${account}/${region}/${name}`)).toEqual([
      '111122223333/eu-west-1/a',
      '111122223333/eu-west-1/b',
      '111122223333/eu-west-1/c',
      '111122223333/us-east-1/a',
    ]);
    expect(unreachable).toEqual([]);
  });

  test('goes on past a region that is denied, and names it', async () => {
    const denied = { status: 403, type: 'AccessDeniedException', message: 'explicit deny' };
    const fleet = await fleetOf({
      'eu-west-1': { clusters: [], faults: [{ path: '/clusters', ...denied }] },
      'us-east-1': { clusters: clustersOf('a') },
    });
    const { clusters, unreachable } = await fleet.discover({});
    expect(clusters.map(({ region }) => region)).toEqual(['us-east-1']);
    expect(unreachable).toEqual([
      {
        account,
        region: 'eu-west-1',
        reason:
          'eks:ListClusters: denied, by the policy of the role or of the organization: explicit deny',
      },
    ]);
  });

  test('can be filtered by region and name, and says which names it did not find', async () => {
    const fleet = await fleetOf({
      'eu-west-1': { clusters: clustersOf('a', 'b') },
      'us-east-1': { clusters: clustersOf('a') },
    });
    const filter = { regions: ['eu-west-1'], names: ['b', 'z'] };
    const { clusters, unreachable } = await fleet.discover(filter);
    expect(clusters).toEqual([{ account, region: 'eu-west-1', name: 'b' }]);
    expect(unreachable).toEqual([
      expect.objectContaining({ region: 'eu-west-1', name: 'z', reason: expect.any(String) }),
    ]);
  });

  test('stops listing a region that never ends, and says so', async () => {
    const names = Array.from({ length: 51 }, (_, index) => `c${index}`);
    const fleet = await fleetOf({
      'eu-west-1': { clusters: clustersOf(...names), pageSizeMax: 1 },
    });
    const { clusters, unreachable } = await fleet.discover({});
    expect(clusters).toHaveLength(50);
    expect(unreachable[0]?.reason).toMatch(/the rest was not listed/);
  });

  test('goes on past regions that never answer, all at once, and names them', async () => {
    const dead = { clusters: [], faults: [{ path: '/clusters', does: 'hang' }] } as const;
    const fleet = await fleetOf(
      {
        'ap-east-1': dead,
        'ap-south-2': dead,
        'eu-south-1': dead,
        'us-east-1': { clusters: clustersOf('a') },
      },
      { regionTimeoutMs: 400 },
    );
    const started = Date.now();
    const { clusters, unreachable } = await fleet.discover({});
    expect(Date.now() - started).toBeLessThan(1_000);
    expect(clusters.map(({ region }) => region)).toEqual(['us-east-1']);
    expect(unreachable.map(({ region }) => region)).toEqual([
      'ap-east-1',
      'ap-south-2',
      'eu-south-1',
    ]);
    for (const { reason } of unreachable) {
      expect(reason).toBe(
        'eks:ListClusters: the region did not answer: its list was not complete after 0.4 s',
      );
    }
  });

  test('keeps what a region listed before it fell silent', async () => {
    const faults = [{ path: '/clusters', does: 'hang', fromRequest: 2 }] as const;
    const fleet = await fleetOf(
      { 'eu-west-1': { clusters: clustersOf('a', 'b'), pageSizeMax: 1, faults } },
      { regionTimeoutMs: 400 },
    );
    const { clusters, unreachable } = await fleet.discover({});
    expect(clusters.map(({ name }) => name)).toEqual(['a']);
    expect(unreachable).toHaveLength(1);
  });

  test('is as large as a state machine can carry, and says what it leaves out', async () => {
    const names = Array.from({ length: 1_510 }, (_, at) => `${'c'.repeat(96)}${1_000 + at}`);
    const fleet = await fleetOf({ 'ap-southeast-2': { clusters: clustersOf(...names) } });
    const { clusters, unreachable } = await fleet.discover({});
    expect(clusters).toHaveLength(1_500);
    expect(unreachable).toEqual([
      {
        account,
        region: 'ap-southeast-2',
        reason:
          'there are 1510 clusters, and one scan takes 1500: the last 10 were left out; ' +
          'scan fewer regions with this hub, and the others with a second one',
      },
    ]);
    // Step Functions: 256 KiB for the input of a state, some of it for what Lambda says besides.
    expect(JSON.stringify(clusters).length).toBeLessThan(250 * 1_024);
  });
});
