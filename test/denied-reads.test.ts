import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { manifestSource } from '../cli/sources/manifest-source.ts';
import { catalogue } from '../functions/assess/catalog.ts';
import { type ReadId, readIds } from '../functions/model/reads.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { type ClusterReader, type Clusters, ReadFailure } from '../functions/model/world.ts';
import { controlFiles, controlOfFile } from './control-files.ts';
import { fixtureAt, fixturePaths } from './control-fixtures.ts';
import { deniedRead } from './denied-read.ts';
import { snapshotFrom } from './snapshot-from.ts';
import { declaredReads, whitewashed } from './whitewash.ts';

/*
 * Unknown is never pass: whatever single read the cluster refuses, nothing that was found wrong, or was
 * not known, comes out right.
 */

describe.each(['ledger', 'shop', 'legacy'])('in the whole cluster %s', (name) => {
  test.each(readIds.map((read) => [read]))('without %s nothing gets better', async (read) => {
    const { clusters } = await manifestSource([`examples/${name}`], { namespace: 'default' });
    const [whole, denied] = await Promise.all([
      snapshotFrom(clusters),
      snapshotFrom(refusing(clusters, read)),
    ]);
    expect(catalogue.controls.flatMap((control) => whitewashed(control, whole, denied))).toEqual(
      [],
    );
  });
});

describe.each(controlFiles.map((path) => path.replace(/\.ts$/, '')))(
  'in the fixtures of %s',
  (path) => {
    const bad = (fixturePaths.get(path) ?? []).filter((file) =>
      /^(fail|unknown)-/.test(basename(file)),
    );

    test.each(bad.map((file) => [basename(file, '.yaml'), file]))(
      '%s stays so',
      async (_, file) => {
        const { snapshot } = fixtureAt(file);
        const control = await controlOfFile(`${path}.ts`);
        const better = readIds.flatMap((read) => {
          const denied = deniedRead(snapshot, read);
          if (!declaredReads(control).includes(read) && isSameBut(snapshot, denied)) return [];
          return whitewashed(control, snapshot, denied).map((text) => `${read}: ${text}`);
        });
        expect(better).toEqual([]);
      },
    );
  },
);

/** Whether the read had given nothing, so that only a control that asks for its gap could see. */
function isSameBut(whole: Snapshot, { gaps: _, ...denied }: Snapshot): boolean {
  return JSON.stringify({ ...denied, gaps: whole.gaps }).length === JSON.stringify(whole).length;
}

/** The same clusters, but for one read that they refuse. */
function refusing(clusters: Clusters, refused: ReadId): Clusters {
  const refuse = (): never => {
    throw new ReadFailure('forbidden', 'got 403');
  };
  return {
    open: async (cluster) => {
      const reader = await clusters.open(cluster);
      const guarded: ClusterReader = {
        ...reader,
        readKubernetes: async (read, sink) =>
          read.id === refused ? refuse() : reader.readKubernetes(read, sink),
        readAws: async (read, asked) => (read === refused ? refuse() : reader.readAws(read, asked)),
      };
      return guarded;
    },
  };
}
