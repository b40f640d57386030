import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { judgeSnapshot } from '../functions/assess/judge.ts';
import { reaches } from '../functions/model/verdict.ts';
import { controlOfFile } from './control-files.ts';
import { fixtureAt, fixturePaths, judgedTexts } from './control-fixtures.ts';

describe.each([...fixturePaths])('%s', (folder, paths) => {
  test.each(paths.map((path) => [basename(path, '.yaml'), path]))('%s', async (_, path) => {
    const { outcome, expected, snapshot } = fixtureAt(path);
    const control = await controlOfFile(`${folder}.ts`);
    const judged = judgedTexts(control, snapshot);
    expect(judged.outcome).toBe(outcome);
    expect(judged.texts).toEqual(expected);
    const { findings } = judgeSnapshot(snapshot, { controls: [control], frameworks: [] });
    const widest = reaches.indexOf(control.reachMax);
    expect(findings.filter(({ reach }) => reaches.indexOf(reach) > widest)).toEqual([]);
  });
});
