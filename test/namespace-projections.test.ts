import { describe, expect, test } from '@jest/globals';
import type * as z from 'zod';
import {
  limitSchema,
  persistentVolumeClaimSchema,
  persistentVolumeSchema,
  secretSourceSchema,
  serviceAccountSchema,
  storageClassSchema,
} from '../functions/model/namespace-objects.ts';
import type { ReadId } from '../functions/model/reads.ts';
import { emptyShelves } from '../functions/snapshot/shelves.ts';

const metadata = { name: 'app', namespace: 'shop', labels: { team: 'a' } };

/** What is kept of one object of a read, as its schema has it. */
function kept<Schema extends z.ZodType>(read: ReadId, schema: Schema, raw: object) {
  const shelf = emptyShelves().of(read);
  shelf.addPage([{ metadata, ...raw }]);
  expect(shelf.rejected).toEqual([]);
  return schema.parse(shelf.items[0]);
}

describe('of a ServiceAccount', () => {
  const account = (raw: object) => kept('serviceaccounts', serviceAccountSchema, raw);
  const annotated = (annotations: object) => account({ metadata: { ...metadata, annotations } });

  test('is kept which tokens it has, whether it is mounted, and nothing of its pull secrets', () => {
    const raw = {
      automountServiceAccountToken: false,
      secrets: [{ name: 'b' }, { name: 'a' }, {}],
      imagePullSecrets: [{ name: 'registry' }],
    };
    expect(account(raw)).toEqual({
      namespace: 'shop',
      name: 'app',
      labels: { team: 'a' },
      automountServiceAccountToken: false,
      secrets: ['a', 'b'],
    });
  });

  test.each([
    [{ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/a' }, 'arn:aws:iam::1:role/a'],
    [{ 'eks.amazonaws.com/role-arn': '' }, undefined],
    [{ 'eks.amazonaws.com/audience': 'sts' }, undefined],
  ])('with the annotations %j is kept the role %s', (annotations, roleArn) => {
    expect(annotated(annotations)).toEqual({
      namespace: 'shop',
      name: 'app',
      labels: { team: 'a' },
      secrets: [],
      roleArn,
    });
  });
});

describe('of a PersistentVolume', () => {
  const volume = (spec: object) => kept('persistentvolumes', persistentVolumeSchema, { spec });

  test.each([
    ['csi', { csi: { driver: 'ebs.csi.aws.com' } }, { csiDriver: 'ebs.csi.aws.com' }],
    ['hostPath', { hostPath: { path: '/data' } }, { hostPath: '/data' }],
    ['local', { local: { path: '/mnt/disks/ssd1' } }, { hostPath: '/mnt/disks/ssd1' }],
    ['nfs', { nfs: { server: 'a', path: '/' } }, {}],
    ['awsElasticBlockStore', { awsElasticBlockStore: { volumeID: 'a' } }, {}],
    ['unknown', { nodeAffinity: { required: {} }, capacity: { storage: '1Gi' } }, {}],
    ['unknown', { csi: null, brandNew: { a: 1 } }, {}],
  ])('is kept that it is %s: %j', (type, spec, more) => {
    expect(volume(spec)).toEqual({ name: 'app', type, ...more });
  });

  test('are kept its class and who claims it', () => {
    const spec = { nfs: {}, storageClassName: 'fast', claimRef: { namespace: 'shop', name: 'db' } };
    expect(volume(spec)).toEqual({
      name: 'app',
      type: 'nfs',
      storageClass: 'fast',
      claim: { namespace: 'shop', name: 'db' },
    });
  });
});

describe('of a PersistentVolumeClaim', () => {
  const claim = (raw: object) => kept('persistentvolumeclaims', persistentVolumeClaimSchema, raw);
  const old = { 'volume.beta.kubernetes.io/storage-class': 'old' };

  test.each([
    ['its class', { spec: { storageClassName: 'fast' } }, 'fast'],
    ['that it wants none', { spec: { storageClassName: '' } }, ''],
    ['no class where it takes the default', { spec: {} }, undefined],
    ['no class where it has no spec', {}, undefined],
    ['its class by annotation', { metadata: { ...metadata, annotations: old } }, 'old'],
    [
      'its class before that of an annotation',
      { metadata: { ...metadata, annotations: old }, spec: { storageClassName: 'fast' } },
      'fast',
    ],
  ])('is kept %s', (_, raw, storageClass) => {
    expect(claim(raw)).toEqual({ namespace: 'shop', name: 'app', storageClass });
  });

  test('is kept the volume that it is bound to', () => {
    expect(claim({ spec: { volumeName: 'pv-1' } })).toMatchObject({ volumeName: 'pv-1' });
  });
});

describe('of a StorageClass', () => {
  const provisioner = 'ebs.csi.aws.com';
  const storageClass = (raw: object) =>
    kept('storageclasses', storageClassSchema, { provisioner, ...raw });

  test.each([
    [{ encrypted: 'true', kmsKeyId: 'arn' }, 'true'],
    [{ Encrypted: 'True' }, 'True'],
    [{ encrypted: 'false' }, 'false'],
    [{ type: 'gp3' }, undefined],
    [null, undefined],
  ])('with the parameters %j is kept that it is encrypted: %s', (parameters, encrypted) => {
    expect(storageClass({ parameters })).toEqual({
      name: 'app',
      provisioner,
      isDefault: false,
      encrypted,
    });
  });

  test.each([
    ['storageclass.kubernetes.io/is-default-class', 'true', true],
    ['storageclass.beta.kubernetes.io/is-default-class', 'true', true],
    ['storageclass.kubernetes.io/is-default-class', 'false', false],
    ['example.com/is-default-class', 'true', false],
  ])('with %s: %s is kept that it is the default: %s', (name, value, isDefault) => {
    const annotated = { ...metadata, annotations: { [name]: value } };
    expect(storageClass({ metadata: annotated })).toMatchObject({ isDefault });
  });
});

describe('of what limits a namespace', () => {
  test.each([
    ['what a quota limits', { hard: { 'limits.cpu': '8', pods: 10 } }, ['limits.cpu', 'pods']],
    ['nothing of an empty quota', { hard: null }, []],
    ['nothing of a quota without a spec', undefined, []],
  ])('is kept %s', (_, spec, resources) => {
    expect(kept('resourcequotas', limitSchema, { spec })).toEqual({
      kind: 'ResourceQuota',
      namespace: 'shop',
      name: 'app',
      resources,
    });
  });

  test.each([
    [{ default: { memory: '1Gi' }, max: { cpu: 1, memory: '2Gi' } }, ['cpu', 'memory']],
    [{ defaultRequest: { cpu: 1 }, min: { memory: '1Mi' } }, []],
  ])('of a range %j are kept %j', (limit, resources) => {
    const spec = { limits: [{ type: 'Container', ...limit }] };
    expect(kept('limitranges', limitSchema, { spec })).toMatchObject({
      kind: 'LimitRange',
      resources,
    });
  });
});

test.each([
  ['externalsecrets.external-secrets.io', 'ExternalSecret'],
  ['secretproviderclasses.secrets-store.csi.x-k8s.io', 'SecretProviderClass'],
] as const)('of %s is kept that it is there', (read, kind) => {
  const spec = { data: [{ remoteRef: { key: 'prod/db' } }] };
  expect(kept(read, secretSourceSchema, { spec })).toEqual({
    kind,
    namespace: 'shop',
    name: 'app',
  });
});

test('of a node are kept the versions of its kubelet and its system', () => {
  const shelf = emptyShelves().of('nodes');
  const nodeInfo = {
    kubeletVersion: 'v1.33.4-eks-abc',
    osImage: 'Amazon Linux 2023',
    machineID: 'x',
  };
  shelf.addPage([
    { metadata, status: { nodeInfo } },
    { metadata, status: {} },
  ]);
  expect(shelf.items).toMatchObject([
    { kubeletVersion: 'v1.33.4-eks-abc', osImage: 'Amazon Linux 2023' },
    { kubeletVersion: undefined, osImage: undefined },
  ]);
  expect(JSON.stringify(shelf.items)).not.toContain('machineID');
});
