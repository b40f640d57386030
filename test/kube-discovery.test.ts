import { afterEach, describe, expect, test } from '@jest/globals';
import { isAbsence } from '../functions/model/gaps.ts';
import type { KubeObject } from './kube-api/answers.ts';
import { keepingSink, nameOf } from './kube-api/connect.ts';
import { isDiscovery } from './kube-api/discovery.ts';
import type { Fault } from './kube-api/faults.ts';
import { closeAll, failureOf, readerWorld, readOf } from './kube-api/reader-world.ts';

afterEach(closeAll);

const group = 'policy.networking.k8s.io';
const wanted = readOf(`clusternetworkpolicies.${group}`);
const admin = readOf(`adminnetworkpolicies.${group}`);

const policy = (version: string, kind = 'ClusterNetworkPolicy'): KubeObject => ({
  apiVersion: `${group}/${version}`,
  kind,
  metadata: { name: `deny-${version}` },
});

describe('a kind that is not built in and answers 404', () => {
  test('is absent where its group is not served', async () => {
    const { api, reader } = await readerWorld({});
    const { reason } = await failureOf(reader, wanted);
    expect(reason).toBe('notServed');
    expect(api.requests.map(({ path }) => path).filter(isDiscovery)).toEqual([`/apis/${group}`]);
  });

  test('is absent where its group is served without it', async () => {
    const { reader } = await readerWorld({ objects: [policy('v1alpha1', 'AdminNetworkPolicy')] });
    expect((await failureOf(reader, wanted)).reason).toBe('notServed');
  });

  test.each([
    [['v1beta1'], `${group}/v1beta1`],
    [['v1beta1', 'v1'], `${group}/v1beta1 and ${group}/v1`],
  ])('and is served at %j is a gap that names the versions', async (versions, served) => {
    const { reader } = await readerWorld({ objects: versions.map((version) => policy(version)) });
    const { reason, message } = await failureOf(reader, wanted);
    expect({ reason, message }).toEqual({
      reason: 'unreadable',
      message: `served only as ${served}, which this version of Ringfence does not read`,
    });
    expect(isAbsence({ read: `clusternetworkpolicies.${group}`, reason, detail: message })).toBe(
      false,
    );
  });

  test('is a gap where discovery lists it at the very version that answered so', async () => {
    const path = `/apis/${group}/v1alpha2/clusternetworkpolicies`;
    const faults = [{ path, status: 404 }];
    const { reader } = await readerWorld({ objects: [policy('v1alpha2')], faults });
    expect(await failureOf(reader, wanted)).toMatchObject({
      reason: 'unreadable',
      message: `${group}/v1alpha2 lists clusternetworkpolicies, and yet its list answered 404`,
    });
  });

  const root = `/apis/${group}`;
  const version = `${root}/v1beta1`;

  test.each<[string, Fault, string, RegExp]>([
    ['is refused for the group', { path: root, status: 403, message: 'no' }, 'forbidden', /: no$/],
    ['is refused for a version', { path: version, status: 403 }, 'forbidden', /not be asked/],
    ['fails', { path: root, status: 500 }, 'failed', /could not be asked/],
    ['is overloaded', { path: version, status: 503 }, 'throttled', /could not be asked/],
    ['breaks off', { path: root, does: 'truncate' }, 'cutOff', /could not be asked/],
    ['is no JSON', { path: root, does: 'html' }, 'unreadable', /expected an APIGroup/],
    ['is of another kind', { path: version, does: 'wrongKind' }, 'unreadable', /APIResourceList/],
    ['lists a version that is not there', { path: version, status: 404 }, 'unreadable', /v1beta1/],
  ])('is a gap, never absent, where discovery %s', async (_, fault, reason, message) => {
    const { reader } = await readerWorld({ objects: [policy('v1beta1')], faults: [fault] });
    const failure = await failureOf(reader, wanted);
    expect(failure.reason).toBe(reason);
    expect(failure.message).toMatch(message);
  });
});

describe('a kind that is served at another version alone', () => {
  const gateways = readOf('gateways.gateway.networking.k8s.io');
  const tiers = readOf('tiers.crd.projectcalico.org');
  const older = 'gateway.networking.k8s.io/v1beta1';
  const object = (apiVersion: string, kind: string): KubeObject => ({
    apiVersion,
    kind,
    metadata: { name: apiVersion },
  });

  test('is read there, where its fields are the same', async () => {
    const { api, reader } = await readerWorld({ objects: [object(older, 'Gateway')] });
    const sink = keepingSink();
    await reader.readKubernetes(gateways, sink);
    expect(sink.pages.flat().map(nameOf)).toEqual([older]);
    expect(api.requests.at(-1)?.path).toBe(`/apis/${older}/gateways`);
  });

  test('is read at its own version, where both are served', async () => {
    const own = 'gateway.networking.k8s.io/v1';
    const objects = [object(older, 'Gateway'), object(own, 'Gateway')];
    const { api, reader } = await readerWorld({ objects });
    const sink = keepingSink();
    await reader.readKubernetes(gateways, sink);
    expect(sink.pages.flat().map(nameOf)).toEqual([own]);
    expect(api.requests.map(({ path }) => path).filter(isDiscovery)).toEqual([]);
  });

  test('is a gap where that version answers 404 after all', async () => {
    const faults = [{ path: `/apis/${older}/gateways`, status: 404 }];
    const { reader } = await readerWorld({ objects: [object(older, 'Gateway')], faults });
    expect(await failureOf(reader, gateways)).toMatchObject({
      reason: 'unreadable',
      message: `${older} lists gateways, and yet its list answered 404`,
    });
  });

  test('keeps the reason of another failure there', async () => {
    const faults = [{ path: `/apis/${older}/gateways`, status: 403 }];
    const { reader } = await readerWorld({ objects: [object(older, 'Gateway')], faults });
    expect((await failureOf(reader, gateways)).reason).toBe('forbidden');
  });

  test('is a gap, never absent, where only another group serves it', async () => {
    const { reader } = await readerWorld({ objects: [object('projectcalico.org/v3', 'Tier')] });
    expect(await failureOf(reader, tiers)).toMatchObject({
      reason: 'unreadable',
      message: 'served only as projectcalico.org/v3, which this version of Ringfence does not read',
    });
  });

  test('is absent where no group serves it', async () => {
    const { api, reader } = await readerWorld({});
    expect((await failureOf(reader, tiers)).reason).toBe('notServed');
    expect(api.requests.map(({ path }) => path).filter(isDiscovery)).toEqual([
      '/apis/crd.projectcalico.org',
      '/apis/projectcalico.org',
    ]);
  });
});

describe('discovery', () => {
  test('is asked once a group, whatever comes of it', async () => {
    const path = `/apis/${group}`;
    const { api, reader } = await readerWorld({ faults: [{ path, status: 403 }] });
    expect((await failureOf(reader, wanted)).reason).toBe('forbidden');
    expect((await failureOf(reader, admin)).reason).toBe('forbidden');
    expect(api.requests.filter((request) => request.path === path)).toHaveLength(1);
  });

  test('is not asked for kinds that every API server has', async () => {
    const { api, reader } = await readerWorld({ faults: [{ path: '/api/v1/pods', status: 404 }] });
    expect((await failureOf(reader)).reason).toBe('notServed');
    expect(api.requests).toHaveLength(1);
  });

  test('of a group with versions without end is a gap, and not followed', async () => {
    const objects = Array.from({ length: 12 }, (_, index) =>
      policy(`v${index + 1}`, 'AdminNetworkPolicy'),
    );
    const { api, reader } = await readerWorld({ objects });
    expect(await failureOf(reader, wanted)).toMatchObject({
      reason: 'unreadable',
      message: expect.stringMatching(/has 12 versions, of which only 10 were looked at$/),
    });
    expect(api.requests.map(({ path }) => path).filter(isDiscovery)).toHaveLength(11);
  });
});
