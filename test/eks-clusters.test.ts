import { describe, expect, test } from '@jest/globals';
import { StageError } from '../functions/model/errors.ts';
import { kubernetesReads } from '../functions/model/reads.ts';
import {
  closeLater,
  type EksSetup,
  eksWorld,
  nothingAsked,
  opened,
  ref,
} from './eks-api/eks-world.ts';
import { keepingSink, podsNamed } from './kube-api/connect.ts';
import { startKubeApi } from './kube-api/kube-api.ts';

const roleArn = 'arn:aws:iam::111122223333:role/team/admin';
const viewPolicy = {
  policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
  accessScope: { type: 'namespace', namespaces: ['shop'] },
};
const pods = kubernetesReads[1];

describe('an EKS cluster', () => {
  test('opens with a signed token over its own authority, and is read', async () => {
    const { kube, eks, clusters } = await eksWorld({ kube: { objects: podsNamed(2) } });
    const reader = await clusters.open(ref);
    closeLater(reader);
    expect(reader).toMatchObject({ source: 'eks', kubernetesVersion: 'v1.34.1' });
    expect((await reader.readKubernetes(pods, keepingSink())).pages).toBe(1);
    expect(kube.tokenFaults).toEqual([]);
    expect(kube.requests[0]?.headers['user-agent']).toBe('ringfence/0.0.0');
    expect(eks.requests).toEqual(['/clusters/shop']);
  });

  test('is given a new token before the old one is 15 minutes old', async () => {
    let serverTime = new Date();
    const { kube, clusters, pass } = await eksWorld({ kube: { now: () => serverTime } });
    const reader = await clusters.open(ref);
    closeLater(reader);
    for (const minutes of [9, 8, 9]) {
      pass(minutes);
      serverTime = new Date(serverTime.getTime() + minutes * 60_000);
      await reader.readKubernetes(pods, keepingSink());
    }
    expect(kube.tokenFaults).toEqual([]);
  });

  test('is not trusted where its certificate comes from another authority', async () => {
    const other = await startKubeApi();
    closeLater(other);
    const description = { certificateAuthority: { data: btoa(other.caPem) } };
    const { clusters, kube } = await eksWorld({ description });
    await expect(clusters.open(ref)).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
    expect(kube.requests).toEqual([]);
  });

  test('that does not know our role says what to do', async () => {
    const { clusters } = await eksWorld({ kube: { tokens: ['another'] } });
    await expect(clusters.open(ref)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      remedy: expect.stringMatching(/^Add an access entry/),
    });
  });
});

describe('a cluster that cannot be opened', () => {
  const fault = { path: '/clusters/shop', status: 400 };

  test.each<[string, EksSetup, Partial<StageError>]>([
    [
      'because it is being made',
      { description: { status: 'CREATING', endpoint: undefined } },
      { code: 'CLUSTER_UNREACHABLE', message: 'EKS cluster "shop" in eu-west-1 is CREATING' },
    ],
    [
      'because it failed',
      { description: { status: 'FAILED' } },
      { code: 'CLUSTER_UNREACHABLE', message: 'EKS cluster "shop" in eu-west-1 is FAILED' },
    ],
    [
      'because it is a connected one',
      { description: { connectorConfig: { provider: 'OTHER' } } },
      {
        code: 'CLUSTER_UNREACHABLE',
        message: 'EKS cluster "shop" in eu-west-1 is a connected cluster, which runs outside AWS',
      },
    ],
    [
      'because we may not describe it',
      { faults: [{ ...fault, status: 403, type: 'AccessDeniedException', message: 'no' }] },
      {
        code: 'CLUSTER_UNREACHABLE',
        remedy: 'Allow eks:DescribeCluster on this cluster to the role that scans.',
      },
    ],
    [
      'because our credentials are no longer good',
      { faults: [{ ...fault, type: 'UnrecognizedClientException', message: 'token invalid' }] },
      { code: 'UNAUTHENTICATED' },
    ],
    [
      'because there is none of that name',
      { eks: { name: 'bank' } },
      { code: 'CLUSTER_UNREACHABLE', remedy: 'Check its name, region and account.' },
    ],
  ])('%s says so', async (_, setup, expected) => {
    const { clusters } = await eksWorld(setup);
    const thrown = await clusters.open(ref).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(StageError);
    expect(thrown).toMatchObject(expected);
  });
});

describe('the AWS side', () => {
  const accessEntries = {
    [roleArn]: [viewPolicy, { ...viewPolicy, policyArn: 'arn:second' }],
    'arn:aws:iam::111122223333:role/nodes': [],
    'arn:aws:iam::111122223333:user/ann': [viewPolicy],
  };

  test('is the description that was asked for when the cluster was opened', async () => {
    const { eks, clusters } = await eksWorld();
    const reader = await clusters.open(ref);
    closeLater(reader);
    expect(await reader.readAws('eks:DescribeCluster', nothingAsked)).toEqual([
      expect.objectContaining({ name: 'shop', version: '1.34', status: 'ACTIVE' }),
    ]);
    expect(eks.requests).toHaveLength(1);
  });

  test('has the access entries, over all pages, and the policies of each', async () => {
    const { eks, clusters } = await eksWorld({ eks: { accessEntries }, pageSizeMax: 1 });
    const reader = await clusters.open(ref);
    closeLater(reader);
    expect(await reader.readAws('eks:ListAccessEntries', nothingAsked)).toEqual(
      Object.keys(accessEntries),
    );
    expect(await reader.readAws('eks:ListAssociatedAccessPolicies', nothingAsked)).toEqual(
      Object.entries(accessEntries).map(([principalArn, associatedAccessPolicies]) => ({
        principalArn,
        associatedAccessPolicies,
      })),
    );
    const lists = eks.requests.filter((path) => /access-entries(\?|$)/.test(path));
    expect(lists).toHaveLength(3);
  });

  test('has no access entries in the mode CONFIG_MAP, and does not ask for them', async () => {
    const description = { accessConfig: { authenticationMode: 'CONFIG_MAP' } };
    const { eks, clusters } = await eksWorld({ description });
    const reader = await clusters.open(ref);
    closeLater(reader);
    expect(await reader.readAws('eks:ListAccessEntries', nothingAsked)).toEqual([]);
    expect(await reader.readAws('eks:ListAssociatedAccessPolicies', nothingAsked)).toEqual([]);
    expect(eks.requests).toHaveLength(1);
  });

  test('has none on a cluster older than the modes, which refuses to list them', async () => {
    const reader = await opened({ description: { accessConfig: undefined } });
    expect(await reader.readAws('eks:ListAccessEntries', nothingAsked)).toEqual([]);
  });

  test('is not empty because a list was refused in a mode that has entries', async () => {
    const path = '/clusters/shop/access-entries';
    const refused = { path, status: 400, type: 'InvalidRequestException', message: 'busy' };
    const reader = await opened({ faults: [refused] });
    await expect(reader.readAws('eks:ListAccessEntries', nothingAsked)).rejects.toMatchObject({
      name: 'ReadFailure',
      reason: 'failed',
      message: 'eks:ListAccessEntries: busy',
    });
  });

  test('has a bound to the pages of a list', async () => {
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`arn:${index}`, []]));
    const reader = await opened({ eks: { accessEntries: many }, pageSizeMax: 1 });
    await expect(reader.readAws('eks:ListAccessEntries', nothingAsked)).rejects.toMatchObject({
      reason: 'cutOff',
      message: 'eks:ListAccessEntries: there were more than 50 pages',
    });
  });

  test.each([
    ['eks:ListAddons', '/clusters/shop/addons'],
    ['eks:ListAccessEntries', '/clusters/shop/access-entries'],
    ['eks:ListAssociatedAccessPolicies', `/clusters/shop/access-entries/${roleArn}`],
  ] as const)('that may not be read by %s is a gap that names the action', async (read, path) => {
    const denied = { path, status: 403, type: 'AccessDeniedException', message: 'not authorized' };
    const reader = await opened({ eks: { accessEntries }, faults: [denied] });
    await expect(reader.readAws(read, nothingAsked)).rejects.toMatchObject({
      name: 'ReadFailure',
      reason: 'forbidden',
      message: `${read}: not authorized`,
    });
  });

  test('that is throttled is a gap', async () => {
    const path = '/clusters/shop/addons';
    const throttled = { path, status: 429, type: 'ThrottlingException', message: 'Rate exceeded' };
    const reader = await opened({ faults: [throttled] });
    await expect(reader.readAws('eks:DescribeAddon', nothingAsked)).rejects.toMatchObject({
      reason: 'throttled',
    });
  });

  test('leaves out a principal whose access entry was deleted in the meantime', async () => {
    const gone = { status: 404, type: 'ResourceNotFoundException', message: 'not found' };
    const path = `/clusters/shop/access-entries/${roleArn}`;
    const reader = await opened({ eks: { accessEntries }, faults: [{ path, ...gone }] });
    const answers = await reader.readAws('eks:ListAssociatedAccessPolicies', nothingAsked);
    expect(answers).toHaveLength(2);
    expect(JSON.stringify(answers)).not.toContain(roleArn);
    expect(await reader.readAws('eks:ListAccessEntries', nothingAsked)).toHaveLength(3);
  });
});

describe('when the time for a cluster is over', () => {
  const principals = ['arn:aws:iam::1:role/a', 'arn:aws:iam::1:role/b', 'arn:aws:iam::1:role/c'];
  const accessEntries = Object.fromEntries(principals.map((principal) => [principal, []]));
  const over = 'the time for reading this cluster was over';

  test.each([
    [
      'eks:ListAssociatedAccessPolicies',
      `/clusters/shop/access-entries/${principals[1]}`,
      ` (after 1 of 3 access entries)`,
    ],
    ['eks:DescribeAddon', '/clusters/shop/addons/b', ' (after 1 of 2 add-ons)'],
    ['eks:DescribeNodegroup', '/clusters/shop/node-groups/y', ' (after 1 of 2 node groups)'],
    ['eks:ListAccessEntries', '/clusters/shop/access-entries', ' (after 0 pages)'],
  ] as const)('%s says how far it got', async (read, path, progress) => {
    const faults = [{ path, does: 'hang' }] as const;
    const parts = { accessEntries, addons: { a: {}, b: {} }, nodegroups: { x: {}, y: {} } };
    const reader = await opened({ eks: parts, faults, deadlineMs: 700 });
    await expect(reader.readAws(read, nothingAsked)).rejects.toMatchObject({
      name: 'ReadFailure',
      reason: 'timeout',
      message: `${read}: ${over}${progress}`,
    });
  });

  test('after Kubernetes took it all, AWS is not asked any more', async () => {
    const faults = [{ path: '/api/v1/pods', does: 'hang' }] as const;
    const { eks, clusters } = await eksWorld({ kube: { faults }, deadlineMs: 700 });
    const reader = await clusters.open(ref);
    closeLater(reader);
    await expect(reader.readKubernetes(pods, keepingSink())).rejects.toMatchObject({
      reason: 'timeout',
    });
    await expect(reader.readAws('eks:DescribeAddon', nothingAsked)).rejects.toMatchObject({
      reason: 'timeout',
    });
    expect(eks.requests).toEqual(['/clusters/shop']);
  });

  test('while it is described, it is unreachable', async () => {
    const faults = [{ path: '/clusters/shop', does: 'hang' }] as const;
    const { clusters } = await eksWorld({ faults, deadlineMs: 300 });
    await expect(clusters.open(ref)).rejects.toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      message: `eks:DescribeCluster of EKS cluster "shop" in eu-west-1 failed: ${over}`,
      remedy: 'Check that this machine reaches the EKS API of the region.',
    });
  });
});

test('a call that EKS does not answer is given up, and is a timeout', async () => {
  const faults = [{ path: '/clusters/shop/addons', does: 'hang' }] as const;
  const reader = await opened({ faults, requestTimeoutMs: 200 });
  await expect(reader.readAws('eks:DescribeAddon', nothingAsked)).rejects.toMatchObject({
    reason: 'timeout',
    message: expect.stringMatching(/^eks:ListAddons: .*200 ms/),
  });
});
