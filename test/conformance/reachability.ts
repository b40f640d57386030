import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestSource } from '../../cli/sources/manifest-source.ts';
import { snapshotOfSource } from '../../cli/sources/source-snapshot.ts';
import { lineText } from '../../functions/assess/reach/lines/connection-line.ts';
import { connectionLines } from '../../functions/assess/reach/lines/connection-lines.ts';
import { profileNamed } from '../../functions/assess/reach/profiles/profile.ts';
import { reachOf } from '../../functions/assess/reach/reach.ts';

/*
 * node test/conformance/reachability.ts FOLDER
 * FOLDER holds one folder a case: `input` with manifests, and `expected.txt` with the lines that
 * another analyser gives for them. Exit status 1 where any line differs.
 */

/** Of so many disagreeing cases so many lines of each kind are told. */
const toldMax = { cases: 5, lines: 20 };

type Outcome = {
  readonly name: string;
  readonly missing: readonly string[];
  readonly extra: readonly string[];
};

async function outcomeOf(folder: string, name: string): Promise<Outcome> {
  const expected = readFileSync(join(folder, name, 'expected.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const source = await manifestSource([join(folder, name, 'input')], { namespace: 'default' });
  const snapshot = await snapshotOfSource(source);
  const reach = reachOf(snapshot, profileNamed('external-ipblocks'));
  const lines = connectionLines(reach, snapshot, { level: 'workload' }).map(lineText);
  return { name, ...difference(expected, lines) };
}

/** Line by line: what is given twice is a difference, too. */
function difference(expected: readonly string[], given: readonly string[]) {
  const left = [...given];
  const missing = expected.filter((line) => {
    const place = left.indexOf(line);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
  return { missing, extra: left };
}

function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}

const [folder = ''] = process.argv.slice(2);
if (!existsSync(folder)) {
  tell(`no such folder: "${folder}". Give the folder of the cases.`);
  process.exit(2);
}
const names = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, 'expected.txt')))
  .sort();
const outcomes: Outcome[] = [];
for (const name of names) outcomes.push(await outcomeOf(folder, name));
const disagreeing = outcomes.filter(({ missing, extra }) => missing.length + extra.length > 0);
for (const { name, missing, extra } of disagreeing.slice(0, toldMax.cases)) {
  tell(`${name}: ${missing.length} missing, ${extra.length} more`);
  for (const line of missing.slice(0, toldMax.lines)) tell(`  missing  ${line}`);
  for (const line of extra.slice(0, toldMax.lines)) tell(`  more     ${line}`);
}
for (const { name } of disagreeing.slice(toldMax.cases)) tell(`${name}: disagrees, too`);
tell(`${names.length - disagreeing.length} cases agree, ${disagreeing.length} disagree`);
process.exitCode = disagreeing.length === 0 && names.length > 0 ? 0 : 1;
