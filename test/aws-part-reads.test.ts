import { describe, expect, test } from '@jest/globals';
import type { AwsReadId } from '../functions/model/reads.ts';
import {
  closeLater,
  type EksSetup,
  eksWorld,
  nothingAsked,
  opened,
  ref,
} from './eks-api/eks-world.ts';

const denied = { status: 403, type: 'AccessDeniedException', message: 'not authorized' };
const gone = { status: 404, type: 'ResourceNotFoundException', message: 'not found' };

const nodegroups = {
  blue: { nodegroupName: 'blue', version: '1.34', subnets: ['subnet-1'] },
  green: { nodegroupName: 'green', version: '1.33', subnets: ['subnet-2'] },
};
const addons = {
  'vpc-cni': { addonName: 'vpc-cni', configurationValues: '{"enableNetworkPolicy":"true"}' },
  coredns: { addonName: 'coredns', health: { issues: [{ code: 'InsufficientNumberOfReplicas' }] } },
};

async function asked(setup: EksSetup) {
  const { eks, clusters } = await eksWorld(setup);
  const reader = await clusters.open(ref);
  closeLater(reader);
  return { eks, read: (id: AwsReadId) => reader.readAws(id, nothingAsked) };
}

const failureOf = (read: Promise<unknown>) => read.catch((error: unknown) => error);

describe.each([
  ['eks:ListAddons', 'eks:DescribeAddon', { addons }, '/clusters/shop/addons'],
  ['eks:ListNodegroups', 'eks:DescribeNodegroup', { nodegroups }, '/clusters/shop/node-groups'],
] as const)('the parts that %s lists', (list, describeEach, eks, path) => {
  const [[first, firstPart] = ['', {}], [second] = ['']] = Object.entries(Object.values(eks)[0]);

  test('are named over all pages, and described one by one', async () => {
    const world = await asked({ eks, pageSizeMax: 1 });
    expect(await world.read(list)).toEqual([first, second]);
    expect(await world.read(describeEach)).toEqual([
      expect.objectContaining(firstPart as object),
      expect.anything(),
    ]);
    expect(world.eks.requests.map((request) => request.split('?')[0])).toEqual([
      '/clusters/shop',
      path,
      path,
      `${path}/${first}`,
      `${path}/${second}`,
    ]);
  });

  test('are none where a cluster has none', async () => {
    const world = await asked({});
    expect(await world.read(list)).toEqual([]);
    expect(await world.read(describeEach)).toEqual([]);
  });

  test('are a gap of both reads where they may not be listed', async () => {
    const world = await asked({ eks, faults: [{ path, ...denied }] });
    for (const read of [list, describeEach]) {
      expect(await failureOf(world.read(read))).toMatchObject({
        reason: 'forbidden',
        message: `${list}: not authorized`,
      });
    }
    expect(world.eks.requests).toHaveLength(2);
  });

  test('are a gap of one read where one may not be described', async () => {
    const world = await asked({ eks, faults: [{ path: `${path}/${second}`, ...denied }] });
    expect(await world.read(list)).toEqual([first, second]);
    expect(await failureOf(world.read(describeEach))).toMatchObject({
      reason: 'forbidden',
      message: `${describeEach}: not authorized`,
    });
  });

  test('that were deleted since they were listed are left out', async () => {
    const world = await asked({ eks, faults: [{ path: `${path}/${first}`, ...gone }] });
    expect(await world.read(describeEach)).toHaveLength(1);
  });
});

describe('the versions of EKS', () => {
  const version = (clusterVersion: string, versionStatus: string) => ({
    clusterVersion,
    versionStatus,
    endOfStandardSupportDate: 1_796_169_600,
  });
  const versions = [
    version('1.34', 'STANDARD_SUPPORT'),
    version('1.31', 'EXTENDED_SUPPORT'),
    version('1.29', 'UNSUPPORTED'),
  ];

  test('are all, over all pages, with those that are not supported any more', async () => {
    const { read } = await asked({ versions, pageSizeMax: 2 });
    expect(await read('eks:DescribeClusterVersions')).toEqual(
      versions.map(({ clusterVersion, versionStatus }) =>
        expect.objectContaining({
          clusterVersion,
          versionStatus,
          endOfStandardSupportDate: new Date('2026-12-02T00:00:00.000Z'),
        }),
      ),
    );
  });

  test('are asked for once for all clusters of a region', async () => {
    const { eks, clusters } = await eksWorld({ versions });
    for (let scan = 0; scan < 3; scan += 1) {
      const reader = await clusters.open(ref);
      closeLater(reader);
      expect(await reader.readAws('eks:DescribeClusterVersions', nothingAsked)).toHaveLength(3);
    }
    const lists = eks.requests.filter((request) => request.startsWith('/cluster-versions'));
    expect(lists).toHaveLength(1);
  });

  test('are asked for again after they were refused', async () => {
    const faults = [{ path: '/cluster-versions', times: 1, ...denied }];
    const { read } = await asked({ versions, faults });
    expect(await failureOf(read('eks:DescribeClusterVersions'))).toMatchObject({
      reason: 'forbidden',
      message: 'eks:DescribeClusterVersions: not authorized',
    });
    expect(await read('eks:DescribeClusterVersions')).toHaveLength(3);
  });
});

test('what EKS found by itself is listed over all pages, and not asked for one by one', async () => {
  const insights = ['a', 'b', 'c'].map((name) => ({
    id: name,
    name,
    category: 'UPGRADE_READINESS',
    insightStatus: { status: 'PASSING', reason: 'fine' },
  }));
  const { eks, read } = await asked({ eks: { insights }, pageSizeMax: 2 });
  expect(await read('eks:ListInsights')).toEqual(
    insights.map((insight) => expect.objectContaining(insight)),
  );
  expect(eks.requests.filter((request) => request.includes('insights'))).toHaveLength(2);
});

test('lists that never end are cut off, and say so', async () => {
  const insights = Array.from({ length: 51 }, (_, at) => ({ name: `i${at}` }));
  const reader = await opened({ eks: { insights }, pageSizeMax: 1 });
  expect(await failureOf(reader.readAws('eks:ListInsights', nothingAsked))).toMatchObject({
    reason: 'cutOff',
    message: 'eks:ListInsights: there were more than 50 pages',
  });
});
