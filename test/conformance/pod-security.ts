import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { foundInManifests } from '../../cli/pod-security/found-in-manifests.ts';
import { askedLevels, securityRow } from '../../cli/pod-security/security-row.ts';
import { parseVersion } from '../../functions/assess/pods/standards/standards.ts';
import { readEveryManifest } from '../../functions/platform/manifests/manifest-objects.ts';

/*
 * node test/conformance/pod-security.ts FOLDER
 * FOLDER holds `baseline|restricted/v1.N/pass|fail/*.yaml`, one pod a file. A file under `fail` is named
 * after the check that it fails. Exit status 1 where any file is judged otherwise.
 */

/** Of so many disagreements each is told. */
const toldMax = 20;

/** A stricter check that is made in the place of the one that a file is named after. */
const standIns: Readonly<Record<string, string>> = {
  capabilities_baseline: 'capabilities_restricted',
  seccompprofile_baseline: 'seccompprofile_restricted',
  procmount: 'procmount_restricted',
  hostpathvolumes: 'restrictedvolumes',
};

type Folder = {
  readonly level: (typeof askedLevels)[number];
  readonly version: string;
  readonly outcome: 'pass' | 'fail';
  readonly path: string;
};

type Judged = { readonly files: number; readonly wrong: readonly string[] };

function foldersIn(root: string): readonly Folder[] {
  return askedLevels
    .filter((level) => existsSync(join(root, level)))
    .flatMap((level) =>
      readdirSync(join(root, level)).flatMap((version) =>
        (['pass', 'fail'] as const).map((outcome) => ({
          level,
          version,
          outcome,
          path: join(root, level, version, outcome),
        })),
      ),
    );
}

/** A file without exactly one pod that can be read is judged wrong, too. */
async function judgedFolder({ level, version, outcome, path }: Folder): Promise<Judged> {
  const minor = parseVersion(version);
  const files = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.yaml')) : [];
  if (files.length === 0) return { files: 0, wrong: [`${path} holds no case`] };
  if (minor === undefined) return { files: files.length, wrong: [`${version} is no version`] };
  const { pods } = foundInManifests(await readEveryManifest([path]), 'default');
  const rows = Map.groupBy(
    pods.map((found) => securityRow(found, { level, minor })),
    ({ file }) => file,
  );
  const wrong = files.flatMap((name) => {
    const [row, ...more] = rows.get(join(path, name)) ?? [];
    if (row === undefined || more.length > 0) return [`${join(path, name)}: not one pod`];
    const checks = row.violations.map(({ check }) => check.toLowerCase());
    const isRight = outcome === 'pass' ? row.allowed : !row.allowed && names(name, checks);
    return isRight ? [] : [`${row.file}: ${checks.join(', ') || 'allowed'}`];
  });
  return { files: files.length, wrong };
}

function names(file: string, checks: readonly string[]): boolean {
  const check = basename(file, '.yaml').replace(/\d+$/, '');
  return checks.some((given) => given === check || given === standIns[check]);
}

function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}

const [root = ''] = process.argv.slice(2);
const folders = foldersIn(root);
if (folders.length === 0) {
  tell(`no cases in "${root}". Give the folder that holds baseline and restricted.`);
  process.exit(2);
}
const judged: Judged[] = [];
for (const folder of folders) judged.push(await judgedFolder(folder));
const wrong = judged.flatMap((given) => given.wrong);
const files = judged.reduce((sum, given) => sum + given.files, 0);
for (const line of wrong.slice(0, toldMax)) tell(line);
if (wrong.length > toldMax) tell(`and ${wrong.length - toldMax} more`);
tell(`${files - wrong.length} of ${files} agree`);
process.exitCode = wrong.length === 0 ? 0 : 1;
