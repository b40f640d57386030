import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { absoluteImports } from './absolute-imports.ts';

/*
 * A mistake that the compiler refuses cannot be made, so that no fixture has to see it. What the
 * compiler only finds superfluous (unused names, code that is never reached) is a mistake all the same.
 */

const root = new URL('../../', import.meta.url).pathname;
const project = {
  extends: `${root}tsconfig.json`,
  compilerOptions: {
    noUnusedLocals: false,
    noUnusedParameters: false,
    allowUnreachableCode: true,
    typeRoots: [`${root}node_modules/@types`],
  },
  include: ['./*.mts'],
  exclude: [],
};

/** Sources of controls, each with the file that it would stand in. */
export type Candidate = { readonly source: string; readonly file: URL };

/** For each candidate, in order, whether it does not compile. The folder is for their files alone. */
export async function refusedByTypes(
  candidates: readonly Candidate[],
  folder: string,
): Promise<readonly boolean[]> {
  if (candidates.length === 0) return [];
  for (const [index, { source, file }] of candidates.entries()) {
    writeFileSync(join(folder, `mutant-${index}.mts`), absoluteImports(source, file));
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  const said = await diagnostics(folder);
  if (/^error /m.test(said)) throw new Error(`mutants cannot be compiled: ${said}`);
  const refused = new Set([...said.matchAll(/mutant-(\d+)\.mts\(/g)].map(([, index]) => index));
  return candidates.map((_, index) => refused.has(String(index)));
}

function diagnostics(folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [`${root}node_modules/typescript/bin/tsc`, '-p', folder, '--pretty', 'false'],
      { maxBuffer: 2 ** 28 },
      (error, stdout) => {
        // Status 1 and 2 say that there are errors.
        if (error !== null && typeof error.code !== 'number') reject(error);
        else resolve(stdout);
      },
    );
  });
}
