import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import * as z from 'zod';
import {
  allPorts,
  hasNoPorts,
  keyOfPorts,
  type PortSet,
  portsOf,
  protocols,
} from '../functions/assess/reach/algebra/port-set.ts';
import type { PeerRef } from '../functions/assess/reach/engine/peer-place.ts';
import { entities } from '../functions/assess/reach/engine/peer-space.ts';
import { profileNamed, profileNames } from '../functions/assess/reach/profiles/profile.ts';
import { type Connection, type Reach, reachOf } from '../functions/assess/reach/reach.ts';
import { StageError } from '../functions/model/errors.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { manifestClusters } from '../functions/platform/manifests/manifest-clusters.ts';
import { collect } from '../functions/snapshot/collect.ts';
import { normalize } from '../functions/snapshot/normalize.ts';
import { minimalSnapshot, snapshotOf } from './minimal-snapshot.ts';

/*
 * The points of docs/reachability.md, each as one cluster and what it allows. A fixture is named
 * after its point and what it claims, `says` has the claim in a sentence and where it comes from:
 * KD the page Network Policies of kubernetes.io, API the comments of networking/v1, E2E the network
 * policy tests of Kubernetes, ANP and CNP the types of policy.networking.k8s.io v1alpha1 and
 * v1alpha2, OV their overview, AC and AA the controller and the agent of AWS, EKS its user guide.
 */

const root = new URL('./semantics/', import.meta.url).pathname;
const lastPoint = 64;

/** Points that say nothing about a snapshot, with the reason. */
const untestable: Readonly<Record<number, string>> = {
  49: 'A change of policies does what the engine wants to connections that are open already. Answers are about new ones.',
};

const sources = 'KD|API|E2E|ANP|CNP|OV|AC|AA|EKS|issue \\d+ of [A-Z][a-z]+';
const sentence = new RegExp(`^[A-Z0-9].* \\((${sources})(, (${sources}))*\\)\\.$`);

const ranges = '\\d+(-\\d+)?(,\\d+(-\\d+)?)*';
const part = `(TCP|UDP|SCTP)( ${ranges})?|OTHER`;
const ports = `none|all|(${part})(; (${part}))*`;
const answer = new RegExp(`^(absent|(${ports})( undefined (${ports}))?)$`);

const fixtureSchema = z
  .strictObject({
    point: z.number().int().min(1).max(lastPoint).optional(),
    says: z.string().regex(sentence),
    /** `service` where the point goes on: what happens at a Service is not shown by connections. */
    level: z.literal('service').optional(),
    profiles: z
      .array(z.templateLiteral([z.enum(profileNames), z.enum(['', ' strict'])]))
      .default(['spec']),
    snapshot: z.unknown().optional(),
    /** Objects as a cluster holds them, where the way into the snapshot is part of the claim. */
    manifests: z.array(z.looseObject({ apiVersion: z.string(), kind: z.string() })).optional(),
    /**
     * `SOURCE => DESTINATION` to `ALLOWED undefined UNDEFINED`, ports as `TCP 80,443-444; UDP; OTHER`,
     * with `all` for every port of every protocol. A pod that is no peer is `absent`.
     */
    expect: z.record(z.string().regex(/^\S+ => \S+$/), z.string().regex(answer)),
    /** `KIND [NAMESPACE/]NAME PATH: TEXT`, in any order. */
    problems: z.array(z.string()).default([]),
  })
  .refine(({ snapshot, manifests }) => (snapshot === undefined) !== (manifests === undefined), {
    message: 'either a snapshot or manifests',
  });
type Fixture = z.infer<typeof fixtureSchema>;

const fixtures = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .sort()
  .map((path) => ({ path, name: basename(path, '.yaml'), ...fixtureAt(path) }));

const cases = fixtures.flatMap((fixture) =>
  fixture.profiles.map(
    (profile) => [`${fixture.name.replaceAll('-', ' ')} (${profile})`, fixture, profile] as const,
  ),
);

describe('the points of the semantics', () => {
  test.each(cases)('%s', async (_, fixture, profile) => {
    const reach = reachOf(await snapshotOfFixture(fixture), profileOf(profile));
    expect(answers(reach, fixture)).toEqual(fixture.expect);
    expect(problemsOf(reach)).toEqual(fixture.problems.toSorted());
  });

  test.each(cases)('%s, with all objects the other way round', async (_, fixture, profile) => {
    const snapshot = await snapshotOfFixture(fixture);
    const reach = reachOf(reversed(snapshot), profileOf(profile));
    expect(answers(reach, fixture)).toEqual(fixture.expect);
    expect(problemsOf(reach)).toEqual(fixture.problems.toSorted());
  });
});

describe('the fixtures', () => {
  test('cover every point, but for those that no snapshot shows', () => {
    const covered = new Set(fixtures.map(({ point }) => point));
    const points = Array.from({ length: lastPoint }, (_, index) => index + 1);
    const uncovered = points.filter((point) => !covered.has(point));
    expect(uncovered.map(String)).toEqual(Object.keys(untestable));
    expect(uncovered.length).toBeLessThanOrEqual(3);
  });

  test('say of no pod that it is absent that they do not have', async () => {
    for (const fixture of fixtures) {
      const { pods } = await snapshotOfFixture(fixture);
      const known = new Set(pods.map(({ namespace, name }) => `${namespace}/${name}`));
      const absent = Object.keys(fixture.expect).filter(
        (pair) => fixture.expect[pair] === 'absent',
      );
      const strays = absent.flatMap(podsOf).filter((pod) => !known.has(pod));
      expect({ path: fixture.path, strays }).toEqual({ path: fixture.path, strays: [] });
    }
  });

  test.each(fixtures)('$path is named after its point and its claim', ({ path, point }) => {
    const prefix = point === undefined ? 'malformed/malformed' : String(point).padStart(2, '0');
    expect(path).toMatch(new RegExp(`^${prefix}(-[a-z0-9]+)+\\.yaml$`));
  });
});

function fixtureAt(path: string): Fixture {
  const parsed = fixtureSchema.safeParse(parse(readFileSync(`${root}${path}`, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

async function snapshotOfFixture({ snapshot, manifests }: Fixture): Promise<Snapshot> {
  if (manifests === undefined) return snapshotOf(snapshot);
  const objects = manifests.map((raw, index) => ({
    apiVersion: raw.apiVersion,
    kind: raw.kind,
    raw,
    place: `manifests[${index}]`,
  }));
  const clusters = manifestClusters(
    { objects, awsAnswers: [], faults: [], warnings: [] },
    { namespace: 'shop' },
  );
  const reader = await clusters.open(minimalSnapshot.cluster);
  const clock = () => new Date(minimalSnapshot.takenAt);
  const observed = normalize(await collect(reader, clock, minimalSnapshot.cluster));
  return { ...minimalSnapshot, source: 'manifests', ...observed };
}

function profileOf(text: Fixture['profiles'][number]) {
  const name = profileNames.find((known) => text === known || text === `${known} strict`);
  if (name === undefined) throw new Error(`there is no profile ${text}`);
  return profileNamed(name, { strict: text.endsWith(' strict') });
}

function reversed(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    namespaces: snapshot.namespaces.toReversed(),
    pods: snapshot.pods.toReversed(),
    nodes: snapshot.nodes.toReversed(),
    networkPolicies: snapshot.networkPolicies.toReversed(),
    otherPolicies: snapshot.otherPolicies.toReversed(),
  };
}

function answers(reach: Reach, { expect: claims }: Fixture): Readonly<Record<string, string>> {
  const pairs = Object.keys(claims);
  return Object.fromEntries(pairs.map((pair) => [pair, answerText(reach, pair)]));
}

function answerText(reach: Reach, pair: string): string {
  const [source = '', destination = ''] = pair.split(' => ');
  const connection = unlessAbsent(() => reach.between(peerOf(source), peerOf(destination)));
  if (connection === undefined) return 'absent';
  const { allowed, undefined: open } = connection;
  return hasNoPorts(open)
    ? portsText(allowed)
    : `${portsText(allowed)} undefined ${portsText(open)}`;
}

function unlessAbsent(ask: () => Connection): Connection | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof StageError && error.code === 'BAD_INPUT') return undefined;
    throw error;
  }
}

/** Exact, where the text for people counts OTHER as nothing beside all ports of the rest. */
function portsText(set: PortSet): string {
  if (hasNoPorts(set)) return 'none';
  if (keyOfPorts(set) === keyOfPorts(allPorts)) return 'all';
  const parts = protocols.flatMap((protocol) => {
    if (set[protocol].length === 0) return [];
    const [whole] = portsOf(protocol)[protocol];
    const isWhole = set[protocol].every(
      ({ first, last }) => first === whole?.first && last === whole.last,
    );
    const texts = set[protocol].map(({ first, last }) =>
      first === last ? `${first}` : `${first}-${last}`,
    );
    return isWhole ? [protocol] : [`${protocol} ${texts.join(',')}`];
  });
  return [...parts, ...(set.OTHER ? ['OTHER'] : [])].join('; ');
}

/** `shop/web`, `node:node-1`, `name:api.example.com`, `entity:host` or an address. */
function peerOf(text: string): PeerRef {
  const [kind, ...rest] = text.split(':');
  const name = rest.join(':');
  const entity = entities.find((known) => known === name);
  if (kind === 'node' || kind === 'name') return { kind, name };
  if (kind === 'entity' && entity !== undefined) return { kind, entity };
  const [namespace = '', pod] = text.split('/');
  return pod === undefined
    ? { kind: 'address', address: text }
    : { kind: 'pod', namespace, name: pod };
}

function podsOf(pair: string): readonly string[] {
  return pair.split(' => ').filter((peer) => peerOf(peer).kind === 'pod');
}

function problemsOf({ problems }: Reach): readonly string[] {
  return problems
    .map(({ policy: { family, namespace, name }, path, text }) => {
      const object = namespace === undefined ? name : `${namespace}/${name}`;
      return `${family} ${object} ${path}: ${text}`;
    })
    .toSorted();
}
