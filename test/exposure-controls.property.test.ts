import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { catalogue } from '../functions/assess/catalog.ts';
import { type Judged, judgeSnapshot } from '../functions/assess/judge.ts';
import { type Loss, lossesOf } from '../functions/assess/losses.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { exposedCluster } from './exposed-arbitrary.ts';

/*
 * What must never cost points, of controls about ways into the cluster: taking away a way, or something
 * on it, makes no other way worse.
 */

const exposureControls = [
  'NET-07',
  'NET-08',
  'NET-09',
  'NET-10',
  'NET-11',
  'NET-12',
  'NET-13',
  'NET-22',
];
const controls = catalogue.controls.filter(({ id }) => exposureControls.includes(id));

type Improvement = (snapshot: Snapshot, at: number) => Snapshot;

const fewerWays: Readonly<Record<string, Improvement>> = {
  'deleting a Service': (snapshot, at) => ({
    ...snapshot,
    services: without(snapshot.services, at),
  }),
  'deleting an Ingress': (snapshot, at) => ({
    ...snapshot,
    ingresses: without(snapshot.ingresses, at),
  }),
  'deleting a Gateway with its routes': (snapshot, at) => {
    const gone = snapshot.gateways[at % Math.max(1, snapshot.gateways.length)];
    return {
      ...snapshot,
      gateways: snapshot.gateways.filter((gateway) => gateway !== gone),
      routes: snapshot.routes.filter(({ parents }) =>
        parents.every(({ name }) => name !== gone?.name),
      ),
    };
  },
  'deleting a route': (snapshot, at) => ({ ...snapshot, routes: without(snapshot.routes, at) }),
  'making a Service internal': (snapshot, at) => ({
    ...snapshot,
    services: snapshot.services.map((service, index) =>
      index === at % Math.max(1, snapshot.services.length)
        ? { ...service, type: 'ClusterIP', externalIPs: [], loadBalancerAddresses: [] }
        : service,
    ),
  }),
};

/**
 * A policy can turn what is certain into a matter of doubt (whose address it sees), and so can the
 * end of a proxy: what serves its Ingresses now is then unknown.
 */
const lessBehindThem: Readonly<Record<string, Improvement>> = {
  'deleting a workload': (snapshot, at) => ({ ...snapshot, pods: without(snapshot.pods, at) }),
  'adding a default-deny policy': (snapshot) => ({
    ...snapshot,
    networkPolicies: [
      ...snapshot.networkPolicies,
      {
        namespace: 'shop',
        name: 'default-deny',
        labels: {},
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      },
    ],
  }),
};

const runs = { numRuns: 200 };
const place = fc.nat({ max: 7 });

describe('never costs a point of a control', () => {
  test.each(Object.entries(fewerWays))('%s', (_, improve) => {
    fc.assert(
      fc.property(exposedCluster, place, (snapshot, at) => {
        const [before, after] = [judged(snapshot), judged(improve(snapshot, at))];
        expect(worsened(before, after, (loss) => loss.known)).toEqual([]);
        expect(worsened(before, after, (loss) => loss.known + loss.unknown)).toEqual([]);
      }),
      runs,
    );
  });
});

describe('never makes a failure', () => {
  test.each(Object.entries(lessBehindThem))('%s', (_, improve) => {
    fc.assert(
      fc.property(exposedCluster, place, (snapshot, at) => {
        const [before, after] = [judged(snapshot), judged(improve(snapshot, at))];
        expect(worsened(before, after, (loss) => loss.known)).toEqual([]);
      }),
      runs,
    );
  });
});

function judged(snapshot: Snapshot): Judged {
  return judgeSnapshot(snapshot, { ...catalogue, controls });
}

/** Controls that lost more. */
function worsened(before: Judged, after: Judged, of: (loss: Loss) => number): readonly string[] {
  const now = new Map(lossesOf(after).map((loss) => [loss.controlId, of(loss)]));
  return lossesOf(before).flatMap((loss) =>
    (now.get(loss.controlId) ?? 0) > of(loss) + 1e-9 ? loss.controlId : [],
  );
}

function without<Item>(items: readonly Item[], at: number): Item[] {
  return items.filter((_, index) => index !== at % Math.max(1, items.length));
}
