import { describe, expect, test } from '@jest/globals';
import { kubernetesReads, type ReadId, readIds } from '../functions/model/reads.ts';
import type { GapReason } from '../functions/model/snapshot.ts';
import { type AskedOfAws, type ClusterReader, ReadFailure } from '../functions/model/world.ts';
import { collect } from '../functions/snapshot/collect.ts';

const cluster = { account: '111122223333', region: 'eu-west-1', name: 'shop' };
const templates = 'constrainttemplates.templates.gatekeeper.sh';
const constraints = kubernetesReads.flatMap((read) => ('comesWith' in read ? [read.id] : []));

type Setup = {
  readonly failures?: Partial<Record<ReadId, GapReason>>;
  readonly objects?: Partial<Record<ReadId, readonly object[]>>;
};

async function collected({ failures = {}, objects = {} }: Setup) {
  const asked: ReadId[] = [];
  const questions: AskedOfAws[] = [];
  const failIfTold = (read: ReadId) => {
    asked.push(read);
    const reason = failures[read];
    if (reason !== undefined) throw new ReadFailure(reason, 'as told');
  };
  const reader: ClusterReader = {
    source: 'eks',
    kubernetesVersion: undefined,
    readKubernetes: async ({ id }, sink) => {
      const read = id as ReadId;
      failIfTold(read);
      sink.page(objects[read] ?? []);
      return { pages: 1 };
    },
    readAws: async (read, question) => {
      failIfTold(read);
      questions.push(question);
      return [];
    },
    close: async () => {},
  };
  const result = await collect(reader, () => new Date(0), cluster);
  return { ...result, asked, questions };
}

describe('a kind that comes with another one', () => {
  test('is asked for where that is installed', async () => {
    const { asked, gaps } = await collected({});
    expect(constraints.length).toBeGreaterThan(10);
    expect(asked).toEqual(readIds);
    expect(gaps).toEqual([]);
  });

  test('is absent like it, without a request', async () => {
    const { asked, gaps, reads } = await collected({ failures: { [templates]: 'notServed' } });
    expect(asked).toEqual(readIds.filter((read) => !constraints.some((each) => each === read)));
    expect(gaps.map(({ read }) => read)).toEqual([templates, ...constraints]);
    expect(gaps[1]).toEqual({
      read: constraints[0],
      reason: 'notServed',
      detail: `comes with ${templates}, which is not installed`,
    });
    expect(reads.map(({ read }) => read)).toEqual(readIds);
  });

  test.each<[GapReason]>([['forbidden'], ['timeout'], ['unreadable']])(
    'is asked for where the answer about that was: %s',
    async (reason) => {
      const { asked, gaps } = await collected({ failures: { [templates]: reason } });
      expect(asked).toEqual(readIds);
      expect(gaps.map(({ read }) => read)).toEqual([templates]);
    },
  );
});

test('AWS is asked about the images of pods and of templates', async () => {
  const spec = (name: string) => ({
    containers: [{ name, image: `${cluster.account}.dkr.ecr.eu-west-1.amazonaws.com/${name}:1` }],
  });
  const metadata = { name: 'a', namespace: 'shop' };
  const { questions } = await collected({
    objects: {
      pods: [{ metadata, spec: spec('pod') }],
      cronjobs: [
        { metadata, spec: { jobTemplate: { spec: { template: { spec: spec('cron') } } } } },
      ],
    },
  });
  const repository = { account: cluster.account, region: 'eu-west-1' };
  expect(new Set(questions.map((question) => JSON.stringify(question)))).toEqual(
    new Set([
      JSON.stringify({
        ecrRepositories: [
          { ...repository, name: 'cron' },
          { ...repository, name: 'pod' },
        ],
      }),
    ]),
  );
});
